//! Input that is no archive, or only a part of one: always a report that denies, by the rule for it.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use ocivet_core::{InputKind, Options, Report, Severity, Verdict, Verifier};
use serde_json::json;

use crate::{
    support::{assert_denied, check, fired, members, told},
    wild::read,
};

const BLOCK: usize = 512;

fn check_as(kind: InputKind, bytes: &[u8]) -> Report {
    let options = json!({ "name": "input", "kind": kind.name() }).to_string();
    let mut verifier = Verifier::new(&Options::from_json(&options).unwrap());
    let _ = verifier.push(bytes);
    verifier.finish()
}

#[test]
fn an_empty_file_is_denied() {
    assert_denied(&check(b""), &["tar/empty"], "no bytes");
    for kind in InputKind::READABLE.into_iter().filter(|kind| *kind != InputKind::Unknown) {
        let report = check_as(kind, b"");
        assert_eq!(report.verdict, Verdict::Deny, "{kind:?}\n{}", told(&report));
    }
}

#[test]
fn what_is_no_archive_is_denied() {
    let text = b"This is a text, and not an archive.\n".repeat(50);
    for (what, bytes) in [
        ("text", &text[..]),
        ("short text", b"hello\n"),
        ("ELF", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
        ("zip", b"PK\x03\x04\x14\0\0\0\x08\0"),
        ("ones", &[0xff; 5000]),
    ] {
        assert_denied(&check(bytes), &["tar/not-a-tar"], what);
    }
}

/// Where an archive has lost no member, only its end may be missing.
#[test]
fn an_archive_cut_at_a_block_is_denied() {
    for (name, kind, last) in [
        ("docker-save-20.tar", InputKind::DockerArchive, "manifest.json"),
        ("docker-save.tar", InputKind::OciArchive, "oci-layout"),
        ("skopeo.docker.tar", InputKind::DockerArchive, "manifest.json"),
        ("skopeo.oci.tar", InputKind::OciArchive, "oci-layout"),
    ] {
        let archive = read(name);
        let members = members(&archive);
        let needed = members[last].data.end;
        let is_boundary = |cut: usize| members.values().any(|member| member.header.start == cut);
        for cut in (0..needed).step_by(BLOCK) {
            let part = &archive[..cut];
            let what = format!("{name} cut at {cut}");
            let report = check(part);
            if cut > 0 && is_boundary(cut) {
                // Whole members: what is missing is known only to those who know what it is.
                assert!(fired(&report, Severity::Warn).contains("tar/missing-end"), "{what}");
                let report = check_as(kind, part);
                assert_eq!(report.verdict, Verdict::Deny, "{what}\n{}", told(&report));
            } else {
                assert_denied(&report, &["tar/truncated", "tar/empty"], &what);
            }
        }
    }
}

#[test]
fn a_gzip_stream_cut_anywhere_is_denied() {
    let archive = read("docker-save.tar.gz");
    for cut in 3..archive.len() {
        assert_denied(&check(&archive[..cut]), &["compress/truncated"], &format!("cut at {cut}"));
    }
}

#[test]
fn other_streams_cut_anywhere_are_denied() {
    for name in ["skopeo.oci.tar.xz", "skopeo.docker.tar.zst", "gnu-tar-dot.tar.bz2"] {
        let archive = read(name);
        for cut in (8..archive.len()).step_by(3) {
            assert_denied(
                &check(&archive[..cut]),
                &["compress/truncated"],
                &format!("{name} at {cut}"),
            );
        }
    }
}

/// A header of ustar that claims `size`, with a right checksum.
fn claiming(size: &[u8; 12]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_path("huge").unwrap();
    header.set_mode(0o644);
    header.set_mtime(0);
    header.as_mut_bytes()[124..136].copy_from_slice(size);
    header.set_cksum();
    [header.as_bytes().as_slice(), &[b'x'; 2 * BLOCK]].concat()
}

#[test]
fn a_member_that_claims_more_than_there_is_is_denied() {
    // Base-256: the high bit of the first byte, then a number.
    let mut size = [0; 12];
    size[0] = 0x80;
    size[4] = 0x80;
    assert_denied(&check(&claiming(&size)), &["tar/number-overflow"], "2^63");
    size[4..].fill(0xff);
    assert_denied(&check(&claiming(&size)), &["tar/number-overflow"], "2^64 - 1");
    size[4] = 0x7f;
    assert_denied(&check(&claiming(&size)), &["tar/number-overflow"], "2^63 - 1 wraps in blocks");
    size[4] = 0x10;
    assert_denied(&check(&claiming(&size)), &["tar/truncated"], "2^60 and more");
    assert_denied(&check(&claiming(b"77777777777\0")), &["tar/truncated"], "8 GiB");
    assert_denied(&check(&claiming(&[0xff; 12])), &["tar/number-negative"], "-1");
}

const GIB: u64 = 1 << 30;

/// A gzip stream of a tar with one file of a GiB of zeros.
fn bomb() -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_path("etc/zeros").unwrap();
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_size(GIB);
    header.set_cksum();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(header.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..GIB >> 20 {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.write_all(&[0; 2 * BLOCK]).unwrap();
    encoder.finish().unwrap()
}

fn archive_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_size(u64::try_from(bytes.len()).unwrap());
        builder.append_data(&mut header, path, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn a_gibibyte_of_zeros_is_denied() {
    let bomb = bomb();
    assert!(bomb.len() < 2 << 20);
    assert_denied(&check(&bomb), &["limit/ratio"], "alone");
    let manifest = br#"[{"Config":"config.json","RepoTags":["a/b:1"],"Layers":["layer.tar"]}]"#;
    let digest = "0".repeat(64);
    let config = json!({ "os": "linux", "architecture": "amd64",
                         "rootfs": { "type": "layers", "diff_ids": [format!("sha256:{digest}")] } });
    let config = config.to_string();
    let archive = archive_of(&[
        ("layer.tar", &bomb),
        ("config.json", config.as_bytes()),
        ("manifest.json", manifest),
    ]);
    assert_denied(&check(&archive), &["limit/ratio"], "as a layer");
}

#[test]
fn json_of_a_hundred_thousand_levels_is_denied() {
    let deep = |open: &str, close: &str| {
        format!(
            "{{\"schemaVersion\":2,\"manifests\":{}1{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    for (what, text) in [
        ("lists", deep("[", "]")),
        ("objects", deep("{\"a\":", "}")),
        ("open lists", deep("[", "")),
    ] {
        assert_denied(&check(text.as_bytes()), &["limit/json-depth"], what);
        let layout = br#"{"imageLayoutVersion":"1.0.0"}"#;
        let archive = archive_of(&[("oci-layout", layout), ("index.json", text.as_bytes())]);
        assert_denied(&check(&archive), &["limit/json-depth"], what);
    }
}

#[test]
fn a_document_that_describes_no_image_is_denied() {
    for text in
        ["{}", "[]", "{\"a\":1}", "{\"schemaVersion\":2,\"manifests\":[", "{\"a\":\"\x01\"}"]
    {
        let report = check(text.as_bytes());
        assert_eq!(report.input.kind, InputKind::Document, "{text}");
        let by = ["manifest/invalid-field", "manifest/invalid-json", "manifest/missing-field"];
        assert_denied(&report, &by, text);
    }
}
