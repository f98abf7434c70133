use crate::{
    model::Grade,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A regular file (typeflag `0` or `7`, not the NUL of v7) whose name ends in `/`. Without data
    /// it is the lesser case.
    ///
    /// ## Why it matters
    /// GNU tar, bsdtar and node-tar make a directory of it, Python makes a file. With data GNU tar
    /// and bsdtar also lose their place and look for the next header inside bytes that Python takes
    /// for contents.
    ///
    /// ## What to do
    /// Do not unpack an archive that has such an entry with data. Without data, ask the author to
    /// write directories with typeflag `5`.
    ///
    /// ## When it is fine
    /// An old archiver that marks directories only by the slash writes typeflag NUL and no data:
    /// that is a directory, and no finding.
    TRAILING_SLASH_FILE = "path/trailing-slash-file";
    summary: "regular file whose name ends in a slash";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if !cx.traits.trailing_slash || !cx.entry.kind.is_file() {
        return;
    }
    let size = cx.entry.size.max(cx.entry.stored_size);
    let grade = if size == 0 { Grade::Lesser } else { Grade::Full };
    out.report_graded(grade, || {
        let (kind, path) = (cx.entry.kind.name(), &cx.entry.path);
        let message = format!("{kind} {path} has the name of a directory and a size of {size}");
        Seen::new(cx.place(), message)
    });
}
