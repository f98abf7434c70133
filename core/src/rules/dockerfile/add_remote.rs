use crate::{
    model::{SourceKind, escape_str},
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// `ADD` of a file by HTTP without `--checksum`, or of a git repository without the
    /// commit in full.
    ///
    /// ## Why it matters
    /// What the server sends on the day of the build goes into the image, whatever it is;
    /// nothing compares it with what was looked at when the line was written. A file that is
    /// a tar archive is not unpacked, but the next line mostly does that.
    ///
    /// ## What to do
    /// `ADD --checksum=sha256:… URL DESTINATION`; for a repository `URL#COMMIT` with all of
    /// its digits, since a tag or branch can be moved.
    ///
    /// ## When it is fine
    /// The file is to be the newest one each time, and something after it checks a signature.
    ADD_REMOTE = "dockerfile/add-remote";
    summary: "ADD from elsewhere without a checksum";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["Dockerfile reference, ADD --checksum", "BuildKit, util/gitutil"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    let remote = cx.file.sources.iter().filter(|source| !source.pinned);
    for source in remote {
        let missing = match source.kind {
            SourceKind::Http => "checksum",
            SourceKind::Git => "commit",
            SourceKind::Image => continue,
        };
        // What may be a file of the build context is no finding of this rule.
        if source.name.is_empty() || !source.name.contains(':') {
            continue;
        }
        out.report(|| {
            let message = format!("ADD {} names no {missing}", escape_str(&source.name));
            Seen::new(DockerfileContext::place(source.span), message)
        });
    }
}
