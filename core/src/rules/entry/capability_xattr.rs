use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry with the extended attribute `security.capability`.
    ///
    /// ## Why it matters
    /// A program with file capabilities has a part of the rights of root, whoever runs it: the same
    /// power as setuid, and one that `ls -l` does not show.
    ///
    /// ## What to do
    /// In a package, ask what it is for. In an image, know that it is there.
    ///
    /// ## When it is fine
    /// `ping`, `newuidmap` and their like in base images.
    CAPABILITY_XATTR = "entry/capability-xattr";
    summary: "file capabilities";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["Linux capabilities(7)"];
    check: Entry(Facts::XATTRS, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.entry.xattrs.iter().any(|name| name == b"security.capability") {
        out.report(|| Seen::new(cx.place(), format!("{} has file capabilities", cx.entry.path)));
    }
}
