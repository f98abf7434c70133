//! Ctrl-C.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// What a shell says of a process that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// A folder of which nothing must stay.
static TEMPORARY: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Ends the process at once on an interrupt. Nothing is half written then: outputs appear by a rename.
pub(super) fn install() {
    // Where there can be no handler the system's own one ends the process as well.
    let _ = ctrlc::set_handler(|| {
        // Progress may stand on the line.
        let _ = std::io::stderr().flush();
        if let Some(folder) = TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // It may be gone already.
            let _ = fs::remove_dir_all(folder);
        }
        end()
    });
}

/// Has a folder removed where an interrupt comes before its owner can.
#[cfg(feature = "fetch")]
pub(super) fn remove_at_interrupt(folder: PathBuf) {
    let mut temporary = TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner);
    *temporary = Some(folder);
}

#[expect(clippy::exit, reason = "an interrupt ends whatever is going on")]
fn end() -> ! {
    std::process::exit(INTERRUPTED)
}
