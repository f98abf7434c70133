use crate::{
    model::has_drive,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name whose first component begins with a letter and a colon, such as `C:/x` or `c:..\x`,
    /// with or without `/` and `./` before it.
    ///
    /// ## Why it matters
    /// On Windows such a name is absolute, or relative to the current directory of that drive, so a
    /// tool that only strips leading slashes writes outside of its destination, as node-tar did
    /// (CVE-2021-37713).
    ///
    /// ## What to do
    /// Do not unpack the package on Windows.
    ///
    /// ## When it is fine
    /// On Linux, and in image layers for Linux, where a colon is a character like any other.
    DRIVE_LETTER = "path/drive-letter";
    summary: "entry name begins with a Windows drive";
    levels: { layer: Info, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2021-37713", "Microsoft, Naming Files, Paths, and Namespaces"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.colon && has_drive(cx.entry.path.as_bytes()) {
        out.report(|| Seen::new(cx.place(), format!("name {} begins with a drive", cx.entry.path)));
    }
}
