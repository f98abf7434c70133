use crate::rules::{
    Findings, ReferenceContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A blob that is longer or shorter than the `size` of the descriptor that refers to
    /// it.
    ///
    /// ## Why it matters
    /// Clients reserve, limit and compare by that size, each at another moment. Skopeo
    /// copies a blob that is too long and one that is too short without a word; others fail
    /// half way, or read only the first part.
    ///
    /// ## What to do
    /// Do not load the image. Fetch it again: the archive is damaged or its manifest was
    /// written by hand.
    ///
    /// ## When it is fine
    /// Never: whoever writes a descriptor has the blob at hand.
    SIZE_MISMATCH = "blob/size-mismatch";
    summary: "length of a blob is not the size in its descriptor";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, descriptor.md, Properties"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let (Some(blob), Some(size)) = (cx.blob(), cx.descriptor().and_then(|it| it.size)) else {
        return;
    };
    if blob.size != size {
        out.report(|| {
            let length = blob.size;
            let message = format!("{} is {length} bytes long, descriptor says {size}", cx.name());
            Seen::new(cx.place("/size"), message)
        });
    }
}
