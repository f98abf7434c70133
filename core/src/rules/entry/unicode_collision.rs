use crate::{
    layer::{Collision, Folding},
    model::EntryPath,
    rules::{
        Findings, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Two paths of a package that are equal after compatibility normalisation (NFKC) and full case
    /// folding, by Unicode 15.0, but not by case alone: `é` in one character and in two, `straße`
    /// and `STRASSE`, the ligature `ﬁ` and `fi`, full-width letters and plain ones. Characters
    /// that HFS+ leaves out, such as the zero-width joiner, do not count. Known are alphabets up to
    /// U+21FF, circled letters, kana, Hangul, ligatures, full and half widths; ideographs, Arabic
    /// presentation forms and mathematical letters are compared as they are.
    ///
    /// ## Why it matters
    /// macOS takes both for one file, and so do readers that normalise names: what was checked
    /// under one name is replaced under the other. node-tar let two such names pass its guard
    /// against writing through a symlink (CVE-2026-23950).
    ///
    /// ## What to do
    /// Do not unpack it on macOS. Ask the author to rename one.
    ///
    /// ## When it is fine
    /// On Linux and Windows, which tell them apart. Test suites for Unicode have such names.
    UNICODE_COLLISION = "entry/unicode-collision";
    summary: "names that some systems take for one";
    levels: { layer: Off, package: Warn };
    since: "0.1.0";
    sources: ["CVE-2026-23950", "CWE-176", "Unicode 15.0, section 3.13, D145", "Apple TN1150"];
    check: Stream(check);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    // In ASCII there is nothing but case.
    if !cx.index.has_foreign_names() {
        return;
    }
    for Collision { node, first, .. } in cx.index.collisions(Folding::Compatible) {
        let [path, other] = [node, first].map(|node| cx.index.path(node));
        if Folding::Case.fold(&path) == Folding::Case.fold(&other) {
            continue;
        }
        out.report(|| {
            let [path, other] = [path, other].map(EntryPath::new);
            let message = format!("{path} and {other} are one name on some systems");
            Seen::new(cx.place_of_node(node), message).with_related(cx.place_of_node(first))
        });
    }
}
