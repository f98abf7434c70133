use crate::{
    graph::Target,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A `Config` or `Layers` path of `manifest.json` that is absolute or has `..`.
    ///
    /// ## Why it matters
    /// A loader that joins the path to the folder it unpacked to opens a file of the host,
    /// and what stands in it becomes part of an image.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never: paths of `manifest.json` name members of the archive.
    PATH_ESCAPE = "manifest/path-escape";
    summary: "path of manifest.json leaves the archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GHSA-hpxr-w9w7-g4gv", "Docker Image Specification v1.2"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    if cx.edge.target == (Target::Outside { linked: false }) {
        out.report(|| {
            let message = format!("path {} is absolute or has a component ..", cx.name());
            Seen::new(cx.place(""), message)
        });
    }
}
