use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A regular file whose mode has the setuid or setgid bit and lets everyone write.
    ///
    /// ## Why it matters
    /// Where the file system or the tool keeps the bit when the file is written, anyone becomes its
    /// owner.
    ///
    /// ## What to do
    /// Rebuild with a tighter mode.
    ///
    /// ## When it is fine
    /// Never.
    SETUID_WRITABLE = "entry/setuid-writable";
    summary: "setuid or setgid file that anyone may write";
    levels: { layer: Warn, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 chmod()"];
    check: Entry(Facts::MODE, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let mode = cx.entry.mode;
    if cx.entry.kind.is_file() && mode & 0o6000 != 0 && mode & 0o002 != 0 {
        out.report(|| Seen::new(cx.place(), format!("{} has the mode {mode:04o}", cx.entry.path)));
    }
}
