use crate::{
    model::escape_str,
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// `ARG`, or `ENV` with a value, whose name ends like that of a secret: `PASSWORD`,
    /// `TOKEN`, `SECRET`, `API_KEY` and others.
    ///
    /// ## Why it matters
    /// Values of arguments stay in the history of the image, and those of the environment in
    /// its config: whoever can pull the image can read them, whatever later layers remove.
    ///
    /// ## What to do
    /// `RUN --mount=type=secret,id=NAME`, which leaves nothing in the image. Set what a
    /// program needs at run time when the container starts.
    ///
    /// ## When it is fine
    /// The value is a placeholder for tests, or public.
    SECRET_IN_ARG = "dockerfile/secret-in-arg";
    summary: "argument or environment named like a secret";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["Docker, build check SecretsUsedInArgOrEnv", "Dockerfile reference, ARG"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    for secret in &cx.file.secrets {
        out.report(|| {
            let name = escape_str(&secret.name);
            let message = format!(
                "{} {name} is named like a secret and stays in the image",
                secret.instruction
            );
            Seen::new(DockerfileContext::place(Some(secret.span)), message)
        });
    }
}
