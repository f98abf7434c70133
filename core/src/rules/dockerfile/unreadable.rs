use crate::rules::{
    DockerfileContext, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A Dockerfile that builders refuse: an unknown instruction, a here-document without
    /// its end, a `FROM` without image, variables that expand without end and others.
    ///
    /// ## Why it matters
    /// What cannot be read is not judged. Where another builder reads it all the same, it
    /// fetches what was told nowhere.
    ///
    /// ## What to do
    /// Mend the line. Where the builder that the file is for takes it, report it: ocivet
    /// reads what BuildKit reads.
    ///
    /// ## When it is fine
    /// The file is a template that something else makes a Dockerfile of: check the result.
    UNREADABLE = "dockerfile/unreadable";
    summary: "Dockerfile that builders refuse";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["BuildKit, frontend/dockerfile"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    if cx.not_text {
        out.report(|| {
            Seen::new(
                DockerfileContext::place(None),
                "input is an archive, or compressed, and no Dockerfile",
            )
        });
    }
    for fault in &cx.file.faults {
        out.report(|| Seen::new(DockerfileContext::place(Some(fault.span)), fault.reason.clone()));
    }
}
