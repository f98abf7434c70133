use crate::{
    policy::{Origin, Stance},
    rules::{
        Findings, Name, NameContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name that the policy blocks: by the list `block` of ocivet's own, by `reject` in a
    /// containers-policy.json or by `blocked` in a registries.conf that is read. Also an
    /// image without a name where everything is blocked that is not trusted, and an archive
    /// of a kind that containers-policy.json rejects.
    ///
    /// ## Why it matters
    /// Somebody decided that nothing comes from there. `docker` reads no such list: it has no
    /// way to block a registry, not even the default one.
    ///
    /// ## What to do
    /// Take the image from a trusted registry. `ocivet policy explain NAME` says which scope
    /// decides.
    ///
    /// ## When it is fine
    /// If this image is meant, trust its repository: the narrower scope wins.
    BLOCKED = "policy/blocked";
    summary: "name is blocked";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet options", "containers-policy.json(5)", "containers-registries.conf(5)"];
    check: Name(check);
}

fn check(cx: &NameContext<'_>, out: &mut Findings) {
    for ruling in cx.rulings.iter().filter(|ruling| ruling.stance == Some(Stance::Blocked)) {
        out.report(|| {
            // containers-policy.json asks for no name of what is in a file.
            let subject = match (cx.name, ruling.origin) {
                (Name::None, Origin::Containers) => "image".to_owned(),
                _ => cx.subject(),
            };
            let message = format!("{subject} is blocked by {}", ruling.by());
            Seen::new(cx.place.clone(), message)
        });
    }
}
