use crate::{
    policy::Demand,
    rules::{
        DemandContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image without a verified signature, where a scope of the policy or
    /// containers-policy.json demands one.
    ///
    /// ## Why it matters
    /// Digests say that an image is whole, not whose it is. `docker` verifies no signatures
    /// at all since its content trust was taken out.
    ///
    /// ## What to do
    /// Bring the signature and the key with the image. What cannot be shown is denied.
    ///
    /// ## When it is fine
    /// If images of this repository are not signed, a narrower scope without the demand
    /// says so.
    UNSIGNED = "policy/unsigned";
    summary: "image shows no signature";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet options", "containers-policy.json(5)"];
    check: Demand(check);
}

fn check(cx: &DemandContext<'_>, out: &mut Findings) {
    if matches!(cx.demand, Demand::Signature(_)) {
        out.report(|| {
            let message =
                format!("{} shows no {}, as {} demands", cx.subject, cx.demand, cx.by.by());
            Seen::new(cx.place.clone(), message)
        });
    }
}
