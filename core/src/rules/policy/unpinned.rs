use crate::{
    model::Grade,
    policy::Demand,
    rules::{
        DemandContext, Findings, NameContext, NameOrigin,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name without a digest, or an image that is not the one of a digest that was
    /// expected, where a scope of the policy demands a digest. Milder: a name to fetch by
    /// with a tag alone, where nobody demands more.
    ///
    /// ## Why it matters
    /// A tag can be moved to another image by whoever may push there, a digest cannot.
    /// Engines do not say that a tag leads elsewhere than yesterday.
    ///
    /// ## What to do
    /// Name the digest, `name:tag@sha256:…`; for an archive pass it as an expected digest
    /// (`--expect`).
    ///
    /// ## When it is fine
    /// Where updates by tag are wanted, and no scope demands otherwise.
    UNPINNED = "policy/unpinned";
    summary: "image is not named by its digest";
    levels: { any: Deny / Info };
    since: "0.1.0";
    sources: ["ocivet options"];
    check: Demand(check_demand), Name(check_name);
}

fn check_demand(cx: &DemandContext<'_>, out: &mut Findings) {
    if *cx.demand == Demand::Digest {
        out.report(|| {
            let message =
                format!("{} is not named by its digest, as {} demands", cx.subject, cx.by.by());
            Seen::new(cx.place.clone(), message)
        });
    }
}

fn check_name(cx: &NameContext<'_>, out: &mut Findings) {
    let Some(reference) = cx.name.reference().filter(|_| cx.origin == NameOrigin::Given) else {
        return;
    };
    let demanded = cx.rulings.iter().any(|ruling| ruling.demands.contains(&Demand::Digest));
    // `latest` is told of as such.
    if reference.digest().is_none() && reference.tag() != Some("latest") && !demanded {
        out.report_graded(Grade::Lesser, || {
            let message = format!("{} has a tag, which can be moved, and no digest", cx.subject());
            Seen::new(cx.place.clone(), message)
        });
    }
}
