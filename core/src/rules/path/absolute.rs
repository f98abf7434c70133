use crate::{
    model::{EntryKind, Grade},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry whose name starts with `/`. In an image layer a single slash is the lesser case.
    /// The root directory itself, written `/`, is no finding: kaniko writes it to keep its mode.
    ///
    /// ## Why it matters
    /// A tool that takes the name as it is writes to that place of the host: Python without a
    /// filter does. GNU tar, bsdtar and the container tools strip leading slashes. A tool that
    /// strips only one is left with an absolute name when there are several, as node-tar was
    /// (CVE-2021-32804).
    ///
    /// ## What to do
    /// In a package: do not unpack it with a tool that keeps absolute names; ask the author for
    /// relative ones. In a layer with several slashes: rebuild the image.
    ///
    /// ## When it is fine
    /// In image layers: ko writes `/ko-app/...` and `/var/run/ko/...`, and every container tool
    /// takes such names from the root of the image. In backups made with `tar -P`.
    ABSOLUTE = "path/absolute";
    summary: "entry name is absolute";
    levels: { layer: Warn / Info, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2021-32804", "POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let name = cx.entry.path.as_bytes();
    if !cx.traits.absolute || (name == b"/" && cx.entry.kind == EntryKind::Directory) {
        return;
    }
    let grade = if name.starts_with(b"//") { Grade::Full } else { Grade::Lesser };
    out.report_graded(grade, || {
        Seen::new(cx.place(), format!("name {} is absolute", cx.entry.path))
    });
}
