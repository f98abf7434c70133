//! What the tests on whole inputs share: bytes or a folder in, a report out, and where the parts of an archive are.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Cursor,
    ops::Range,
    path::{Path, PathBuf},
};

use ocivet_core::{FileKind, LayoutVerifier, Options, Report, Severity, Verdict, Verifier};

/// Options that only name the input.
pub(crate) fn options(name: &str) -> Options {
    Options::from_json(&serde_json::json!({ "name": name }).to_string()).unwrap()
}

/// The report of an archive, given in slices that fit no block.
pub(crate) fn check(bytes: &[u8]) -> Report {
    let mut verifier = Verifier::new(&options("input"));
    for chunk in bytes.chunks(10_007) {
        let _ = verifier.push(chunk);
    }
    verifier.finish()
}

/// The ids of the rules that fired at a severity.
pub(crate) fn fired(report: &Report, severity: Severity) -> BTreeSet<&'static str> {
    let at = report.findings.iter().filter(|finding| finding.severity == severity);
    at.map(|finding| finding.rule.as_str()).collect()
}

/// The findings, for messages.
pub(crate) fn told(report: &Report) -> String {
    let line = |finding: &ocivet_core::Finding| {
        format!("  {:?} {}: {}\n", finding.severity, finding.rule, finding.message)
    };
    report.findings.iter().map(line).collect()
}

/// Denied, by one of these rules among others.
#[track_caller]
pub(crate) fn assert_denied(report: &Report, by: &[&str], what: &str) {
    let denied = fired(report, Severity::Deny);
    assert_eq!(report.verdict, Verdict::Deny, "{what}: not denied\n{}", told(report));
    assert!(
        by.iter().any(|rule| denied.contains(rule)),
        "{what}: none of {by:?}\n{}",
        told(report)
    );
}

/// Not denied, and no warning but these.
#[track_caller]
pub(crate) fn assert_accepted(report: &Report, warnings: &[&str], what: &str) {
    let denied = fired(report, Severity::Deny);
    let warned = fired(report, Severity::Warn);
    let expected = warnings.iter().copied().collect::<BTreeSet<_>>();
    assert!(denied.is_empty() && warned == expected, "{what}\n{}", told(report));
    let verdict = if expected.is_empty() { Verdict::Pass } else { Verdict::Warn };
    assert_eq!(report.verdict, verdict, "{what}");
}

/// A copy with the lowest bit of one byte flipped.
pub(crate) fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    copy[at] ^= 1;
    copy
}

/// A member of an archive: its header's blocks and its data.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) header: Range<usize>,
    pub(crate) data: Range<usize>,
}

/// The members of an archive by name, read with the `tar` crate.
pub(crate) fn members(archive: &[u8]) -> BTreeMap<String, Member> {
    let mut reader = tar::Archive::new(Cursor::new(archive));
    let entries = reader.entries().unwrap().map(|entry| {
        let entry = entry.unwrap();
        let at = |position: u64| usize::try_from(position).unwrap();
        let data = at(entry.raw_file_position());
        let name = entry.path().unwrap().to_str().unwrap().trim_start_matches("./").to_owned();
        (
            name,
            Member {
                header: at(entry.raw_header_position())..data,
                data: data..data + at(entry.size()),
            },
        )
    });
    entries.collect()
}

/// Every regular file of a layout folder, relative to it, and its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for item in fs::read_dir(folder.join(&inner)).unwrap() {
            let item = item.unwrap();
            let path = inner.join(item.file_name());
            if item.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                let name = path.to_str().unwrap().to_owned();
                files.insert(name, fs::read(item.path()).unwrap());
            }
        }
    }
    files
}

/// The report of a layout folder.
pub(crate) fn check_layout(files: &BTreeMap<String, Vec<u8>>) -> Report {
    let mut verifier = LayoutVerifier::new(&options("layout"));
    verifier.add_other(b"blobs", FileKind::Directory);
    verifier.add_other(b"blobs/sha256", FileKind::Directory);
    for (path, bytes) in files {
        verifier.begin_file(path.as_bytes(), u64::try_from(bytes.len()).unwrap());
        for chunk in bytes.chunks(4099) {
            let _ = verifier.push(chunk);
        }
        verifier.end_file();
    }
    verifier.finish()
}
