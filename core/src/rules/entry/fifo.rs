use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A fifo.
    ///
    /// ## Why it matters
    /// A program that opens it to read its contents hangs until somebody writes to it. Readers agree on
    /// what it is, and some leave it out: Python's `data` filter refuses the archive, npm passes over it.
    ///
    /// ## What to do
    /// Remove it before anything reads the unpacked tree.
    ///
    /// ## When it is fine
    /// Images of init systems that keep their control fifo. Sources whose tests need one: dpkg 1.21.23
    /// has three among its test data.
    FIFO = "entry/fifo";
    summary: "fifo";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::SPECIAL, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.entry.kind == EntryKind::Fifo {
        out.report(|| Seen::new(cx.place(), format!("{} is a fifo", cx.entry.path)));
    }
}
