use crate::{
    model::EntryPath,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry below a path that was a file, a device or a fifo earlier in the same archive.
    ///
    /// ## Why it matters
    /// Some extractors fail there and leave half of the tree, others replace the file by a
    /// directory: the same archive gives different files.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never in what is packed from a file system.
    PARENT_NOT_DIRECTORY = "entry/parent-not-directory";
    summary: "entry below something that is no directory";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 XBD, Pathname Resolution"];
    check: Entry(Facts::DETOUR, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(parent) = cx.parents.blocked_by else { return };
    let Some(held) = cx.index.node(parent) else { return };
    out.report(|| {
        let message = format!(
            "{} lies below {}, a {}",
            cx.entry.path,
            EntryPath::new(cx.index.path(parent)),
            held.kind.name()
        );
        Seen::new(cx.place(), message).with_related(cx.place_of_node(parent))
    });
}
