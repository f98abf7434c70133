use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A base-256 number that fits into the octal digits of its field.
    ///
    /// ## Why it matters
    /// Base-256 is GNU's extension, which strict readers of ustar do not know; ordinary tools use
    /// it only for what octal cannot hold.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## When it is fine
    /// Some writers use base-256 for whole fields; readers agree on the value.
    NUMBER_ENCODING = "tar/number-encoding";
    summary: "base-256 where octal would do";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::NumberEncoding(field) = cx.anomaly.kind {
        out.report(|| {
            Seen::new(
                cx.place(),
                format!("{} is in base-256 although octal digits hold it", field.name()),
            )
        });
    }
}
