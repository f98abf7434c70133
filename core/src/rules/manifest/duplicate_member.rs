use crate::{
    model::{EntryPath, Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Two members of an image archive whose names are the same once `./`, doubled and
    /// trailing slashes are gone: two `manifest.json`, two `index.json`, or one layer
    /// twice. Repeated directories are no finding.
    ///
    /// ## Why it matters
    /// Readers of the stream take the first member of a name, tools that unpack it first
    /// keep the last one. Skopeo takes one of two `manifest.json` without a word, so one
    /// archive is two images.
    ///
    /// ## What to do
    /// Do not load the image. Make the archive again: no image tool writes a member twice.
    ///
    /// ## When it is fine
    /// Never in an image archive.
    DUPLICATE_MEMBER = "manifest/duplicate-member";
    summary: "two members with one name";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(graph) = cx.graph else { return };
    for duplicate in graph.members.duplicates() {
        out.report(|| {
            let path = EntryPath::new(duplicate.name.as_slice());
            let at = |offset| Place::at(Stream::Archive, offset).with_entry(path.clone());
            let message = format!("{path} is there twice");
            Seen::new(at(duplicate.second), message).with_related(at(duplicate.first))
        });
    }
}
