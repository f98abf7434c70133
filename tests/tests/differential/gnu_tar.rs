//! GNU tar, whose listing is for people: each archive is listed by a process of its own.

use std::{
    path::Path,
    process::{Command, Output},
};

use ocivet_tests::readers::view::{Listing, Row, View};

use crate::corpus::Item;

/// What it makes of each archive.
pub(crate) fn list_all(items: &[Item], folder: &Path) -> Option<Vec<Listing>> {
    let version = Command::new("tar").arg("--version").output();
    if !version.is_ok_and(|output| output.stdout.starts_with(b"tar (GNU tar)")) {
        eprintln!("left out: gnu-tar is not there");
        return None;
    }
    Some(items.iter().map(|item| list(&folder.join(&item.file))).collect())
}

fn list(path: &Path) -> Listing {
    // With blanks escaped too, what stands between blanks is told from a name.
    let output: Output = Command::new("tar")
        .args(["--quoting-style=escape", "--quote-chars= ", "--full-time", "--numeric-owner"])
        // Names as they are, not as it would extract them.
        .args(["--absolute-names", "-tvf"])
        .arg(path)
        .envs([("LC_ALL", "C"), ("TZ", "UTC0")])
        .output()
        .unwrap();
    let rows = output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let view = View(rows.filter_map(row).collect());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    Listing { error: (!output.status.success()).then_some(told), view }
}

/// `TYPEmode owner/group size date time name`, then what belongs to the type.
fn row(line: &[u8]) -> Option<Row> {
    let text = str::from_utf8(line).unwrap();
    let (mode, rest) = next_word(text);
    let (_owner, rest) = next_word(rest);
    let (size, rest) = next_word(rest);
    let (date, rest) = next_word(rest);
    // A time that is out of the calendar is one number.
    let is_date = date.get(1..).is_some_and(|date| date.contains('-'));
    let rest = if is_date { next_word(rest).1 } else { rest };
    let rest = rest.trim_start_matches(' ');
    let (typeflag, separator) = match mode.as_bytes()[0] {
        b'h' => (b'1', " link to "),
        b'l' => (b'2', " -> "),
        b'c' => (b'3', ""),
        b'b' => (b'4', ""),
        b'd' => (b'5', ""),
        b'p' => (b'6', ""),
        b'V' => (b'V', "--Volume"),
        _ => (b'0', " unknown file type "),
    };
    let (name, target) = match separator {
        "" => (rest, ""),
        separator => rest.split_once(separator).unwrap_or((rest, "")),
    };
    // Devices have their numbers in place of a size.
    let size = size.parse().unwrap_or(0);
    Row::of(&unescape(name), typeflag, size, &unescape(target))
}

fn next_word(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(' ');
    text.split_at(text.find(' ').unwrap_or(text.len()))
}

/// The bytes behind what `--quoting-style=escape` wrote.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let code = bytes.next().unwrap();
        plain.push(match code {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            b'0'..=b'7' => {
                let mut digit = || bytes.next().unwrap() - b'0';
                (code - b'0').wrapping_mul(64) + digit() * 8 + digit()
            }
            other => other,
        });
    }
    plain
}

#[test]
fn lines_are_read_back() {
    let line = br"hrw-r--r-- 0/0 0 2026-01-01 00:00:00 a\ link\ to\ b\303\244\\ link to x\n";
    assert_eq!(row(line), Row::of("a link to bä\\".as_bytes(), b'1', 0, b"x\n"));
    for time in ["99999999999999", "2026-01-01 00:00:00.5    "] {
        let line = format!("-rw------- 1/2 7 {time} a");
        assert_eq!(row(line.as_bytes()), Row::of(b"a", b'0', 7, b""));
    }
}
