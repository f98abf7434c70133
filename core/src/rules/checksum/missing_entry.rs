use crate::{
    model::{Place, Stream, escape_str},
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::{Algorithm, Lookup},
};

rule! {
    /// ## What it finds
    /// A list of checksums that has no line for the file by an algorithm that counts, or that has
    /// several lines of which nobody can tell which is meant.
    ///
    /// ## Why it matters
    /// A file that the list does not name is not vouched for by it, whatever the list says of
    /// others. `sha256sum -c --ignore-missing` passes where a single other file is in order.
    ///
    /// ## What to do
    /// Give the file the name that the list has for it, or find the list that belongs to the
    /// file. Standard input has no name: write it to a file, or give it one.
    ///
    /// ## When it is fine
    /// Never: without a line nothing was compared.
    MISSING_ENTRY = "checksum/missing-entry";
    summary: "list of checksums does not name the file";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU coreutils manual, sha2 utilities"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    if let Some(message) = missing(cx) {
        out.report(|| Seen::new(Place::whole(Stream::File), message));
    }
}

/// Why nothing was compared.
fn missing(cx: &ChecksumContext<'_>) -> Option<String> {
    let name = escape_str(cx.name);
    match &cx.lookup {
        Lookup::Missing => Some(format!("the list of checksums has no line for {name}")),
        Lookup::Ambiguous(names) => {
            let names: Vec<_> = names.iter().take(3).map(|name| escape_str(name)).collect();
            Some(format!("{name} may be any of several files of the list: {}", names.join(", ")))
        }
        Lookup::Found(entries) if entries.iter().all(|entry| entry.digest().is_none()) => {
            let mut kinds: Vec<String> = entries
                .iter()
                .map(|entry| match &entry.algorithm {
                    Algorithm::Weak(name) => (*name).to_owned(),
                    Algorithm::Other(name) => escape_str(name),
                    Algorithm::Strong(algorithm) => algorithm.name().to_owned(),
                })
                .collect();
            kinds.dedup();
            let kinds = kinds.join(", ");
            Some(format!(
                "the list has {name} only by {kinds}; SHA-256, -384 or -512 must be there"
            ))
        }
        Lookup::Found(entries) if entries.iter().all(|entry| cx.compared(entry).is_none()) => {
            Some(format!("{name} is a folder, and lists of checksums are of files"))
        }
        Lookup::Found(_) => None,
    }
}
