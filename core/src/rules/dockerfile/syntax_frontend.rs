use crate::{
    model::{Grade, SourceOrigin, escape_str},
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image without digest in the `syntax` directive, in whichever of its forms
    /// (`# syntax=`, below a `#!` line, `// syntax=`, a JSON object). The lesser case is
    /// `docker/dockerfile`, Docker's own.
    ///
    /// ## Why it matters
    /// The builder pulls that image and runs it to read the rest of the file: it decides
    /// what is built, and no reader of the file sees what it does. It looks like a comment.
    ///
    /// ## What to do
    /// Leave the line out, for builders bring a reader of their own, or name it with its
    /// digest.
    ///
    /// ## When it is fine
    /// `docker/dockerfile:1` is what Docker's documentation recommends; it is told since its
    /// tag moves.
    SYNTAX_FRONTEND = "dockerfile/syntax-frontend";
    summary: "program that reads the file has no digest";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["Dockerfile reference, syntax", "BuildKit, frontend/dockerfile/parser/directives.go"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    let named = |source: &&crate::dockerfile::Source| source.origin == SourceOrigin::Syntax;
    for source in cx.file.sources.iter().filter(named).filter(|source| !source.pinned) {
        let grade = if is_docker(&source.name) { Grade::Lesser } else { Grade::Full };
        out.report_graded(grade, || {
            let name = escape_str(&source.name);
            let message = format!("{name} reads this file, is run for that, and has no digest");
            Seen::new(DockerfileContext::place(source.span), message)
        });
    }
}

/// Docker's own, at the default registry.
fn is_docker(name: &str) -> bool {
    crate::reference::Reference::parse(name)
        .is_ok_and(|name| name.registry() == "docker.io" && name.path() == "docker/dockerfile")
}
