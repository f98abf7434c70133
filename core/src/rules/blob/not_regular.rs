use crate::{
    graph::Target,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A blob of an image layout that is a directory, a device, a FIFO, or a link that
    /// leads out of the archive, to nothing, or in a circle; and the same for `Config` and
    /// `Layers` of a docker-archive where they are no links.
    ///
    /// ## Why it matters
    /// A reader that opens the name follows it: to a file of the host that then becomes
    /// part of an image, or to a FIFO on which it waits for ever.
    ///
    /// ## What to do
    /// Do not unpack the archive. A layout holds regular files: ask for one that does.
    ///
    /// ## When it is fine
    /// A link to another member of the same archive is no finding. Links of a
    /// docker-archive have a rule of their own: manifest/symlink-escape.
    NOT_REGULAR = "blob/not-regular";
    summary: "blob is no regular file of the archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GHSA-hpxr-w9w7-g4gv", "OCI image-spec 1.1, image-layout.md"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let is_layout = cx.graph.path(cx.edge).is_none();
    let what = match cx.edge.target {
        Target::NotRegular(kind) => format!("a {}", kind.name()),
        Target::Outside { .. } if is_layout => "a link out of the archive".to_owned(),
        Target::Broken if is_layout => "a link to nothing".to_owned(),
        Target::Loop if is_layout => "a link that leads in a circle or too far".to_owned(),
        _ => return,
    };
    out.report(|| {
        let message = format!("{} {} is {what}", cx.edge.role.name(), cx.name());
        Seen::new(cx.place(""), message)
    });
}
