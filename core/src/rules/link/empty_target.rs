use crate::{
    model::{EntryKind, Grade},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A symlink or hard link whose target is empty. In a layer a symlink is the lesser case.
    ///
    /// ## Why it matters
    /// Linux cannot make it, and tools do not agree on what to do instead: GNU tar fails, bsdtar
    /// makes an empty file of a hard link, Python and node-tar leave the entry out without a word.
    ///
    /// ## What to do
    /// Ask the author what the link was meant to be.
    ///
    /// ## When it is fine
    /// Never on purpose: the tool that wrote it lost the target.
    EMPTY_TARGET = "link/empty-target";
    summary: "link without a target";
    levels: { layer: Deny / Warn, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 symlink()", "POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.is_link() && cx.entry.link_target.as_bytes().is_empty() {
        let hard = cx.entry.kind == EntryKind::HardLink;
        let grade = if hard { Grade::Full } else { Grade::Lesser };
        out.report_graded(grade, || {
            let kind = cx.entry.kind.name();
            Seen::new(cx.place(), format!("{kind} {} has no target", cx.entry.path))
        });
    }
}
