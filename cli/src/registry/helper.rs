//! Credential helpers of Docker: programs that keep secrets in the store of the system.
//!
//! Source: docker/docker-credential-helpers, README.md, "Development".

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use ocivet_core::escape_str;

use super::credentials::{Secret, from_helper};

/// Bytes of an answer.
const ANSWER: u64 = 64 << 10;
/// A helper may have to ask the user.
const PATIENCE: Duration = Duration::from_secs(120);
/// What helpers say where they know nothing.
const UNKNOWN: &str = "credentials not found";

/// Asks the helper of that name for a server's credentials.
pub(super) fn ask(name: &str, server: &str) -> Result<Option<Secret>, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if name.is_empty() || !name.bytes().all(plain) {
        return Err(format!("{} is no name of a helper", escape_str(name)));
    }
    let program = format!("docker-credential-{name}");
    let (ended_well, answer) =
        run(&program, server).map_err(|error| format!("{program}: {error}"))?;
    if ended_well {
        let wrong = || format!("{program} gave no user and secret");
        return from_helper(&answer).map(Some).ok_or_else(wrong);
    }
    let said = String::from_utf8_lossy(&answer);
    if said.trim_start().starts_with(UNKNOWN) { Ok(None) } else { Err(format!("{program} failed")) }
}

fn run(program: &str, server: &str) -> std::io::Result<(bool, Vec<u8>)> {
    let mut child = Command::new(program)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // One that does not read has no answer, which is told of below.
        let _ = input.write_all(server.as_bytes());
    }
    let (sender, answers) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        thread::spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(ANSWER).read_to_end(&mut answer);
            // Nobody waits any more where this fails.
            let _ = sender.send(read.map(|_| answer));
        });
    }
    if let Ok(answer) = answers.recv_timeout(PATIENCE) {
        return Ok((child.wait()?.success(), answer?));
    }
    child.kill()?;
    child.wait()?;
    Err(std::io::ErrorKind::TimedOut.into())
}
