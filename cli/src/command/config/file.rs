//! Files that the configuration names: read whole, up to a size.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use super::show;

/// The bytes of a file that may have `most`.
pub(super) fn read_bytes(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let name = show(path);
    let mut file = fs::File::open(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    read_stream(&mut file, most, &name)
}

/// The bytes of what is open already, named so in errors.
pub(super) fn read_stream(stream: &mut dyn Read, most: u64, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read: io::Result<usize> = stream.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read {name}: {error}"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > most) {
        return Err(format!("{name} is longer than {most} bytes"));
    }
    Ok(bytes)
}

/// The text of a file that may have `most` bytes.
pub(super) fn read_text(path: &Path, most: u64) -> Result<String, String> {
    text(read_bytes(path, most)?, &show(path))
}

/// Bytes as text, named so in errors.
pub(super) fn text(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))
}
