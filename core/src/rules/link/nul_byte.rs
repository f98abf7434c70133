use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A symlink or hard link whose target, from a PAX record or a GNU long link, has a NUL byte
    /// inside.
    ///
    /// ## Why it matters
    /// A reader that cuts the text there and one that keeps it see two different targets. Of names
    /// with a NUL it is known: GNU tar, bsdtar and node-tar cut them, Python and the Rust crate
    /// `tar` keep them whole, and Go fails.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no link can have such a target.
    NUL_BYTE = "link/nul-byte";
    summary: "link target holds a NUL";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.is_link() && cx.entry.link_target.as_bytes().contains(&0) {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("target {target} of {path} holds a NUL"))
        });
    }
}
