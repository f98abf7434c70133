use crate::{
    docker::named_digest,
    graph::{Role, blob_name, digest_by},
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A config of a docker-archive whose name is a digest, as in `<64 hex>.json` or
    /// `sha256:<hex>`, and not the digest of its bytes. Configs below `blobs/` have
    /// blob/digest-mismatch.
    ///
    /// ## Why it matters
    /// The digest of the config is the image's id. Engines take it from the name, or
    /// compute it: crane and Skopeo accept an archive in which the two differ, and the
    /// image then runs under another image's id.
    ///
    /// ## What to do
    /// Do not load the image. Save it again.
    ///
    /// ## When it is fine
    /// A name that is no digest, such as `config.json`, promises nothing and is no finding.
    NAME_MISMATCH = "config/name-mismatch";
    summary: "config does not have the digest in its name";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Docker Image Specification v1.2"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let path = cx.graph.path(cx.edge).filter(|_| cx.edge.role == Role::Config);
    let (Some(path), Some(blob)) = (path, cx.blob()) else { return };
    if blob_name(&blob.member.path.normal()).is_some() {
        return;
    }
    let Some(stated) = named_digest(&path.text) else { return };
    let computed = digest_by(&blob.digests, stated.algorithm());
    if computed != Some(stated) {
        out.report(|| {
            let computed = computed.map_or_else(|| "not known".to_owned(), |it| it.to_string());
            let message = format!("digest of the config is {computed}, its name says {stated}");
            Seen::new(cx.place(""), message)
        });
    }
}
