//! Ctrl-C.

use std::io::Write;

/// What a shell says of a process that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Ends the process at once on an interrupt. Nothing is half written then: outputs appear by a rename.
pub(super) fn install() {
    // Where there can be no handler the system's own one ends the process as well.
    let _ = ctrlc::set_handler(|| {
        // Progress may stand on the line.
        let _ = std::io::stderr().flush();
        end()
    });
}

#[expect(clippy::exit, reason = "an interrupt ends whatever is going on")]
fn end() -> ! {
    std::process::exit(INTERRUPTED)
}
