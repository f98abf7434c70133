//! Headers of the archives that ocivet writes: the same bytes for the same contents, whoever runs it.

use std::io;

/// Bytes of a block, to a multiple of which everything in an archive is padded.
const BLOCK: u64 = 512;
/// What ends an archive: two blocks of zeros.
pub(crate) const END: [u8; 1024] = [0; 1024];
/// Bytes of a name that fit into a header.
const NAME: usize = 100;

/// What stands before the contents of a regular file.
///
/// Source: POSIX.1-2024, pax, "ustar Interchange Format"; a name of more than 100 bytes goes into an extended
/// header. Owner and time are those of nobody and of no moment.
///
/// # Errors
/// A name that no header takes.
pub(crate) fn header(name: &str, size: u64) -> io::Result<Vec<u8>> {
    if name.len() <= NAME {
        return Ok(block(name, size, tar::EntryType::Regular)?.to_vec());
    }
    let record = record("path", name);
    let length = u64::try_from(record.len()).map_err(io::Error::other)?;
    let mut bytes = block("pax", length, tar::EntryType::XHeader)?.to_vec();
    bytes.extend_from_slice(record.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    let short = name.get(..NAME).unwrap_or("long");
    bytes.extend_from_slice(&block(short, size, tar::EntryType::Regular)?);
    Ok(bytes)
}

fn block(name: &str, size: u64, kind: tar::EntryType) -> io::Result<[u8; 512]> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_size(size);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_cksum();
    Ok(*header.as_bytes())
}

/// A record of an extended header: its length in front counts itself.
fn record(key: &str, value: &str) -> String {
    let rest = format!(" {key}={value}\n");
    let mut length = rest.len();
    loop {
        let text = format!("{length}{rest}");
        if text.len() == length {
            return text;
        }
        length = text.len();
    }
}

/// Bytes of zeros behind contents.
pub(crate) const fn padding(size: u64) -> u64 {
    // A remainder is smaller than what it is taken by.
    (BLOCK.saturating_sub(size % BLOCK)) % BLOCK
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{END, header, padding};

    #[test]
    fn other_readers_read_it() {
        let long = format!("blobs/sha512/{}", "ab".repeat(64));
        let mut bytes = Vec::new();
        for (name, contents) in [("oci-layout", "{}"), (long.as_str(), "contents")] {
            let size = u64::try_from(contents.len()).unwrap();
            bytes.extend(header(name, size).unwrap());
            bytes.extend(contents.bytes());
            bytes.resize(bytes.len() + usize::try_from(padding(size)).unwrap(), 0);
        }
        bytes.extend(END);
        let mut names = Vec::new();
        for entry in tar::Archive::new(bytes.as_slice()).entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            names.push((entry.path().unwrap().to_string_lossy().into_owned(), text));
        }
        assert_eq!(names, [("oci-layout".into(), "{}".into()), (long, "contents".into())]);
        assert_eq!([0, 1, 511, 512].map(padding), [0, 511, 1, 0]);
    }
}
