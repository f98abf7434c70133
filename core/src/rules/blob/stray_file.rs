use crate::{
    model::{EntryPath, Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A file of an image archive that is no document, blob or layer, such as a readme or a
    /// signature beside them.
    ///
    /// ## Why it matters
    /// No image tool reads it. It is named so that nobody takes it for part of what was
    /// verified.
    ///
    /// ## What to do
    /// Nothing, if it is known. Otherwise remove it from the archive.
    ///
    /// ## When it is fine
    /// Always, unless something outside the image is told to run or trust it.
    STRAY_FILE = "blob/stray-file";
    summary: "file beside the known ones of an image archive";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, Content"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(graph) = cx.graph else { return };
    for name in &graph.stray {
        out.report(|| {
            let path = EntryPath::new(name.as_slice());
            let place = match graph.members.get(name) {
                Some(member) => Place::at(Stream::Archive, member.offset),
                None => Place::whole(Stream::Archive),
            };
            let message = format!("{path} is no part of an image archive");
            Seen::new(place.with_entry(path), message)
        });
    }
}
