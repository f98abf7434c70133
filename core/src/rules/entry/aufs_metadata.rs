use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry named `.wh..wh.aufs`, `.wh..wh.plnk` or `.wh..wh.orph`.
    ///
    /// ## Why it matters
    /// Docker drops these, other tools unpack them: they are left over from the storage driver of
    /// the machine that built the layer.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## When it is fine
    /// In layers that were made on AUFS.
    AUFS_METADATA = "entry/aufs-metadata";
    summary: "file that AUFS kept for itself";
    levels: { layer: Info, package: Off };
    since: "0.1.0";
    sources: ["image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::WHITEOUT, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if matches!(cx.name, b".wh..wh.aufs" | b".wh..wh.plnk" | b".wh..wh.orph") {
        out.report(|| Seen::new(cx.place(), format!("{} belongs to AUFS", cx.entry.path)));
    }
}
