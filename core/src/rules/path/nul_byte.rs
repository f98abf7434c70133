use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry whose name, from a PAX record or a GNU long name, has a NUL byte inside.
    ///
    /// ## Why it matters
    /// GNU tar, bsdtar and node-tar cut the name there, Python and the Rust crate `tar` keep it
    /// whole, and Go fails: one entry, two names.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no file system has such a name.
    NUL_BYTE = "path/nul-byte";
    summary: "entry name holds a NUL";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.control && cx.entry.path.as_bytes().contains(&0) {
        out.report(|| Seen::new(cx.place(), format!("name {} holds a NUL", cx.entry.path)));
    }
}
