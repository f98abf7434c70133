use crate::{
    policy::Demand,
    rules::{
        DemandContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image without what its scope of the policy demands: a signed statement of a
    /// predicate type, a label or annotation with a value, a platform.
    ///
    /// ## Why it matters
    /// Such a demand carries another one's word on the image: where it was built, what it
    /// was tested for, who answers for it. Labels are the image's own words, and count only
    /// together with a signature or digest.
    ///
    /// ## What to do
    /// Bring the statement with the image (`fetch --referrers`, or `--image-signature`), or
    /// take an image that meets the demand. A statement counts if its subject is the
    /// manifest, an index above it or the input as a whole, and one of the keys signed it.
    ///
    /// ## When it is fine
    /// If images of this repository cannot meet it, a narrower scope says so.
    UNMET = "policy/unmet";
    summary: "image lacks what its scope demands";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet options", "in-toto attestation, spec/v1"];
    check: Demand(check);
}

fn check(cx: &DemandContext<'_>, out: &mut Findings) {
    if matches!(cx.demand, Demand::Attestation(..) | Demand::Label(_) | Demand::Platform(_)) {
        out.report(|| {
            let message =
                format!("{} does not show {}, as {} demands", cx.subject, cx.demand, cx.by.by());
            Seen::new(cx.place.clone(), message)
        });
    }
}
