use crate::{
    layer::Folding,
    model::{EntryPath, Grade},
    rules::{
        Findings, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Two paths of a package that differ only in case, by the simple case folding of Unicode 15.0.
    /// Of several, each is reported with one of them: the one in lower case if it is there, else
    /// the first. The worse case is where one is a symlink and entries are below another.
    ///
    /// ## Why it matters
    /// Windows and macOS take both for one file: which of the two is left depends on their order. A
    /// symlink `a` and a file `A/hook` together write through the symlink, to wherever it leads: git
    /// ran code from a cloned repository that way (CVE-2021-21300).
    ///
    /// ## What to do
    /// Do not unpack it where case is not told apart; where entries go through a symlink, nowhere.
    /// Ask the author to rename one.
    ///
    /// ## When it is fine
    /// On Linux, as long as no symlink is among them. Sources of the kernel have such files
    /// (`xt_MARK.h` and `xt_mark.h`), as have some test suites.
    CASE_COLLISION = "entry/case-collision";
    summary: "names that differ only in case";
    levels: { layer: Off, package: Deny / Warn };
    since: "0.1.0";
    sources: ["CVE-2021-21300", "CWE-178", "Unicode 15.0, CaseFolding.txt"];
    check: Stream(check);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    for collision in cx.index.collisions(Folding::Case) {
        let grade = if collision.over_symlink { Grade::Full } else { Grade::Lesser };
        out.report_graded(grade, || {
            let [path, first] =
                [collision.node, collision.first].map(|node| EntryPath::new(cx.index.path(node)));
            let way = if collision.over_symlink { ", and a symlink is among them" } else { "" };
            let message = format!("{path} and {first} differ only in case{way}");
            Seen::new(cx.place_of_node(collision.node), message)
                .with_related(cx.place_of_node(collision.first))
        });
    }
}
