use crate::{
    model::{Grade, escape_str},
    reference::{Reference, ReferencePart},
    rules::{
        Findings, NameContext, NameOrigin,
        naming::Name,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name that is no reference: capitals in the path, `//`, `..`, blanks, control or other
    /// characters beyond the grammar, a name over 255 bytes or a tag over 128. In an archive,
    /// `RepoTags` and the annotation `io.containerd.image.name` must be references; the
    /// annotation `org.opencontainers.image.ref.name` may also be a tag or any text that the
    /// image specification allows there. Milder: what Docker writes or leaves out in
    /// `RepoTags` of images without a name (`<none>:<none>`), a name without tag, a name with
    /// a digest.
    ///
    /// ## Why it matters
    /// Tools disagree on what is no reference: crane and Skopeo take any text in `RepoTags` of a
    /// docker-archive, `docker load` fails half way through, and scripts put the name into
    /// paths and command lines. Letters that cannot be seen make two names look like one.
    ///
    /// ## What to do
    /// Write the name as `registry/namespace/repository:tag`, in small letters. Of an archive
    /// from elsewhere, ask how it came to such a name before you use it.
    ///
    /// ## When it is fine
    /// Never at its full severity. `<none>:<none>` comes from Docker before 1.10.
    INVALID = "reference/invalid";
    summary: "name is no reference";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["distribution/reference 0.6", "OCI image-spec 1.1, annotations.md"];
    check: Name(check);
}

fn check(cx: &NameContext<'_>, out: &mut Findings) {
    let (grade, message) = match cx.name {
        Name::Invalid(_) if cx.origin == NameOrigin::RepoTag && cx.text == "<none>:<none>" => {
            (Grade::Lesser, "name is <none>:<none>, which names nothing".to_owned())
        }
        Name::Invalid(error) => {
            let quoted = if error.part() == ReferencePart::Whole && cx.text.is_empty() {
                String::new()
            } else {
                format!("{}: ", escape_str(cx.text))
            };
            (Grade::Full, format!("{quoted}{error}"))
        }
        Name::Reference(reference) if cx.origin == NameOrigin::RepoTag => {
            let Some(missing) = untaggable(reference) else { return };
            (Grade::Lesser, format!("{} {missing}", escape_str(cx.text)))
        }
        Name::Reference(_) | Name::Label | Name::None => return,
    };
    out.report_graded(grade, || Seen::new(cx.place.clone(), message));
}

/// Why an engine cannot tag an image by a reference.
fn untaggable(reference: &Reference) -> Option<&'static str> {
    if reference.digest().is_some() {
        return Some("has a digest, where a tag is to be given");
    }
    reference.implied().tag.then_some("has no tag")
}
