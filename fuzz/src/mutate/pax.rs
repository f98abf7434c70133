//! Records of PAX headers, and long names.

use ocivet_tests::{
    drive::Numbers,
    tar::{BLOCK, Field},
};

use super::{
    archive::Member,
    bytes, header,
    tokens::{PAX, VALUES},
};

/// An extension header with records, or a long name.
pub(super) fn extension(numbers: &mut Numbers, names: &[Vec<u8>]) -> Member {
    let typeflag = b"xxxxgLK"[numbers.below(7)];
    let data = match typeflag {
        b'L' | b'K' => {
            let mut name = header::name(numbers, names);
            name.resize(name.len() + numbers.below(120), b'n');
            if numbers.below(4) != 0 {
                name.push(0);
            }
            name
        }
        _ => {
            let count = 1 + numbers.below(3);
            let records = (0..count).map(|_| record(numbers, names));
            records.collect::<Vec<_>>().concat()
        }
    };
    let mut block = [0; BLOCK];
    header::set_text(&mut block, Field::Name, b"././@PaxHeader");
    header::set_text(&mut block, Field::Magic, b"ustar");
    block[263..265].copy_from_slice(b"00");
    block[Field::Typeflag.range().start] = typeflag;
    for field in [Field::Mode, Field::Uid, Field::Gid, Field::Mtime] {
        header::number(&mut block, field, 0);
    }
    let mut member = Member::new(&block, Vec::new());
    member.set_data(data);
    member
}

fn record(numbers: &mut Numbers, names: &[Vec<u8>]) -> Vec<u8> {
    let key = PAX[numbers.below(PAX.len())];
    let value = match key {
        "path" | "linkpath" | "GNU.sparse.name" => header::name(numbers, names),
        _ => VALUES[numbers.below(VALUES.len())].as_bytes().to_vec(),
    };
    written(key.as_bytes(), &value)
}

/// `LENGTH KEY=VALUE\n`, the length that of all of it.
fn written(key: &[u8], value: &[u8]) -> Vec<u8> {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while rest + length.to_string().len() != length {
        length += 1;
    }
    [length.to_string().as_bytes(), b" ", key, b"=", value, b"\n"].concat()
}

/// Changes the records of a header: they are read, one is changed, and all are written with right lengths. What
/// cannot be read is changed byte by byte.
pub(super) fn mutate(member: &mut Member, numbers: &mut Numbers, names: &[Vec<u8>]) {
    let mut data = member.data.clone();
    match records(&data).filter(|records| !records.is_empty() && numbers.below(5) != 0) {
        Some(mut records) => {
            let at = numbers.below(records.len());
            match numbers.below(5) {
                0 => drop(records.remove(at)),
                1 => records.push(records[at].clone()),
                2 => bytes::mutate(&mut records[at].1, numbers),
                3 => records[at].1 = VALUES[numbers.below(VALUES.len())].as_bytes().to_vec(),
                _ => numbers.shuffle(&mut records),
            }
            data = records.iter().flat_map(|(key, value)| written(key, value)).collect();
            if numbers.below(2) == 0 {
                data.extend(record(numbers, names));
            }
        }
        None => bytes::mutate(&mut data, numbers),
    }
    member.set_data(data);
}

type Record = (Vec<u8>, Vec<u8>);

fn records(mut data: &[u8]) -> Option<Vec<Record>> {
    let mut records = Vec::new();
    while !data.is_empty() {
        let blank = data.iter().position(|byte| *byte == b' ')?;
        let length: usize = str::from_utf8(&data[..blank]).ok()?.parse().ok()?;
        let record = data.get(blank + 1..length)?.strip_suffix(b"\n")?;
        let equals = record.iter().position(|byte| *byte == b'=')?;
        records.push((record[..equals].to_vec(), record[equals + 1..].to_vec()));
        data = &data[length..];
    }
    Some(records)
}
