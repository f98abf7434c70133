//! Damage: every truncation and every flipped bit of small inputs that other tools wrote.
//!
//! What is denied is safe. Of what is not denied, this holds that nothing was lost or changed that a digest, a
//! checksum of the codec or the structure covers, and prints how many bits nothing covers.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "all input is this repository's; the counts are for whoever reads the log"
)]

use std::{
    fs,
    io::Write as _,
    ops::Range,
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use libtest_mimic::{Arguments, Failed, Trial};
use ocivet_core::{Format, Options, Report, Verdict};
use ocivet_tests::{
    cases::folder,
    drive::{Cut, verify},
    recipe::{Input, Recipe},
};
use serde_json::Value;

/// One of each structure, none of more than 20 KiB.
const CUT: [&str; 12] = [
    "bsdtar-pax.tar.gz",
    "bsdtar.tar",
    "buildah.oci.tar",
    "cargo-package.crate",
    "docker-save-containerd.tar",
    "docker-save.tar.gz",
    "gnu-tar-dot.tar.bz2",
    "gnu-tar-pax-sparse.tar",
    "npm-pack.tgz",
    "skopeo-zstd.oci.tar",
    "skopeo.docker.tar.zst",
    "skopeo.oci.tar.xz",
];
/// Fewer, because each bit is a run of the whole verifier: images, and what is compressed.
const FLIPPED: [&str; 7] = [
    "buildah.oci.tar",
    "cargo-package.crate",
    "docker-save.tar.gz",
    "gnu-tar-dot.tar.bz2",
    "npm-pack.tgz",
    "skopeo.docker.tar.zst",
    "skopeo.oci.tar.xz",
];
/// Characters of a digest.
const HEX: usize = 64;

/// How many bits of a kind were flipped, and what was said.
#[derive(Debug, Default)]
struct Counts {
    deny: u64,
    warn: u64,
    pass: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cuts = CUT.map(|name| Trial::test(format!("cut/{name}"), || cut(name)));
    let flips =
        FLIPPED.map(|name| Trial::test(format!("flip/{name}"), || flip(name, &read(name)?)));
    let docker = Trial::test("flip/docker-archive", || flip("docker.tar", &docker_archive()?));
    let vouched = Trial::test("flip with a digest of the whole", flip_what_is_vouched);
    let trials = cuts.into_iter().chain(flips).chain([docker, vouched]);
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// A prefix passes only if zeros alone were cut off that follow all of the data, and is warned of only where the cut
/// is between two entries.
fn cut(name: &str) -> Result<(), Failed> {
    let bytes = read(name)?;
    let whole = images(&judge(&bytes, &Options::default()))?;
    let mut counts = Counts::default();
    for length in 0..bytes.len() {
        let report = judge(&bytes[..length], &Options::default());
        counts.add(report.verdict);
        let is_told = match report.verdict {
            Verdict::Deny => true,
            Verdict::Warn => has(&report, "tar/missing-end", length)?,
            Verdict::Pass => {
                bytes[length..].iter().all(|&byte| byte == 0) && images(&report)? == whole
            }
        };
        if !is_told {
            return Err(format!("{name}: the first {length} bytes are accepted").into());
        }
    }
    println!("{name}, cut at every byte: {counts}");
    Ok(())
}

/// There is a finding of a rule at an offset of the archive.
fn has(report: &Report, rule: &str, offset: usize) -> Result<bool, Failed> {
    let report: Value = serde_json::from_str(&report.render(Format::Json))?;
    let mut findings = report["findings"].as_array().into_iter().flatten();
    Ok(findings.any(|finding| {
        finding["rule"] == rule
            && finding["location"]["offset"].as_u64() == u64::try_from(offset).ok()
    }))
}

/// A bit that a digest covers is never flipped without a denial. Whatever is flipped, an image that is not denied
/// has the digests, sizes and entries that it had, and a compressed file the contents.
fn flip(name: &str, bytes: &[u8]) -> Result<(), Failed> {
    let original = judge(bytes, &Options::default());
    if original.verdict == Verdict::Deny {
        return Err(format!("{name} is denied as it is").into());
    }
    let whole = images(&original)?;
    let contents = decompressed(name, bytes)?;
    let ranges = digested(name, bytes)?;
    let [mut inside, mut outside] = [Counts::default(), Counts::default()];
    for_each_flip(bytes, |index, bit, flipped| {
        let report = judge(flipped, &Options::default());
        let is_covered = ranges.iter().any(|range| range.contains(&index));
        let counts = if is_covered { &mut inside } else { &mut outside };
        counts.add(report.verdict);
        if report.verdict == Verdict::Deny {
            return Ok(());
        }
        if is_covered || images(&report)? != whole || decompressed(name, flipped)? != contents {
            return Err(format!("{name}: bit {bit} of byte {index} is not denied").into());
        }
        Ok(())
    })?;
    println!("{name}, bits that a digest covers: {inside}; others: {outside}");
    Ok(())
}

fn docker_archive() -> Result<Vec<u8>, Failed> {
    match Recipe::parse("kind = 'docker'")?.build()? {
        Input::File(bytes) => Ok(bytes),
        Input::Folder(_) | Input::Name(_) => Err("not a file".into()),
    }
}

/// Where the whole file has an expected digest, that covers every bit.
fn flip_what_is_vouched() -> Result<(), Failed> {
    let bytes = read("npm-pack.tgz")?;
    let report = judge(&bytes, &Options::from_json(r#"{"digest":true}"#)?).render(Format::Json);
    let digest = serde_json::from_str::<Value>(&report)?["input"]["digest"].take();
    let options = Options::from_json(&format!(r#"{{"expect":[{digest}]}}"#))?;
    if judge(&bytes, &options).verdict == Verdict::Deny {
        return Err("the file is denied as it is".into());
    }
    for_each_flip(&bytes, |index, bit, flipped| match judge(flipped, &options).verdict {
        Verdict::Deny => Ok(()),
        _ => Err(format!("bit {bit} of byte {index} is not denied").into()),
    })
}

fn for_each_flip(
    bytes: &[u8],
    mut check: impl FnMut(usize, u8, &[u8]) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let mut flipped = bytes.to_vec();
    for index in 0..bytes.len() {
        for bit in 0..8 {
            flipped[index] ^= 1 << bit;
            check(index, bit, &flipped)?;
            flipped[index] ^= 1 << bit;
        }
    }
    Ok(())
}

/// What the tool makes of a compressed file; nothing of others.
fn decompressed(name: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Failed> {
    let tool = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("gz" | "tgz" | "crate") => "gzip",
        Some("bz2") => "bzip2",
        Some("xz") => "xz",
        Some("zst") => "zstd",
        _ => return Ok(None),
    };
    let mut child = Command::new(tool)
        .args(["-q", "-d", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // What a pipe holds without a reader: none of the files is larger.
    child.stdin.take().ok_or("no pipe")?.write_all(bytes)?;
    Ok(Some(child.wait_with_output()?.stdout))
}

/// What a digest covers of an archive that is not compressed: members that are named by it, or by the manifest of a
/// docker-archive, whose config has the layers' digests.
fn digested(name: &str, bytes: &[u8]) -> Result<Vec<Range<usize>>, Failed> {
    if Path::new(name).extension().is_none_or(|extension| extension != "tar") {
        return Ok(vec![]);
    }
    let mut ranges = Vec::new();
    for entry in tar::Archive::new(bytes).entries()? {
        let entry = entry?;
        let start = usize::try_from(entry.raw_file_position())?;
        if entry.path()?.file_stem().is_some_and(|stem| stem.len() == HEX) {
            ranges.push(start..start + usize::try_from(entry.size())?);
        }
    }
    if ranges.is_empty() { Err("nothing has a digest".into()) } else { Ok(ranges) }
}

fn read(name: &str) -> Result<Vec<u8>, Failed> {
    Ok(fs::read(folder("wild").join(name))?)
}

fn judge(bytes: &[u8], options: &Options) -> Report {
    verify(&Input::File(bytes.to_vec()), options, Cut::Whole)
}

/// What the report says of images, without the names that nothing covers.
fn images(report: &Report) -> Result<Value, Failed> {
    let mut report: Value = serde_json::from_str(&report.render(Format::Json))?;
    let mut images = report["images"].take();
    for image in images.as_array_mut().into_iter().flatten() {
        image["references"] = Value::Null;
    }
    Ok(images)
}

impl Counts {
    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Deny => self.deny += 1,
            Verdict::Warn => self.warn += 1,
            Verdict::Pass => self.pass += 1,
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} denied, {} warned of, {} passed", self.deny, self.warn, self.pass)
    }
}
