use crate::{
    graph::{Role, Target},
    model::Grade,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A config, layer, manifest or index that a document refers to and that is not in the
    /// archive. The lesser case is a part of an image for another platform, where the index
    /// that names it also names an image that is whole.
    ///
    /// ## Why it matters
    /// What is missing was not verified. A client that already has a blob of that name, or
    /// fetches it elsewhere, runs something that this archive says nothing about; others
    /// fail half way through loading.
    ///
    /// ## What to do
    /// Make the archive again with all its parts: `skopeo copy --all`, or `docker save`
    /// after pulling every platform that is needed.
    ///
    /// ## When it is fine
    /// Docker and containerd save a multi-platform image with its whole index but only the
    /// platforms that were pulled, so a left-out platform is only worth knowing. A layer
    /// with `urls` need not be there (see manifest/foreign-urls), nor a `subject`.
    MISSING = "blob/missing";
    summary: "blob is referred to and absent";
    levels: { any: Deny / Info };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, Blobs", "containerd core/images/archive, WithSkipMissing"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    // What a manifest is about may be elsewhere.
    if cx.edge.role == Role::Subject {
        return;
    }
    let nameless = cx.edge.target == Target::Nameless && cx.graph.path(cx.edge).is_some();
    if cx.edge.target == Target::Missing || nameless {
        let grade = if cx.edge.partial { Grade::Lesser } else { Grade::Full };
        out.report_graded(grade, || {
            let (role, name) = (cx.edge.role.name(), cx.name());
            let message = if cx.edge.partial {
                format!("{role} {name}, for another platform, is not in the archive")
            } else {
                format!("{role} {name} is not in the archive")
            };
            Seen::new(cx.place(""), message)
        });
    }
}
