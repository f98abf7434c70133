use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry whose path was of another type before in the same archive: a directory that becomes
    /// a symlink, a symlink that becomes a directory or a file. Regular files and hard links count
    /// as one type; a path is also a directory where earlier entries stand below it.
    ///
    /// ## Why it matters
    /// Extractors that remember a path as a directory write through the symlink that took its
    /// place, as node-tar did (CVE-2021-37701), and others change mode or owner of what the symlink
    /// points to (CVE-2026-33056).
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never in what is packed from a file system. Archives that were appended to (`tar -r`) may
    /// have it by accident.
    TYPE_CHANGED = "entry/type-changed";
    summary: "path changes its type";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-33056", "CVE-2021-37701"];
    check: Entry(Facts::HELD, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    // The root is told by `path/root-replaced`.
    let Some(before) = cx.index.kind_at(cx.parents).filter(|_| !cx.parents.is_root()) else {
        return;
    };
    if differs_in_type(before, cx.entry.kind) {
        out.report(|| {
            let (before, now) = (before.name(), cx.entry.kind.name());
            let message = format!("{} is now a {now} and was a {before} before", cx.entry.path);
            let seen = Seen::new(cx.place(), message);
            match cx.earlier {
                Some(earlier) => seen.with_related(cx.place_of(&earlier)),
                None => seen,
            }
        });
    }
}

/// Regular files and hard links, which are regular files once more, are one type.
pub(super) fn differs_in_type(before: EntryKind, now: EntryKind) -> bool {
    let is_file = |kind: EntryKind| kind.is_file() || kind == EntryKind::HardLink;
    before != now && !(is_file(before) && is_file(now))
}
