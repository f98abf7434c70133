use crate::{
    model::escape_str,
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::LineFault,
};

rule! {
    /// ## What it finds
    /// A name in the list of checksums that is absolute or has a component `..`.
    ///
    /// ## Why it matters
    /// `sha256sum -c` opens the file by that name: another one than lies beside the list, and one
    /// whose contents it then tells of by a pass or a failure.
    ///
    /// ## What to do
    /// Write the list in the folder of the files, with names below it. Such lines are not used
    /// here.
    ///
    /// ## When it is fine
    /// Lists that somebody made for one machine, of files that do not move.
    PATH_ESCAPE = "checksum/path-escape";
    summary: "name in the list leads elsewhere";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["GNU coreutils manual, md5sum invocation"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    for (span, fault) in &cx.list.faults {
        if let LineFault::PathEscape(name) = fault {
            let name = escape_str(name);
            out.report(|| {
                Seen::new(span.place(), format!("{name} is not below the list's folder"))
            });
        }
    }
}
