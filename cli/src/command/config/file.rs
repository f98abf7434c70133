//! Files that the configuration names: read whole, up to a size.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use super::show;

/// Bytes that such a file may have; real ones have some thousand, long lists of checksums some million.
const SIZE: u64 = 16 << 20;

/// The bytes of a file.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let name = show(path);
    let mut file = fs::File::open(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    read_stream(&mut file, &name)
}

/// The bytes of what is open already, named so in errors.
pub(super) fn read_stream(stream: &mut dyn Read, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read: io::Result<usize> = stream.take(SIZE.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read {name}: {error}"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > SIZE) {
        return Err(format!("{name} is longer than {SIZE} bytes"));
    }
    Ok(bytes)
}

/// The text of a file.
pub(super) fn read_text(path: &Path) -> Result<String, String> {
    text(read_bytes(path)?, &show(path))
}

/// Bytes as text, named so in errors.
pub(super) fn text(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))
}
