//! Bombs of many or odd tar entries.

use std::io::{Result, Write};

use super::measure::{Bomb, MILLION};

const BLOCK: usize = 512;
type Out<'a> = &'a mut dyn Write;

pub(crate) fn bombs() -> Vec<Bomb> {
    vec![
        Bomb::new("a_million_names_alike", names_alike, 1_000_000).within(MILLION),
        Bomb::new("a_million_findings", findings, 1_000_000)
            .within(MILLION)
            .with("--kind package --limit package-entries=2000000")
            .fires("entry/duplicate")
            .counted(999_999),
        Bomb::new("a_million_names_in_capitals", capitals, 1_000_000)
            .within(MILLION)
            .with("--kind package --limit package-entries=2M")
            .fires("entry/case-collision")
            .counted(500_000),
        Bomb::new("a_million_names_that_compose", composed, 1_000_000)
            .within(MILLION)
            .with("--kind package --limit package-entries=2M")
            .fires("entry/unicode-collision")
            .counted(500_000),
        Bomb::new("hard_links_to_nothing", hard_links, 1_000_000)
            .within(MILLION)
            .fires("link/hardlink-missing")
            .counted(1_000_000),
        Bomb::new("a_chain_of_symlinks", symlink_chain, 40_000),
        Bomb::new("files_through_symlinks", through_symlinks, 40_000),
        Bomb::new("paths_that_climb", climbing, 64).fires("limit/path-length"),
        Bomb::new("paths_of_dots", dots, 64).fires("limit/path-length"),
        Bomb::new("headers_before_one_entry", chained_headers, 100_000)
            .fires("tar/extension-order"),
        Bomb::new("entries_with_two_readings", two_readings, 200_000)
            .fires("tar/link-with-data")
            .counted(200_000),
        Bomb::new("large_pax_headers", large_pax, 64),
        Bomb::new("tiny_pax_records", tiny_pax, 16),
        Bomb::new("large_global_header", global_then_entries, 200_000),
        Bomb::new("many_global_headers", globals, 400_000),
        Bomb::new("sparse_files_of_8_eib", sparse, 100_000)
            .fires("limit/sparse-expansion")
            .counted(100_000),
        Bomb::new("sparse_maps", sparse_maps, 32),
    ]
}

/// A ustar entry of no data but that which follows by itself.
pub(crate) fn entry(
    out: Out<'_>,
    name: &[u8],
    typeflag: u8,
    target: &[u8],
    size: u64,
) -> Result<()> {
    let mut block = [0; BLOCK];
    put(&mut block, 0, name);
    put(&mut block, 100, b"0000644\x000000000\x000000000\0");
    put(&mut block, 124, format!("{size:011o}\000000000000\0").as_bytes());
    put(&mut block, 148, b"        ");
    block[156] = typeflag;
    put(&mut block, 157, target);
    put(&mut block, 257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    put(&mut block, 148, format!("{sum:06o}\0 ").as_bytes());
    out.write_all(&block)
}

fn put(block: &mut [u8; BLOCK], at: usize, bytes: &[u8]) {
    block[at..at + bytes.len()].copy_from_slice(bytes);
}

/// An entry with its data.
pub(crate) fn member(out: Out<'_>, name: &[u8], typeflag: u8, data: &[u8]) -> Result<()> {
    entry(out, name, typeflag, b"", data.len().try_into().unwrap())?;
    out.write_all(data)?;
    let padding = data.len().next_multiple_of(BLOCK) - data.len();
    out.write_all(&[0; BLOCK][..padding])
}

pub(crate) fn end(out: Out<'_>) -> Result<()> {
    out.write_all(&[0; 2 * BLOCK])
}

/// One PAX record.
pub(crate) fn record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while rest + length.to_string().len() != length {
        length = rest + length.to_string().len();
    }
    format!("{length} {key}={value}\n")
}

/// Names of one length and one beginning, as one would choose them against a hash that is known.
fn names_alike(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count {
        entry(out, format!("srv/aaaaaaaaaaaaaaaa/{number:016b}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

fn findings(out: Out<'_>, count: u64) -> Result<()> {
    for _ in 0..count {
        entry(out, b"../up", b'0', b"../../target", 0)?;
    }
    end(out)
}

fn capitals(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count / 2 {
        entry(out, format!("Pkg/FILE-{number}").as_bytes(), b'0', b"", 0)?;
        entry(out, format!("Pkg/File-{number}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

fn composed(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count / 2 {
        entry(out, format!("pkg/\u{e9}-{number}").as_bytes(), b'0', b"", 0)?;
        entry(out, format!("pkg/e\u{301}-{number}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

fn hard_links(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count {
        let (name, target) = (format!("etc/link{number}"), format!("etc/none{number}"));
        entry(out, name.as_bytes(), b'1', target.as_bytes(), 0)?;
    }
    end(out)
}

fn symlink_chain(out: Out<'_>, count: u64) -> Result<()> {
    entry(out, b"etc/s0", b'2', b".", 0)?;
    for number in 1..count {
        let (name, target) = (format!("etc/s{number}"), format!("s{}/x", number - 1));
        entry(out, name.as_bytes(), b'2', target.as_bytes(), 0)?;
    }
    end(out)
}

fn through_symlinks(out: Out<'_>, count: u64) -> Result<()> {
    entry(out, b"etc/s0", b'2', b".", 0)?;
    for number in 1..250 {
        let (name, target) = (format!("etc/s{number}"), format!("s{}", number - 1));
        entry(out, name.as_bytes(), b'2', target.as_bytes(), 0)?;
    }
    for number in 0..count {
        entry(out, format!("etc/s249/s249/s249/s249/{number}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

fn long_paths(out: Out<'_>, count: u64, step: &str) -> Result<()> {
    let path = step.repeat((1 << 20) / step.len() - 20);
    for number in 0..count {
        member(out, b"pax", b'x', record("path", &format!("{path}{number:03}")).as_bytes())?;
        entry(out, b"file", b'0', b"", 0)?;
    }
    end(out)
}

fn climbing(out: Out<'_>, count: u64) -> Result<()> {
    long_paths(out, count, "../")
}

fn dots(out: Out<'_>, count: u64) -> Result<()> {
    long_paths(out, count, "a/./")
}

fn chained_headers(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count / 2 {
        member(out, b"pax", b'x', record("path", &format!("a{number}")).as_bytes())?;
        member(out, b"long", b'L', format!("b{number}\0").as_bytes())?;
    }
    entry(out, b"file", b'0', b"", 0)?;
    end(out)
}

/// Links that claim data far behind them: the other reading stays open.
fn two_readings(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count {
        entry(out, format!("etc/{number}").as_bytes(), b'1', b"etc/0", 1 << 32)?;
    }
    end(out)
}

fn large_pax(out: Out<'_>, count: u64) -> Result<()> {
    let text = "x".repeat((1 << 20) - 100);
    for number in 0..count {
        member(out, b"pax", b'x', record("comment", &text).as_bytes())?;
        entry(out, format!("etc/{number}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

/// A million records of other keys.
fn tiny_pax(out: Out<'_>, count: u64) -> Result<()> {
    let records: String = (0..65_000).map(|number| record(&format!("k{number}"), "")).collect();
    for number in 0..count {
        member(out, b"pax", b'x', records.as_bytes())?;
        entry(out, format!("etc/{number}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

/// What a global header says holds for each entry behind it.
fn global_then_entries(out: Out<'_>, count: u64) -> Result<()> {
    let records: String = (0..65_000).map(|number| record(&format!("k{number}"), "")).collect();
    member(out, b"pax", b'g', records.as_bytes())?;
    let attribute = "SCHILY.xattr.user.".to_owned() + &"x".repeat(1 << 19);
    member(out, b"pax", b'g', record(&attribute, &"y".repeat(1 << 18)).as_bytes())?;
    member(out, b"pax", b'g', record("path", &"p/".repeat(1 << 18)).as_bytes())?;
    for number in 0..count {
        entry(out, format!("etc/{number}").as_bytes(), b'0', b"", 0)?;
    }
    end(out)
}

fn globals(out: Out<'_>, count: u64) -> Result<()> {
    for number in 0..count {
        let records = record(&format!("SCHILY.xattr.user.k{number}"), &number.to_string());
        member(out, b"pax", b'g', records.as_bytes())?;
    }
    entry(out, b"etc/file", b'0', b"", 0)?;
    end(out)
}

fn sparse(out: Out<'_>, count: u64) -> Result<()> {
    let size = i64::MAX.to_string();
    let records = [
        record("GNU.sparse.size", &size),
        record("GNU.sparse.numblocks", "1"),
        record("GNU.sparse.map", &format!("{},1", i64::MAX - 1)),
    ]
    .concat();
    for number in 0..count {
        member(out, b"pax", b'x', records.as_bytes())?;
        member(out, format!("etc/{number}").as_bytes(), b'0', b"x")?;
    }
    end(out)
}

/// As many regions as are taken, of no length.
fn sparse_maps(out: Out<'_>, count: u64) -> Result<()> {
    let regions = 65_536;
    let map: Vec<_> = (0..regions).map(|number| format!("{number},0")).collect();
    let records = [
        record("GNU.sparse.size", "70000"),
        record("GNU.sparse.numblocks", &regions.to_string()),
        record("GNU.sparse.map", &map.join(",")),
    ]
    .concat();
    for number in 0..count {
        member(out, b"pax", b'x', records.as_bytes())?;
        member(out, format!("etc/{number}").as_bytes(), b'0', b"")?;
    }
    end(out)
}
