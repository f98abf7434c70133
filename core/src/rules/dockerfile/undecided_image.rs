use crate::{
    dockerfile::Source,
    model::{Grade, SourceKind, escape_str},
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name of an image that is made of variables without a value: `ARG` without default,
    /// or none at all. The lesser case is one that is a good name all the same, and names
    /// outside of this file's build: those behind `ONBUILD`, and sources of `ADD` that the
    /// base image may set.
    ///
    /// ## Why it matters
    /// Which image is pulled is not said here. Whoever builds says it, and nothing in this
    /// file was checked against it. Builders refuse the file where no value is given, so
    /// that nothing is pulled with what was checked.
    ///
    /// ## What to do
    /// Give the argument a default, or check with the values that the build uses: the option
    /// `build-args`, `--build-arg NAME=VALUE` on the command line.
    ///
    /// ## When it is fine
    /// The file is a template, and every use of it is checked with its values.
    UNDECIDED_IMAGE = "dockerfile/undecided-image";
    summary: "image depends on a value that is not given";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["Dockerfile reference, ARG and FROM"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    for source in cx.file.sources.iter().filter(|source| !source.unset.is_empty()) {
        out.report_graded(grade(source), || {
            let names: Vec<String> = source.unset.iter().map(|name| escape_str(name)).collect();
            let name = escape_str(&source.name);
            let left = if name.is_empty() {
                "nothing is left without it".to_owned()
            } else {
                format!("without it the name is {name}")
            };
            let message = format!(
                "{} depends on {}, which has no value here: {left}",
                source.origin.written(),
                names.join(", ")
            );
            Seen::new(DockerfileContext::place(source.span), message)
        });
    }
}

fn grade(source: &Source) -> Grade {
    let elsewhere = source.deferred || source.kind != SourceKind::Image;
    if source.is_decided() || elsewhere { Grade::Lesser } else { Grade::Full }
}
