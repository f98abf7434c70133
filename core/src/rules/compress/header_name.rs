use crate::{
    model::{Escaped, FramingKind},
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A gzip member whose stored file name (FNAME) holds a slash, a backslash or a control byte,
    /// or is `..`.
    ///
    /// ## Why it matters
    /// `gunzip -N` and libraries that offer the stored name write to it: a name that is a path
    /// leads out of the folder, and control bytes reach the terminal when the name is shown.
    ///
    /// ## What to do
    /// Decompress without `-N`, to a name of your own.
    ///
    /// ## When it is fine
    /// When the name is only a folder on the author's machine, as some libraries store it, and
    /// nobody asks for the stored name. Container engines do not.
    HEADER_NAME = "compress/header-name";
    summary: "name stored in a gzip header is a path";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["RFC 1952, section 2.3.1"];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::HeaderName { name } = &cx.anomaly.kind {
        out.report(|| {
            let name = Escaped(name);
            Seen::new(
                cx.place(),
                format!("gzip header names the file {name}, which is no plain name"),
            )
        });
    }
}
