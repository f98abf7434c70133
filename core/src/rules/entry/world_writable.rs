use crate::{
    model::{EntryKind, Grade},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// In an image layer a regular file that everyone may write, or such a directory without the
    /// sticky bit. It is the lesser case outside of `etc`, `bin`, `sbin`, `lib`, `lib64` and the
    /// same below `usr`. What is setuid as well is told by `entry/setuid-writable`.
    ///
    /// ## Why it matters
    /// Any process of the container may change it, so a service that runs without rights can change
    /// what root runs or reads next.
    ///
    /// ## What to do
    /// Take the bit away in the build: `chmod o-w`.
    ///
    /// ## When it is fine
    /// Data directories for containers that run under any user id.
    WORLD_WRITABLE = "entry/world-writable";
    summary: "anyone may write";
    levels: { layer: Warn / Info, package: Off };
    since: "0.1.0";
    sources: ["POSIX.1-2024 chmod()", "CWE-732"];
    check: Entry(Facts::MODE, check);
}

/// Directories whose contents root runs or trusts.
const TRUSTED: [&[u8]; 5] = [b"bin", b"etc", b"lib", b"lib64", b"sbin"];

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let mode = cx.entry.mode;
    let loose = match cx.entry.kind {
        EntryKind::File | EntryKind::Contiguous => mode & 0o6000 == 0,
        EntryKind::Directory => mode & 0o1000 == 0,
        _ => false,
    };
    if !loose || mode & 0o002 == 0 {
        return;
    }
    let top = cx.entry.path.components().find(|&name| name != b"usr").unwrap_or_default();
    let grade = if TRUSTED.contains(&top) { Grade::Full } else { Grade::Lesser };
    out.report_graded(grade, || {
        Seen::new(cx.place(), format!("{} has the mode {mode:04o}", cx.entry.path))
    });
}
