use crate::{
    model::Grade,
    reference::Reference,
    rules::{
        Findings, NameContext, NameOrigin,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name to fetch by that has no registry. Milder without a policy, and where the
    /// policy trusts what the name stands for.
    ///
    /// ## Why it matters
    /// Docker takes `docker.io`, Podman an alias, or one registry after the other until one
    /// has the name. Who can publish on an earlier one decides what runs.
    ///
    /// ## What to do
    /// Write the registry: `docker.io/library/alpine`, not `alpine`.
    ///
    /// ## When it is fine
    /// Where only Docker is used, and the default registry is what you mean.
    UNQUALIFIED = "policy/unqualified";
    summary: "name has no registry";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["distribution/reference 0.6, splitDockerDomain", "containers-registries.conf(5)"];
    check: Name(check);
}

fn check(cx: &NameContext<'_>, out: &mut Findings) {
    let unqualified =
        |reference: &&Reference| cx.origin == NameOrigin::Given && reference.implied().domain;
    let Some(reference) = cx.name.reference().filter(unqualified) else { return };
    let lesser = cx.policy.is_empty() || cx.is_trusted();
    let grade = if lesser { Grade::Lesser } else { Grade::Full };
    out.report_graded(grade, || {
        let docker = format!("it is {} to Docker", reference.name());
        let short = cx.text.split(['@', ':']).next().unwrap_or_default();
        let message = match cx.policy.short_name(short) {
            Some(podman) => format!("name has no registry: {docker}, {podman} to Podman"),
            None => format!("name has no registry: {docker}"),
        };
        Seen::new(cx.place.clone(), message)
    });
}
