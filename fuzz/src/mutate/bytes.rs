//! Changes of bytes that know nothing of what they are.

use ocivet_tests::drive::Numbers;

/// Bytes at the edge of something.
const EDGES: [u8; 10] = [0, 1, 0x7f, 0x80, 0xff, b'0', b' ', b'\n', b'/', b'.'];

/// One change.
pub(super) fn mutate(data: &mut Vec<u8>, numbers: &mut Numbers) {
    let at = numbers.below(data.len() + 1);
    let length = numbers.below(numbers.clone().below(64) + 2).min(data.len() - at);
    match numbers.below(8) {
        0 if at < data.len() => data[at] ^= 1 << numbers.below(8),
        1 if at < data.len() => data[at] = EDGES[numbers.below(EDGES.len())],
        2 if at < data.len() => data[at] = data[at].wrapping_add(1),
        3 => drop(data.drain(at..at + length)),
        4 => insert(data, at, &vec![EDGES[numbers.below(EDGES.len())]; length]),
        5 => {
            let piece = data[at..at + length].to_vec();
            let to = numbers.below(data.len() + 1);
            insert(data, to, &piece);
        }
        6 if data.len() > 1 => data.truncate(at),
        _ if length > 1 => data[at..at + length].reverse(),
        _ => data.push(EDGES[numbers.below(EDGES.len())]),
    }
}

/// One change of a text, often by words that mean something in it.
pub(super) fn mutate_text(data: &mut Vec<u8>, numbers: &mut Numbers, words: &[&str]) {
    let at = numbers.below(data.len() + 1);
    match numbers.below(4) {
        0 | 1 => insert(data, at, words[numbers.below(words.len())].as_bytes()),
        2 => mutate_lines(data, numbers),
        _ => mutate(data, numbers),
    }
}

/// A line twice, elsewhere, or not at all.
fn mutate_lines(data: &mut Vec<u8>, numbers: &mut Numbers) {
    let mut lines: Vec<Vec<u8>> =
        data.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let line = lines.remove(numbers.below(lines.len()));
    for _ in 0..numbers.below(3) {
        lines.insert(numbers.below(lines.len() + 1), line.clone());
    }
    *data = lines.concat();
}

fn insert(data: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(data.splice(at..at, piece.iter().copied()));
}
