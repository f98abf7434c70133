use crate::{
    model::Escaped,
    rules::{
        Findings, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A hard link whose target is not there yet and comes later in the archive.
    ///
    /// ## Why it matters
    /// Extractors link to what stands at that name when the link comes: a file that was in the
    /// destination before, one of a lower layer for example, or nothing. GNU tar and bsdtar fail at
    /// the link and go on, Python stops.
    ///
    /// ## What to do
    /// Ask the author to pack again: archivers write the file first.
    ///
    /// ## When it is fine
    /// In archives whose entries were sorted afterwards, for readers that look ahead.
    HARDLINK_FORWARD = "link/hardlink-forward";
    summary: "hard link comes before its target";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 link()", "POSIX.1-2024 pax, ustar Interchange Format"];
    check: Stream(check);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    for link in cx.index.pending() {
        let found = cx.index.find(&link.target).filter(|found| found.node != link.node);
        if let Some(found) = found {
            out.report(|| {
                let message =
                    format!("target {} of the hard link comes after it", Escaped(&link.target));
                Seen::new(cx.place_of_link(link), message).with_related(cx.place_of(&found))
            });
        }
    }
}
