use crate::{
    model::{Place, Stream},
    rules::{
        AllowContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An item of `allow` in the configuration that allowed nothing in this input: no
    /// finding has its rule, its entry and its digest.
    ///
    /// ## Why it matters
    /// What was allowed for a fault that is gone goes on to allow: the next image that
    /// brings a file of that name back with the same fault passes unseen, for a reason that
    /// was given for another one. A typing error in a name or digest looks the same.
    ///
    /// ## What to do
    /// Remove the item where the fault was mended, or correct its name or digest. Names are
    /// written as reports show them, with `*` within a component and `**` across; the digest
    /// of a whole input is only compared where the option `digest` asks for it. To have
    /// such items refused, set this rule to `deny`.
    ///
    /// ## When it is fine
    /// One configuration serves many inputs, and the item is meant for another of them.
    /// It is no more than information for that reason.
    STALE_ALLOW = "policy/stale-allow";
    summary: "allowance without a finding";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["ocivet options"];
    check: Allow(check);
}

fn check(cx: &AllowContext<'_>, out: &mut Findings) {
    for (number, allow) in cx.stale {
        out.report(|| {
            let message = format!("allow[{number}], {allow}, allowed nothing here");
            Seen::new(Place::whole(Stream::File), message)
        });
    }
}
