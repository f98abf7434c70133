//! How far a check has come, readable from another thread while it runs.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use ocivet_core::escape;

/// Counters of one check, and the way to end it early.
///
/// Counters are for people to look at: nothing in a report depends on them.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    /// As written: escaped only for those who look.
    member: Mutex<Vec<u8>>,
    stopped: AtomicBool,
}

impl Progress {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes of the input that were verified or found to need no look.
    pub fn done(&self) -> u64 {
        let done = self.done.load(Ordering::Relaxed);
        // A member that moved to another thread had its first bytes read twice.
        self.total().map_or(done, |total| done.min(total))
    }

    /// Bytes of the input, where that is known before its end.
    pub fn total(&self) -> Option<u64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|&total| total > 0)
    }

    /// The member that was begun last, escaped.
    pub fn member(&self) -> String {
        escape(&self.member.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks the check to end: it gives an [`InputError`](super::InputError), never a report.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// [`stop`](Self::stop) was called.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(crate) fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So much is to be read once more.
    pub(crate) fn take_back(&self, bytes: u64) {
        self.done.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Tells how long the input is, where the caller knows. It is for people to look at.
    pub fn expect(&self, bytes: u64) {
        self.total.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn set_member(&self, name: &[u8]) {
        let mut member = self.member.lock().unwrap_or_else(PoisonError::into_inner);
        member.clear();
        member.extend_from_slice(name);
    }
}
