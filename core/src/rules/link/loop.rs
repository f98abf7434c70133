use crate::{
    model::Grade,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry whose parents lead through a circle of symlinks, or through more of them than are
    /// followed (255 in one name). A symlink to itself that nothing is written through is the
    /// lesser case.
    ///
    /// ## Why it matters
    /// There is no place where the entry could go: GNU tar, bsdtar and Python fail there and leave
    /// what came before it on the disk. A tool that follows links by itself, without counting, does
    /// not end.
    ///
    /// ## What to do
    /// Do not unpack the archive when an entry goes through the circle.
    ///
    /// ## When it is fine
    /// A lone symlink to itself is harmless.
    LOOP = "link/loop";
    summary: "symlinks that lead in a circle";
    levels: { any: Deny / Info };
    since: "0.1.0";
    sources: ["POSIX.1-2024 XBD, Pathname Resolution"];
    check: Entry(Facts::DETOUR.or(Facts::LINK), check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.parents.endless {
        out.report(|| {
            let message =
                format!("name {} goes through more symlinks than are followed", cx.entry.path);
            let seen = Seen::new(cx.place(), message);
            match cx.parents.through {
                Some(symlink) => seen.with_related(cx.place_of_node(symlink)),
                None => seen,
            }
        });
    }
    if cx.symlink().is_some_and(|target| target.meets(cx.parents)) {
        out.report_graded(Grade::Lesser, || {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("symlink {path} -> {target} leads to itself"))
        });
    }
}
