//! Runs the command on a bomb and measures it.

use std::{
    ffi::OsString,
    io::{BufWriter, Read as _, Write},
    process::{Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

use libtest_mimic::{Failed, Trial};
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};
use serde_json::Value;

/// First argument of a run that measures a command: a process of its own, because the system tells only the
/// largest peak of all children.
pub(crate) const WRAP: &str = "--measure";
/// Peak memory for input that is not a million entries, in KiB (design.md, section 7).
pub(crate) const ORDINARY: i64 = 64 << 10;
/// Peak memory for a million entries, in KiB.
pub(crate) const MILLION: i64 = 160 << 10;
/// A report is no bomb itself.
const REPORT: usize = 2 << 20;
/// Processor time below which growth is not judged.
const START: Duration = Duration::from_millis(60);

/// Writes a bomb of a size.
pub(crate) type Make = fn(&mut dyn Write, u64) -> std::io::Result<()>;

/// Input that is made to take memory or time.
pub(crate) struct Bomb {
    name: &'static str,
    make: Make,
    /// How much of it: entries, members, or what its maker counts.
    count: u64,
    arguments: &'static str,
    /// The rule that fires, at the severity that the verdict is.
    rule: Option<&'static str>,
    findings: u64,
    peak: i64,
}

impl Bomb {
    pub(crate) const fn new(name: &'static str, make: Make, count: u64) -> Self {
        Self { name, make, count, arguments: "", rule: None, findings: 0, peak: ORDINARY }
    }

    /// A rule that it fires.
    pub(crate) const fn fires(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Findings of that rule that are counted, whether or not the report shows them.
    pub(crate) const fn counted(mut self, findings: u64) -> Self {
        self.findings = findings;
        self
    }

    /// Arguments of the command.
    pub(crate) const fn with(mut self, arguments: &'static str) -> Self {
        self.arguments = arguments;
        self
    }

    /// What the command may take, in KiB.
    pub(crate) const fn within(mut self, peak: i64) -> Self {
        self.peak = peak;
        self
    }

    pub(crate) fn into_trial(self) -> Trial {
        Trial::test(self.name, move || self.run())
    }

    fn run(&self) -> Result<(), Failed> {
        let sixteenth = self.measure(self.count / 16)?;
        let quarter = self.measure(self.count / 4)?;
        let whole = self.measure(self.count)?;
        let line = format!(
            "{}: peak {} KiB, {:?}, a quarter of it {:?}, a sixteenth {:?}, report {} bytes",
            self.name, whole.peak, whole.time, quarter.time, sixteenth.time, whole.length
        );
        std::io::stderr().write_all(format!("{line}\n").as_bytes())?;
        check(whole.peak <= self.peak, &format!("{line}: more than {} KiB", self.peak))?;
        check(whole.length <= REPORT, &format!("{line}: too long"))?;
        for (more, less) in [(&whole, &quarter), (&quarter, &sixteenth)] {
            check(more.time <= less.time.max(START) * 9, &format!("{line}: not linear"))?;
        }
        self.check_report(&whole.report)
    }

    fn check_report(&self, report: &Value) -> Result<(), Failed> {
        let Some(rule) = self.rule else { return Ok(()) };
        let of_rule = |item: &&Value| item["rule"] == rule;
        let shown = report["findings"].as_array().unwrap().iter().filter(of_rule).count();
        let omitted = report["omitted"].as_array().into_iter().flatten().filter(of_rule);
        let omitted: u64 = omitted.filter_map(|item| item["count"].as_u64()).sum();
        let shown = u64::try_from(shown).unwrap();
        check(shown > 0, &format!("{}: {rule} did not fire: {report}", self.name))?;
        let total = shown + omitted;
        let expected = self.findings == 0 || total == self.findings;
        check(expected, &format!("{}: {total} findings of {rule}", self.name))
    }

    fn measure(&self, count: u64) -> Result<Measured, Failed> {
        let mut child = Command::new(std::env::current_exe()?)
            .args([WRAP, env!("CARGO_BIN_EXE_ocivet"), "check", "-", "--no-config"])
            .args(["--format", "json"])
            .args(self.arguments.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (mut stdin, make) = (child.stdin.take().unwrap(), self.make);
        let writer = thread::spawn(move || {
            // A check that has seen enough closes the pipe.
            let mut out = BufWriter::with_capacity(1 << 16, &mut stdin);
            let _ = make(&mut out, count).and_then(|()| out.flush());
        });
        let mut errors = child.stderr.take().unwrap();
        let mut report = Vec::new();
        child.stdout.take().unwrap().read_to_end(&mut report)?;
        let mut text = String::new();
        errors.read_to_string(&mut text)?;
        child.wait()?;
        writer.join().map_err(|_| Failed::from("the bomb was not made"))?;
        Measured::of(&text, &report).ok_or_else(|| Failed::from(format!("no measure: {text}")))
    }
}

fn check(holds: bool, message: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(Failed::from(message)) }
}

struct Measured {
    peak: i64,
    time: Duration,
    length: usize,
    report: Value,
}

impl Measured {
    fn of(line: &str, report: &[u8]) -> Option<Self> {
        let mut words = line.split_whitespace().map(str::parse::<u64>);
        let mut next = || words.next()?.ok();
        let (code, peak, micros) = (next()?, next()?, next()?);
        Some(Self {
            peak: i64::try_from(peak).ok()?,
            time: Duration::from_micros(micros),
            length: report.len(),
            report: serde_json::from_slice(report).ok().filter(|_| code <= 1)?,
        })
    }
}

/// Runs a command and tells on standard error its exit code, peak memory in KiB and processor time in µs.
pub(crate) fn wrap(command: &[OsString]) -> ExitCode {
    let (program, arguments) = command.split_first().unwrap();
    let status = Command::new(program).args(arguments).status().unwrap();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let code = status.code().unwrap_or(101);
    let kibibytes = if cfg!(target_os = "macos") { usage.max_rss() >> 10 } else { usage.max_rss() };
    let line = format!("{code} {kibibytes} {micros}");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    ExitCode::SUCCESS
}
