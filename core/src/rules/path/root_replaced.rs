use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry that stands for the root of the archive (`.`, `/`, `a/..`, or a name that earlier
    /// symlinks lead there) and is not a directory.
    ///
    /// ## Why it matters
    /// umoci replaced the root file system by such a symlink and unpacked the later layers where it
    /// pointed: anywhere on the host (CVE-2021-29136). GNU tar and bsdtar refuse the entry, Python
    /// without a filter goes on without a word.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: the root of an archive can only be a directory.
    ROOT_REPLACED = "path/root-replaced";
    summary: "root replaced by something else than a directory";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2021-29136"];
    check: Entry(Facts::HELD, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.parents.is_root() && !cx.traits.climbs && cx.entry.kind != EntryKind::Directory {
        out.report(|| {
            let kind = cx.entry.kind.name();
            let message = format!("{kind} \"{}\" stands for the root", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
