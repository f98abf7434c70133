use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A name that is not UTF-8.
    ///
    /// ## Why it matters
    /// A reader that replaces what it cannot decode, as node-tar does, can turn two names into one,
    /// so that the second file takes the place of the first.
    ///
    /// ## What to do
    /// Ask the author to rename the file, or to write PAX headers, which are UTF-8.
    ///
    /// ## When it is fine
    /// Test data of archivers and file systems, and old archives in Latin-1 or Shift-JIS.
    NOT_UTF8 = "path/not-utf8";
    summary: "entry name is not UTF-8";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.non_ascii && str::from_utf8(cx.entry.path.as_bytes()).is_err() {
        out.report(|| Seen::new(cx.place(), format!("name {} is not UTF-8", cx.entry.path)));
    }
}
