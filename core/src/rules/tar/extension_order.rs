use super::extension::extension_name;
use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Two PAX headers, two GNU long names or two GNU long links for one entry, or a global
    /// header between an extension header and its entry. Two with equal contents are only warned
    /// of.
    ///
    /// ## Why it matters
    /// Of two PAX headers Python takes the first, GNU tar, Go and node-tar the last, and bsdtar
    /// and Rust's `tar` refuse: one entry, two names or sizes.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Old versions of GNU tar repeat a long name with the same contents.
    EXTENSION_ORDER = "tar/extension-order";
    summary: "extension headers repeated or out of order";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["GHSA-3pv8-6f4r-ffg2", "POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::ExtensionOrder { typeflag, same } = cx.anomaly.kind {
        let grade = if same { Grade::Lesser } else { Grade::Full };
        out.report_graded(grade, || {
            let name = extension_name(typeflag);
            let message = match (typeflag, same) {
                (b'g', _) => format!("{name} stands between an extension header and its entry"),
                (_, true) => format!("second {name} for one entry, equal to the first"),
                (_, false) => format!("second {name} for one entry"),
            };
            Seen::new(cx.place(), message)
        });
    }
}
