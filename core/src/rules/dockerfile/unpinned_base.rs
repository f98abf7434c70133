use crate::{
    model::{SourceKind, SourceOrigin, escape_str},
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image without digest in `FROM`, `COPY --from` or `RUN --mount`.
    ///
    /// ## Why it matters
    /// Its tag can be moved: the next build takes what the registry names so by then. What
    /// was reviewed or scanned is no longer what is built on.
    ///
    /// ## What to do
    /// Add the digest behind the tag, `debian:12@sha256:…`; the tag is then for people only.
    /// Tools such as Renovate and Dependabot keep both up to date.
    ///
    /// ## When it is fine
    /// Mostly, where the registry is trusted and updates are wanted: it is no more than
    /// information. A policy can require digests for the names that matter.
    UNPINNED_BASE = "dockerfile/unpinned-base";
    summary: "image without a digest";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["Dockerfile reference, FROM"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    for source in &cx.file.sources {
        let is_syntax = source.origin == SourceOrigin::Syntax;
        if source.kind != SourceKind::Image
            || is_syntax
            || source.pinned
            || !source.unset.is_empty()
        {
            continue;
        }
        out.report(|| {
            let name = escape_str(&source.name);
            let only =
                source.only_on.map(|on| format!(", the image for {on},")).unwrap_or_default();
            let message = format!("{} {name}{only} has no digest", source.origin.written());
            Seen::new(DockerfileContext::place(source.span), message)
        });
    }
}
