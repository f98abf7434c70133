use crate::{
    model::{Grade, Place, escape_str, to_u64},
    rules::{
        Findings, MergedContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A `WorkingDir` that is a symlink of the image, or lies below one. In the lesser case all links
    /// on the way are relative and stay below the root.
    ///
    /// ## Why it matters
    /// Engines create the working directory, or change its owner, before the container runs. One that
    /// follows the link from outside the container does so at a place of the host.
    ///
    /// ## What to do
    /// Have the author name the directory itself.
    ///
    /// ## When it is fine
    /// When the link and its target belong to the same image, as in `/srv/app -> /opt/app-2`, and the
    /// engine looks the path up inside the container's root.
    WORKDIR_SYMLINK = "config/workdir-symlink";
    summary: "working directory goes through a symlink";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["CVE-2026-55686", "image-spec v1.1 config.md"];
    check: Merged(check);
}

fn check(cx: &MergedContext<'_>, out: &mut Findings) {
    let Some((document, config)) = cx.config() else { return };
    let Some(value) = config.options.working_dir else { return };
    let text = value.as_str().unwrap_or_default();
    let parents = cx.merged.walk(text.as_bytes());
    let last = cx.merged.symlink_at(&parents);
    let Some(symlink) = parents.through.or(last) else { return };
    let end = last.map(|last| cx.merged.follow_symlink(last));
    let leaves = parents.leaves() || end.is_some_and(|end| end.leaves());
    let grade = if leaves { Grade::Full } else { Grade::Lesser };
    let Some(blob) = cx.graph.documents.get(document).map(|document| document.blob) else { return };
    out.report_graded(grade, || {
        let link = cx.describe(symlink);
        let message = format!("working directory {} goes through the {link}", escape_str(&text));
        let place = Place::at(cx.graph.stream, to_u64(value.start()));
        Seen::new(place.with_pointer("/config/WorkingDir").in_blob(blob), message)
            .with_related(cx.place_of_symlink(symlink))
    });
}
