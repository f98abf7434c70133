//! The archives in `tests/wild`: none is denied, and no warning is new.

use std::{collections::BTreeSet, fs, path::PathBuf};

use ocivet_core::{InputKind, Severity};

use crate::support::{assert_accepted, assert_denied, check, fired, flipped, members, told};

/// Each archive, what it is, the number of its images, and the rules that warn of it, with the reason.
const ARCHIVES: &[(&str, InputKind, usize, &[&str])] = &[
    ("bsdtar-pax.tar.gz", InputKind::Package, 0, &[]),
    ("bsdtar.tar", InputKind::Package, 0, &[]),
    ("buildah.docker.tar", InputKind::DockerArchive, 1, &[]),
    ("buildah.oci.tar", InputKind::OciArchive, 1, &[]),
    ("cargo-package.crate", InputKind::Package, 0, &[]),
    ("docker-save-20.tar", InputKind::DockerArchive, 1, &[]),
    ("docker-save-containerd.tar", InputKind::DockerArchive, 1, &[]),
    ("docker-save.tar", InputKind::DockerArchive, 1, &[]),
    ("docker-save.tar.gz", InputKind::DockerArchive, 1, &[]),
    ("git-archive.tar.gz", InputKind::Package, 0, &[]),
    ("gnu-tar-dot.tar.bz2", InputKind::Package, 0, &[]),
    ("gnu-tar-pax-sparse.tar", InputKind::Package, 0, &[]),
    ("gnu-tar-pax.tar", InputKind::Package, 0, &[]),
    ("gnu-tar.tar", InputKind::Package, 0, &[]),
    ("npm-pack.tgz", InputKind::Package, 0, &[]),
    ("podman-two.docker.tar", InputKind::DockerArchive, 2, &[]),
    ("python-sdist.tar.gz", InputKind::Package, 0, &[]),
    ("python-tarfile.tar", InputKind::Package, 0, &[]),
    // The layers of these are umoci's, which end without zero blocks.
    ("skopeo-from-v2s2.oci.tar", InputKind::OciArchive, 1, &["tar/missing-end"]),
    ("skopeo-zstd.oci.tar", InputKind::OciArchive, 1, &["tar/missing-end"]),
    ("skopeo.docker.tar", InputKind::DockerArchive, 1, &["tar/missing-end"]),
    ("skopeo.docker.tar.zst", InputKind::DockerArchive, 1, &["tar/missing-end"]),
    ("skopeo.oci.tar", InputKind::OciArchive, 1, &["tar/missing-end"]),
    ("skopeo.oci.tar.xz", InputKind::OciArchive, 1, &["tar/missing-end"]),
    ("umoci.oci.tar", InputKind::OciArchive, 1, &["tar/missing-end"]),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wild")
}

pub(crate) fn read(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

#[test]
fn every_archive_is_accepted() {
    let mut faults = Vec::new();
    for &(name, kind, images, warnings) in ARCHIVES {
        let report = check(&read(name));
        let warned = fired(&report, Severity::Warn);
        let as_expected = report.input.kind == kind
            && report.images.len() == images
            && warned == warnings.iter().copied().collect::<BTreeSet<_>>()
            && fired(&report, Severity::Deny).is_empty();
        if !as_expected {
            let (is, has) = (report.input.kind, report.images.len());
            faults.push(format!("{name}: {is:?}, {has} images\n{}", told(&report)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.concat());
}

#[test]
fn every_archive_is_in_the_list() {
    let listed = ARCHIVES.iter().map(|archive| archive.0.to_owned()).collect::<BTreeSet<_>>();
    let names = fs::read_dir(folder())
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap());
    let there = names.filter(|name| name != "make" && name != "README.md").collect::<BTreeSet<_>>();
    assert_eq!(listed, there);
}

/// Docker 26 writes `manifest.json` and `index.json`, which name the same blobs.
#[test]
fn a_flipped_byte_in_what_docker_saved_is_denied() {
    for name in ["docker-save.tar", "docker-save-containerd.tar"] {
        let archive = read(name);
        assert_accepted(&check(&archive), &[], name);
        for (path, member) in members(&archive) {
            if !path.starts_with("blobs/sha256/") || member.data.is_empty() {
                continue;
            }
            for at in member.data.step_by(41) {
                let what = format!("{name}, {path} at {at}");
                assert_denied(&check(&flipped(&archive, at)), &["blob/digest-mismatch"], &what);
            }
        }
    }
}

#[test]
fn a_flipped_byte_in_a_legacy_archive_is_denied() {
    let archive = read("docker-save-20.tar");
    for (path, member) in members(&archive) {
        let by = match () {
            () if path.ends_with("/layer.tar") => "config/diff-id-mismatch",
            () if path.strip_suffix(".json").is_some_and(|id| id != "manifest") => {
                "config/name-mismatch"
            }
            () => continue,
        };
        for at in member.data.step_by(41) {
            let by = [by, "blob/unreadable"];
            assert_denied(&check(&flipped(&archive, at)), &by, &format!("{path} at {at}"));
        }
    }
}
