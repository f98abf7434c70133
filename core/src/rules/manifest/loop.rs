use crate::rules::{
    Findings, ReferenceContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An index that names itself, directly or through others.
    ///
    /// ## Why it matters
    /// A client that follows indexes without remembering where it was never ends. A loop
    /// needs a blob whose bytes do not have its digest, so such an archive was made on
    /// purpose.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never.
    LOOP = "manifest/loop";
    summary: "index reaches itself";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-index.md"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    if cx.graph.loops.contains(&cx.number) {
        out.report(|| {
            Seen::new(cx.place("/digest"), format!("index {} leads back to here", cx.name()))
        });
    }
}
