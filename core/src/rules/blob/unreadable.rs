use crate::{
    graph::Target,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A member that a docker-archive names as config or layer, and that is neither a tar,
    /// nor compressed, nor JSON.
    ///
    /// ## Why it matters
    /// Docker decides by content what it reads, and fails or stops early here; another
    /// reader takes the bytes as they are. Nothing in the member could be verified.
    ///
    /// ## What to do
    /// Do not load the image. Make the archive again with the tool that it came from.
    ///
    /// ## When it is fine
    /// Never: a config is JSON and a layer is a tar.
    UNREADABLE = "blob/unreadable";
    summary: "named member can be no part of an image";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Docker Image Specification v1.2"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    if cx.edge.target == Target::Unread {
        out.report(|| {
            let (role, name) = (cx.edge.role.name(), cx.name());
            let message = format!("{role} {name} is neither a tar, nor compressed, nor JSON");
            Seen::new(cx.place(""), message)
        });
    }
}
