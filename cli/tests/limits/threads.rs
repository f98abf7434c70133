//! Threads are no more than was said, and wait without work.

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use libtest_mimic::{Failed, Trial};

use super::tars;

/// Members that are decompressed side by side, where there are threads.
const MEMBERS: usize = 8;
/// Bytes of each: they keep a debug build at work for a while.
const SIZE: usize = 4 << 20;

pub(crate) fn trials() -> Vec<Trial> {
    let jobs =
        [1, 2, 4].map(|jobs| Trial::test(format!("threads_of_{jobs}_jobs"), move || at_most(jobs)));
    let pipe = Trial::test("a_slow_pipe_takes_no_time", || waits("a pipe"));
    jobs.into_iter().chain([pipe]).collect()
}

/// One thread more waits for signals; it never works.
fn at_most(jobs: usize) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("members.tar");
    fs::write(&path, archive()?)?;
    let mut child = start(&["--jobs", &jobs.to_string(), &path.to_string_lossy()], Stdio::null())?;
    let (mut most, mut seen) = (0, 0);
    while child.try_wait()?.is_none() {
        most = most.max(fs::read_dir(of(&child, "task")).map_or(0, Iterator::count));
        seen += 1;
    }
    let line = format!("{most} threads with {jobs} jobs, looked at {seen} times");
    std::io::stderr().write_all(format!("{line}\n").as_bytes())?;
    let all_were_used = jobs == 1 || most > 2;
    if most > 0 && most <= jobs + 1 && all_were_used { Ok(()) } else { Err(line.into()) }
}

/// A tar of members that look like layers.
fn archive() -> std::io::Result<Vec<u8>> {
    let mut layer = Vec::new();
    // Not to be compressed much.
    let noise: Vec<u8> = (0..SIZE).map(|at| (at.wrapping_mul(at) >> 7).to_le_bytes()[0]).collect();
    tars::member(&mut layer, b"file", b'0', &noise)?;
    tars::end(&mut layer)?;
    let mut out = Vec::new();
    for number in 0..MEMBERS {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(1));
        encoder.write_all(&layer)?;
        let name = format!("blobs/sha256/{number}");
        tars::member(&mut out, name.as_bytes(), b'0', &encoder.finish()?)?;
    }
    tars::end(&mut out)?;
    Ok(out)
}

/// Nothing comes for a second: that must not take processor time.
fn waits(what: &str) -> Result<(), Failed> {
    let mut child = start(&["-"], Stdio::piped())?;
    let mut input = child.stdin.take().unwrap();
    input.write_all(&[0; 512])?;
    input.flush()?;
    let began = Instant::now();
    // It is at work once it has read.
    thread::sleep(Duration::from_millis(300));
    let before = ticks(&child)?;
    thread::sleep(Duration::from_secs(1));
    let spent = ticks(&child)? - before;
    drop(input);
    child.wait()?;
    let line = format!("{spent} ticks on {what} in {:?}", began.elapsed());
    if spent <= 2 { Ok(()) } else { Err(line.into()) }
}

fn start(words: &[&str], input: Stdio) -> std::io::Result<Child> {
    Command::new(env!("CARGO_BIN_EXE_ocivet"))
        .args(["check", "--no-config", "--format", "json"])
        .args(words)
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

fn of(child: &Child, name: &str) -> PathBuf {
    PathBuf::from(format!("/proc/{}/{name}", child.id()))
}

/// Processor time, in hundredths of a second (proc(5), `utime` and `stime`).
fn ticks(child: &Child) -> Result<u64, Failed> {
    let stat = fs::read_to_string(of(child, "stat"))?;
    // The name before may hold anything but a closing parenthesis behind its own.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let words: Vec<u64> = rest.split_whitespace().skip(11).take(2).flat_map(str::parse).collect();
    Ok(words.iter().sum())
}
