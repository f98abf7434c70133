use crate::{
    layer::Spelt,
    model::Place,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name with an empty or `.` component inside (`a//b`, `a/./b`), and an archive in which only
    /// some names begin with `./`. Of the second, the first entry that differs from those before it
    /// is reported, once.
    ///
    /// ## Why it matters
    /// Two spellings of one place pass as two files for a tool that compares names as text: a check
    /// that looks for `etc/passwd` does not see `etc//passwd`, while the file system does.
    ///
    /// ## What to do
    /// Nothing, if you trust the author. Otherwise look at whether the odd names hide what you
    /// searched for.
    ///
    /// ## When it is fine
    /// A leading `./` on every name is what `tar -C dir -c .` writes: no finding, with or without
    /// an entry for `./` itself. Archives put together from several runs of a tool may mix both.
    NOT_CANONICAL = "path/not-canonical";
    summary: "entry name is not spelt canonically";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 XBD, Pathname Resolution"];
    check: Entry(Facts::NAME.or(Facts::SPELLING), check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.not_canonical {
        out.report(|| {
            Seen::new(cx.place(), format!("name {} has an empty or . component", cx.entry.path))
        });
    }
    if let Some((spelt, offset)) = cx.index.spelling().changes_with(&cx.entry.path) {
        out.report(|| {
            let begins = match spelt {
                Spelt::Dotted => "begins",
                Spelt::Plain => "does not begin",
            };
            let path = &cx.entry.path;
            let message = format!("name {path} {begins} with ./, unlike those before it");
            Seen::new(cx.place(), message).with_related(Place::at(cx.stream, offset))
        });
    }
}
