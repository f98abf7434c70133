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
    /// A name that stands in the list twice with two sums of one kind, or with two sizes.
    ///
    /// ## Why it matters
    /// Some readers take the first line and others the last, and `sha256sum -c` compares with
    /// both: whoever adds a line chooses for some of them.
    ///
    /// ## What to do
    /// Ask the publisher which line is right. Nothing that the list says of that file can be
    /// relied on.
    ///
    /// ## When it is fine
    /// Never in a list that one program wrote. The same line twice is not reported.
    DUPLICATE_NAME = "checksum/duplicate-name";
    summary: "list names a file twice";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU coreutils manual, md5sum invocation"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    for (span, fault) in &cx.list.faults {
        if let LineFault::Duplicate(name) = fault {
            let name = escape_str(name);
            out.report(|| {
                let message = format!("{name} stands in an earlier line with another value");
                Seen::new(span.place(), message)
            });
        }
    }
}
