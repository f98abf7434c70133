use crate::rules::{
    EntryContext, Facts, Findings, LayeringContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A whiteout with an earlier symlink of the same layer, or one of a lower layer, among its
    /// directories.
    ///
    /// ## Why it matters
    /// A tool that unpacks layers into one tree follows the symlink and removes a file where it
    /// points, on the host if the link leads there.
    ///
    /// ## What to do
    /// Do not use the image.
    ///
    /// ## When it is fine
    /// Never in what is made from a file system: nothing can be removed below a symlink there.
    WHITEOUT_THROUGH_SYMLINK = "entry/whiteout-through-symlink";
    summary: "whiteout below a symlink";
    levels: { layer: Deny, package: Off };
    since: "0.1.0";
    sources: ["image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::WHITEOUT, check), Layering(check_layering);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(symlink) = cx.parents.through.filter(|_| cx.whiteout().is_some()) else { return };
    out.report(|| {
        let link = cx.describe_symlink(symlink);
        let message = format!("whiteout {} goes through the earlier {link}", cx.entry.path);
        Seen::new(cx.place(), message).with_related(cx.place_of_node(symlink))
    });
}

fn check_layering(cx: &LayeringContext<'_>, out: &mut Findings) {
    for whiteout in &cx.applied.whiteouts {
        out.report(|| {
            let place = cx.place(whiteout.number, whiteout.offset);
            let name = place.entry.clone().unwrap_or_default();
            let link = cx.describe(whiteout.link);
            let message = format!("whiteout {name} goes through the {link} of a lower layer");
            Seen::new(place, message).with_related(cx.place_of_symlink(whiteout.link))
        });
    }
}
