use crate::{
    model::{Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image archive with more blobs or members than the limit `blobs`, 50 000 by default. No
    /// image of it was verified then.
    ///
    /// ## Why it matters
    /// What is known of each blob is kept until all were seen, since an archive may hold
    /// its documents in any order: their number is bounded so that the memory is.
    ///
    /// ## What to do
    /// Raise the limit if the archive is known, or verify its images one by one.
    ///
    /// ## When it is fine
    /// A mirror of a registry in one layout.
    BLOBS = "limit/blobs";
    summary: "too many blobs";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet limits"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    if cx.graph.is_some_and(|graph| graph.members.overflow()) {
        out.report(|| {
            let message = format!("archive has more members than the limit of {}", cx.limits.blobs);
            Seen::new(Place::whole(Stream::Archive), message)
        });
    }
    if let Some(blobs) = cx.blobs_over.filter(|_| cx.kind.is_image()) {
        out.report(|| {
            let limit = cx.limits.blobs;
            let message = format!("archive has {blobs} blobs, over the limit of {limit}");
            Seen::new(Place::whole(Stream::Archive), message)
        });
    }
}
