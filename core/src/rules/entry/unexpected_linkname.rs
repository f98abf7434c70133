use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry that is neither a symlink nor a hard link and has a link target.
    ///
    /// ## Why it matters
    /// node-tar leaves such an entry out, other tools ignore the field: the same archive gives
    /// different files.
    ///
    /// ## What to do
    /// Ask the author to pack again.
    ///
    /// ## When it is fine
    /// Never: no ordinary tool writes it.
    UNEXPECTED_LINKNAME = "entry/unexpected-linkname";
    summary: "link target on something that is no link";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::LINK_NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let target = &cx.entry.link_target;
    if !cx.is_link() && !target.as_bytes().is_empty() {
        out.report(|| {
            let (path, kind) = (&cx.entry.path, cx.entry.kind.name());
            Seen::new(cx.place(), format!("{kind} {path} has the link target {target}"))
        });
    }
}
