use crate::{
    model::escape_str,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A descriptor with `urls`, places from which a client may fetch the blob instead.
    ///
    /// ## Why it matters
    /// A client that follows them connects to a host that the image's author chose, and
    /// older ones sent it the registry's credentials. The blob need not be in the archive,
    /// so it may not be verified at all.
    ///
    /// ## What to do
    /// Look at the host. Make the archive with the layers inside, where the licence allows
    /// it.
    ///
    /// ## When it is fine
    /// Base layers of old Windows images are kept at Microsoft's hosts this way.
    FOREIGN_URLS = "manifest/foreign-urls";
    summary: "descriptor names other places to fetch from";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["CVE-2020-15157", "OCI image-spec 1.1, descriptor.md, Properties"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let Some(urls) = cx.descriptor().and_then(|it| it.urls) else { return };
    out.report(|| {
        let first = urls.items().next().and_then(|url| url.as_str()).unwrap_or_default();
        let others = match urls.items().count() {
            0 | 1 => String::new(),
            count => format!(" and {} more", count.saturating_sub(1)),
        };
        let message = format!("blob may be fetched from {}{others}", escape_str(&first));
        Seen::new(cx.place("/urls"), message)
    });
}
