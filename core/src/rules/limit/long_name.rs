use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A GNU long name or long link larger than the limit `long-name`: 1 MiB where the options do
    /// not say otherwise. It was skipped unread.
    ///
    /// ## Why it matters
    /// GNU tar allocates what the header claims, Go's reader refuses more than 1 MiB. The name of
    /// the next entry is not known here.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no file system has names of that length.
    LONG_NAME = "limit/long-name";
    summary: "GNU long name larger than the limit";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Go archive/tar"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::LongNameTooLarge { size } = cx.anomaly.kind {
        let limit = cx.limits.long_name;
        out.report(|| {
            let message =
                format!("GNU long name of {size} bytes was not read, the limit is {limit}");
            Seen::new(cx.place(), message)
        });
    }
}
