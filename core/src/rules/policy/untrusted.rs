use crate::rules::{
    Findings, NameContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A name that no scope of the policy takes, where the policy trusts others. Also an
    /// image in an archive that has no name.
    ///
    /// ## Why it matters
    /// Who lists what is trusted wants to hear of the rest. `docker load` gives an image
    /// the names that its archive claims, whoever wrote them.
    ///
    /// ## What to do
    /// Put its registry, namespace or repository into the list `trust`, or take another
    /// image. To have all others refused, block `*`. If you know the name that the input was
    /// fetched by, pass it as `reference`.
    ///
    /// ## When it is fine
    /// Images that were built here and never had a registry.
    UNTRUSTED = "policy/untrusted";
    summary: "name is not among the trusted ones";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["ocivet options"];
    check: Name(check);
}

fn check(cx: &NameContext<'_>, out: &mut Findings) {
    if cx.rulings.iter().all(|ruling| ruling.stance.is_some()) {
        return;
    }
    out.report(|| {
        let message = match (cx.name.reference(), cx.nearest_trusted()) {
            (Some(_), Some(near)) => format!("{} is not trusted; {near} is", cx.subject()),
            (Some(_), None) => format!("{} is not trusted", cx.subject()),
            (None, _) => "image has no name that could be trusted".to_owned(),
        };
        Seen::new(cx.place.clone(), message)
    });
}
