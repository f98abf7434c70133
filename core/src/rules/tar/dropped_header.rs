use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header that node-tar takes for none and other readers do not: its checksum is one of
    /// signed bytes or has no end, it has a link target and is no link, it is a link without a
    /// target or an extension without a name of its own, or it has a number in base-256 beyond
    /// 53 bits. The finding is a deny where data follows.
    ///
    /// ## Why it matters
    /// node-tar reads the data behind it as headers: a file can hold entries that npm unpacks and
    /// no other reader lists. Behind a dropped extension the entry has another name.
    ///
    /// ## What to do
    /// Do not install the package.
    ///
    /// ## When it is fine
    /// Old Sun and HP-UX systems summed signed characters: for readers other than node-tar.
    DROPPED_HEADER = "tar/dropped-header";
    summary: "header that node-tar drops";
    levels: { layer: Off, package: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::DroppedHeader { reason, data } = cx.anomaly.kind {
        let (grade, then) = if data {
            (Grade::Full, "reads what follows as headers")
        } else {
            (Grade::Lesser, "leaves the entry out")
        };
        out.report_graded(grade, || {
            Seen::new(cx.place(), format!("node-tar drops the header, for {reason}, and {then}"))
        });
    }
}
