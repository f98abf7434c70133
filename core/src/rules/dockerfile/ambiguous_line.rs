use crate::{
    dockerfile::AmbiguityKind,
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A line that one builder takes for a part of the instruction above it and another one
    /// for an instruction: behind a line that ends in two escapes (`RUN echo \\`), or in a
    /// here-document whose text is nothing but instructions.
    ///
    /// ## Why it matters
    /// Docker up to 20.10 goes on behind two escapes, newer BuildKit does not; builders from
    /// before 2021, and those of other makes, know no here-documents. One of them takes its
    /// image from a `FROM` that the others never see, and whoever reviews the file with a
    /// linter sees one reading only.
    ///
    /// ## What to do
    /// End a line with one escape where it goes on, and with none or with a quoted backslash
    /// where it does not. End a here-document with a word that is no instruction, such as
    /// `EOF`.
    ///
    /// ## When it is fine
    /// Never: the same file builds different images.
    AMBIGUOUS_LINE = "dockerfile/ambiguous-line";
    summary: "line that builders read differently";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["BuildKit, frontend/dockerfile/parser", "Dockerfile reference, escape and here-documents"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    for ambiguity in &cx.file.ambiguities {
        let message = match ambiguity.kind {
            AmbiguityKind::DoubledEscape => {
                "line ends in two escapes: older builders take the next line for a part of it"
            }
            AmbiguityKind::HereDocument => {
                "text of the here-document is instructions to a builder that knows none"
            }
        };
        out.report(|| Seen::new(DockerfileContext::place(Some(ambiguity.span)), message));
    }
}
