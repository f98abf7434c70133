use crate::{
    model::{Place, Stream, escape_str},
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A file whose digest or size is not the one that stands beside its name in the list of
    /// checksums.
    ///
    /// ## Why it matters
    /// The file is not the one that its publisher listed: it is damaged, it is another version,
    /// or somebody changed it. `sha256sum -c` says so only if it is run, and `docker load` never
    /// looks at the list.
    ///
    /// ## What to do
    /// Fetch the file again. If it stays as it is, fetch the list again from where it is
    /// published, and do not use the file.
    ///
    /// ## When it is fine
    /// Never: a list that is older than the file is of another file.
    MISMATCH = "checksum/mismatch";
    summary: "file is not the one that the list names";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU coreutils manual, sha2 utilities"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    for entry in cx.entries() {
        let Some((listed, actual)) = cx.compared(entry) else { continue };
        if listed != actual {
            let name = escape_str(&entry.name);
            out.report(|| {
                let message = format!("digest is {actual}, the list has {listed} for {name}");
                Seen::new(Place::whole(Stream::File), message).with_related(entry.span.place())
            });
        }
    }
    if let Some((size, span)) = cx.listed_size()
        && size != cx.size
    {
        out.report(|| {
            let message = format!("size is {} bytes, the list says {size}", cx.size);
            Seen::new(Place::whole(Stream::File), message).with_related(span.place())
        });
    }
}
