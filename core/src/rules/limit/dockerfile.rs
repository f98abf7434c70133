use crate::rules::{
    DockerfileContext, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A Dockerfile that is longer than the limit `dockerfile-size`, 512 KiB by default, or
    /// that fetches more than 1000 things. What is over that was not read.
    ///
    /// ## Why it matters
    /// What stands behind the limit may fetch anything.
    ///
    /// ## What to do
    /// Ask what the file is for, or raise the limit if it is known.
    ///
    /// ## When it is fine
    /// Hardly ever: the largest Dockerfiles have some dozens of kilobytes.
    DOCKERFILE = "limit/dockerfile";
    summary: "Dockerfile is too large";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet limits"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    if cx.over {
        out.report(|| {
            let limit = cx.limits.dockerfile_size;
            Seen::new(
                DockerfileContext::place(None),
                format!("file is over the limit of {limit} bytes"),
            )
        });
    }
    if cx.file.too_many {
        out.report(|| {
            let limit = crate::dockerfile::SOURCES;
            Seen::new(
                DockerfileContext::place(None),
                format!("file fetches more than {limit} things"),
            )
        });
    }
}
