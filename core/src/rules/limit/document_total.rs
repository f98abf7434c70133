use crate::{
    model::{Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Documents of an image archive that are together longer than the limit
    /// `document-total`, 64 MiB by default. None of them was read then.
    ///
    /// ## Why it matters
    /// They are kept until all members were seen, since an archive may hold them in any
    /// order: their sum is bounded so that the memory is.
    ///
    /// ## What to do
    /// Raise the limit if the archive is known, or verify its images one by one.
    ///
    /// ## When it is fine
    /// A layout in which years of builds are kept.
    DOCUMENT_TOTAL = "limit/document-total";
    summary: "documents are too large together";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet limits"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    if let Some(bytes) = cx.documents_over.filter(|_| cx.kind.is_image()) {
        out.report(|| {
            let limit = cx.limits.document_total;
            let message = format!("documents are {bytes} bytes long, over the limit of {limit}");
            Seen::new(Place::whole(Stream::Archive), message)
        });
    }
}
