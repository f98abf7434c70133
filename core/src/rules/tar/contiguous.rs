use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry of typeflag `7`: a file that should be stored in one piece.
    ///
    /// ## Why it matters
    /// All readers list it as a file, but umoci refuses a layer that has one, and no file system
    /// in use knows the kind.
    ///
    /// ## What to do
    /// Nothing, if the tool that unpacks it knows the type.
    ///
    /// ## When it is fine
    /// In archives of systems with such files; ordinary tools write typeflag `0`.
    CONTIGUOUS = "tar/contiguous";
    summary: "contiguous file";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::SPECIAL, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.entry.kind == EntryKind::Contiguous {
        out.report(|| Seen::new(cx.place(), "typeflag is 7, a contiguous file, where 0 would do"));
    }
}
