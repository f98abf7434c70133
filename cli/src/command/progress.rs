//! How far a check is, for somebody who looks at a terminal.

use std::{
    env,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use indicatif::{BinaryBytes, ProgressBar, ProgressStyle};

use super::Streams;
use crate::Progress;

/// Time between two looks at the counters.
const INTERVAL: Duration = Duration::from_millis(100);
/// A check that takes no longer shows nothing.
const PATIENCE: Duration = Duration::from_millis(300);
const KNOWN: &str = "{bytes}/{total_bytes} {bar:24} {binary_bytes_per_sec} {wide_msg}";
const UNKNOWN: &str = "{spinner} {bytes} {binary_bytes_per_sec} {wide_msg}";

/// Whether anybody would see it.
pub(super) fn wanted(quiet: bool, streams: &Streams) -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    streams.errors.is_terminal && !quiet && !set("CI") && !dumb
}

/// Does some work, and shows on the terminal how far it is.
pub(super) fn show_while<T>(shown: bool, progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !shown {
        return work();
    }
    thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        scope.spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                draw(progress, || ended.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout));
            }
        });
        let answer = work();
        drop(done);
        answer
    })
}

fn draw(progress: &Progress, go_on: impl Fn() -> bool) {
    let bar = match progress.total() {
        Some(total) => ProgressBar::new(total).with_style(style(KNOWN)),
        None => ProgressBar::new_spinner().with_style(style(UNKNOWN)),
    };
    while go_on() {
        bar.set_message(progress.member());
        bar.set_position(progress.done());
        bar.tick();
    }
    bar.finish_and_clear();
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// What was done and how fast, in one line.
pub(super) fn summary(name: &str, bytes: u64, time: Duration) -> String {
    let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = bytes.saturating_mul(1000).checked_div(milliseconds).unwrap_or_default();
    format!(
        "{name}: {} in {}.{:03} s, {}/s",
        BinaryBytes(bytes),
        milliseconds / 1000,
        milliseconds % 1000,
        BinaryBytes(rate)
    )
}
