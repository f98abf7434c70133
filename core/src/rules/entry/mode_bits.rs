use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A mode with bits over 07777 that name another type of file than the typeflag does. Hard
    /// links are not looked at.
    ///
    /// ## Why it matters
    /// A tool that goes by the mode, as some that were made for `cpio` do, makes something else of
    /// the entry.
    ///
    /// ## What to do
    /// Nothing, if the archive is old.
    ///
    /// ## When it is fine
    /// Old archivers store the whole of `st_mode`: `0100644` for a file agrees with its typeflag,
    /// and is no finding.
    MODE_BITS = "entry/mode-bits";
    summary: "mode disagrees with the typeflag";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::MODE, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let mode = cx.entry.mode;
    let agreed = match cx.entry.kind {
        EntryKind::HardLink => return,
        EntryKind::File | EntryKind::Contiguous => 0o100_000,
        EntryKind::Symlink => 0o120_000,
        EntryKind::CharDevice => 0o020_000,
        EntryKind::BlockDevice => 0o060_000,
        EntryKind::Directory => 0o040_000,
        EntryKind::Fifo => 0o010_000,
    };
    let above = mode & !0o7777;
    if above != 0 && above != agreed {
        out.report(|| {
            let (path, kind) = (&cx.entry.path, cx.entry.kind.name());
            Seen::new(cx.place(), format!("{path} is a {kind} and has the mode {mode:06o}"))
        });
    }
}
