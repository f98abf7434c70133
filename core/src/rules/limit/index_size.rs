use crate::{
    model::Place,
    rules::{
        Findings, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An archive whose names and links take more memory than the limit `index-size`: 1 GiB where
    /// the options do not say otherwise, enough for some ten million entries.
    ///
    /// ## Why it matters
    /// ocivet keeps every name of an archive to find duplicates and to follow links. From the
    /// reported entry on it could not, so the rules that need earlier entries saw nothing there,
    /// and the archive cannot be called harmless.
    ///
    /// ## What to do
    /// Raise the limit if the archive is expected to be that large.
    ///
    /// ## When it is fine
    /// Never as it stands: what was not looked at is not known to be good.
    INDEX_SIZE = "limit/index-size";
    summary: "more names than are kept";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CWE-770"];
    check: Stream(check);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    if let Some(offset) = cx.index.full() {
        let limit = cx.limits.index_size;
        out.report(|| {
            let message = format!(
                "names take more than the limit of {limit} bytes, those from here on were not kept"
            );
            Seen::new(Place::at(cx.stream, offset), message)
        });
    }
}
