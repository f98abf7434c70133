use crate::{
    graph::Target,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A `Config` or `Layers` path of `manifest.json` that leads over a symlink out of the
    /// archive, to nothing, or in a circle.
    ///
    /// ## Why it matters
    /// A loader that unpacks first and then opens the path follows the link to a file of
    /// the host, such as a key, which then becomes readable in a container.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// A link to another member is normal: Docker before 25 wrote one for a layer that is
    /// there twice, and Skopeo does.
    SYMLINK_ESCAPE = "manifest/symlink-escape";
    summary: "member named by manifest.json is a symlink that leaves the archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GHSA-hpxr-w9w7-g4gv", "Docker Image Specification v1.2"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    if cx.graph.path(cx.edge).is_none() {
        return;
    }
    let what = match cx.edge.target {
        Target::Outside { linked: true } => "out of the archive",
        Target::Broken => "to nothing",
        Target::Loop => "in a circle or too far",
        _ => return,
    };
    out.report(|| {
        let message = format!("{} {} leads over a symlink {what}", cx.edge.role.name(), cx.name());
        Seen::new(cx.place(""), message)
    });
}
