//! Changes of an archive's members.

use ocivet_tests::{
    drive::Numbers,
    tar::{BLOCK, Field},
};

use super::{
    archive::{Archive, Member},
    bytes, header, json, pax, stream,
};

/// One change. Archives within members are changed too, down to `depth` levels.
pub(super) fn mutate(archive: &mut Archive, numbers: &mut Numbers, depth: usize) {
    let count = archive.members.len();
    if count == 0 {
        return;
    }
    let at = numbers.below(count);
    let names: Vec<Vec<u8>> = archive.members.iter().map(|it| it.name().to_vec()).collect();
    match numbers.below(16) {
        0 => archive.members.swap(at, numbers.below(count)),
        1 => {
            let member = archive.members[at].clone();
            archive.members.insert(numbers.below(count + 1), member);
        }
        2 if count > 1 => drop(archive.members.remove(at)),
        3 => {
            let extension = pax::extension(numbers, &names);
            archive.members.insert(at, extension);
        }
        4 => mutate_end(archive, numbers),
        5 => sparse(&mut archive.members[at], numbers),
        6 => mutate_oddly(&mut archive.members[at], numbers),
        7 => add(archive, at, numbers, &names),
        8..=11 => header::mutate(&mut archive.members[at].block, numbers, &names),
        _ => mutate_data(archive, numbers, depth, &names),
    }
}

/// What stands behind the last member, or how much of the archive there is.
fn mutate_end(archive: &mut Archive, numbers: &mut Numbers) {
    match numbers.below(6) {
        0 => archive.rest.clear(),
        1 => archive.rest.resize(BLOCK * numbers.below(6), 0),
        2 => archive.rest.extend_from_slice(b"junk"),
        3 => archive.rest.extend(vec![0; numbers.below(2000)]),
        // A second archive behind the first.
        4 => archive.rest.extend(Archive { rest: Vec::new(), ..archive.clone() }.write()),
        _ => bytes::mutate(&mut archive.rest, numbers),
    }
}

/// A sparse file in GNU's old format, with more blocks of the map than fit the header now and then.
fn sparse(member: &mut Member, numbers: &mut Numbers) {
    let block = &mut member.block;
    block[Field::Typeflag.range().start] = b'S';
    block[257..265].copy_from_slice(b"ustar  \0");
    let stored = member.data.len();
    let (mut offset, mut map) = (0, Vec::new());
    for _ in 0..=numbers.below(8) {
        let length = numbers.below(stored + 2);
        map.push((offset, length));
        offset += length + [0, 1, 512, 4096][numbers.below(4)];
    }
    if numbers.below(6) == 0 {
        numbers.shuffle(&mut map);
    }
    let mut texts = map.iter().map(|(at, length)| format!("{at:011o}\0{length:011o}\0"));
    let first: String = texts.by_ref().take(4).collect();
    header::set_text(block, Field::Sparse, first.as_bytes());
    header::number(block, Field::Realsize, i64::try_from(offset).unwrap_or(0));
    let rest: String = texts.collect();
    block[Field::Isextended.range().start] = u8::from(!rest.is_empty());
    if !rest.is_empty() {
        let mut data = rest.into_bytes();
        data.resize(BLOCK, 0);
        data.extend_from_slice(&member.data);
        member.data = data;
    }
}

/// A wrong checksum, no padding, a block of zeros in front.
fn mutate_oddly(member: &mut Member, numbers: &mut Numbers) {
    match numbers.below(3) {
        0 => member.keep_checksum = !member.keep_checksum,
        1 => member.unpadded = !member.unpadded,
        _ => {
            let length = member.data.len();
            member.data.resize(length.next_multiple_of(BLOCK) + BLOCK * numbers.below(3), 0);
        }
    }
}

/// A new member: a link, a device, a directory or a file.
fn add(archive: &mut Archive, at: usize, numbers: &mut Numbers, names: &[Vec<u8>]) {
    let mut member = Member::new(&archive.members[at].block, Vec::new());
    let name = header::name(numbers, names);
    let target = header::name(numbers, names);
    header::set_text(&mut member.block, Field::Name, &name);
    let typeflag = b"0123456"[numbers.below(7)];
    member.block[Field::Typeflag.range().start] = typeflag;
    if matches!(typeflag, b'1' | b'2') {
        header::set_text(&mut member.block, Field::Linkname, &target);
    }
    let data = if typeflag == b'0' { vec![b'd'; numbers.below(600)] } else { Vec::new() };
    member.set_data(data);
    archive.members.insert(at, member);
}

/// What one of the members holds.
fn mutate_data(archive: &mut Archive, numbers: &mut Numbers, depth: usize, names: &[Vec<u8>]) {
    let full: Vec<usize> =
        (0..archive.members.len()).filter(|at| !archive.members[*at].data.is_empty()).collect();
    let Some(at) = full.get(numbers.below(full.len())) else { return };
    let member = &mut archive.members[*at];
    if member.is_extension() {
        pax::mutate(member, numbers, names);
        return;
    }
    let data = contents(&member.data, numbers, depth);
    member.set_data(data);
}

/// Contents of a file, changed as what they are.
fn contents(data: &[u8], numbers: &mut Numbers, depth: usize) -> Vec<u8> {
    if matches!(data.first(), Some(b'{' | b'[')) && numbers.below(8) != 0 {
        return json::mutate_text(data, numbers);
    }
    if let Some((format, plain)) = stream::open(data).filter(|_| depth > 0) {
        if numbers.below(4) == 0 {
            return stream::mutate(data, numbers);
        }
        return format.close(&contents(&plain, numbers, depth - 1));
    }
    if data.len() >= BLOCK && depth > 0 {
        let mut inner = Archive::read(data);
        if !inner.members.is_empty() {
            mutate(&mut inner, numbers, depth - 1);
            let written = inner.write();
            return if numbers.below(24) == 0 {
                stream::Format::any(numbers).close(&written)
            } else {
                written
            };
        }
    }
    let mut data = data.to_vec();
    bytes::mutate(&mut data, numbers);
    data
}
