//! The readers that are crates.

use std::io;

use tokio_stream::StreamExt as _;

use super::view::{Listing, Row, View};

/// Where a header has its typeflag: both crates tell the NUL of old files as a `0`.
const TYPEFLAG: usize = 156;

fn listing(result: io::Result<()>, rows: Vec<Row>) -> Listing {
    Listing { error: result.err().map(|fault| fault.to_string()), view: View(rows) }
}

/// By the crate `tar`.
pub fn tar_rs(bytes: &[u8]) -> Listing {
    let mut rows = Vec::new();
    let result = read_tar_rs(bytes, &mut rows);
    listing(result, rows)
}

fn read_tar_rs(bytes: &[u8], rows: &mut Vec<Row>) -> io::Result<()> {
    for entry in tar::Archive::new(bytes).entries()? {
        let entry = entry?;
        let target = entry.link_name_bytes().unwrap_or_default();
        let typeflag = entry.header().as_bytes()[TYPEFLAG];
        rows.extend(Row::of(&entry.path_bytes(), typeflag, entry.size().into(), &target));
    }
    Ok(())
}

/// By the crate `astral-tokio-tar`.
pub fn astral(bytes: &[u8]) -> Listing {
    let mut rows = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let result = runtime.and_then(|runtime| runtime.block_on(read_astral(bytes, &mut rows)));
    listing(result, rows)
}

async fn read_astral(bytes: &[u8], rows: &mut Vec<Row>) -> io::Result<()> {
    let mut archive = tokio_tar::Archive::new(bytes);
    let mut entries = archive.entries()?;
    while let Some(entry) = entries.next().await {
        let entry = entry?;
        let target = entry.link_name_bytes()?.unwrap_or_default();
        let typeflag = entry.header().as_bytes()[TYPEFLAG];
        let size = entry.effective_size().into();
        rows.extend(Row::of(&entry.path_bytes()?, typeflag, size, &target));
    }
    Ok(())
}
