use crate::rules::{
    Findings, NameContext, NameOrigin,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A name to fetch by that has neither tag nor digest, or the tag `latest` and no
    /// digest.
    ///
    /// ## Why it matters
    /// `latest` is a tag like any other, and it is moved with every release. Docker takes it
    /// where none is given. What was checked today is not what comes tomorrow.
    ///
    /// ## What to do
    /// Name the version, or better the digest: `name:1.2@sha256:…`.
    ///
    /// ## When it is fine
    /// To try something out. Where a scope of the policy demands a digest,
    /// `policy/unpinned` refuses the name.
    UNTAGGED_LATEST = "reference/untagged-latest";
    summary: "name stands for whatever is newest";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["distribution/reference 0.6, TagNameOnly"];
    check: Name(check);
}

fn check(cx: &NameContext<'_>, out: &mut Findings) {
    let Some(reference) = cx.name.reference().filter(|_| cx.origin == NameOrigin::Given) else {
        return;
    };
    if reference.digest().is_none() && reference.tag() == Some("latest") {
        out.report(|| {
            let how =
                if reference.implied().tag { "no tag, which is latest" } else { "tag latest" };
            Seen::new(cx.place.clone(), format!("{} has {how}", reference.name()))
        });
    }
}
