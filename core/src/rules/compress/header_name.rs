use crate::{
    model::{Escaped, FramingKind, Grade},
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A gzip member whose stored file name (FNAME) holds a slash, a backslash or a control byte,
    /// or is `..`. The lesser case is a name in a folder below, such as `dist/app-1.0.tar`.
    ///
    /// ## Why it matters
    /// `gunzip -N` and libraries that offer the stored name write to it: a name that is a path
    /// leads out of the folder, and control bytes reach the terminal when the name is shown.
    ///
    /// ## What to do
    /// Decompress without `-N`, to a name of your own.
    ///
    /// ## When it is fine
    /// When the name is only a folder on the author's machine, and nobody asks for the stored name;
    /// container engines do not. Python's distutils stored `dist/NAME.tar` for years, `dist\NAME.tar`
    /// on Windows, in many sdists that are still downloaded; `gunzip -N` drops the folder.
    HEADER_NAME = "compress/header-name";
    summary: "name stored in a gzip header is a path";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["RFC 1952, section 2.3.1"];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::HeaderName { name } = &cx.anomaly.kind {
        let grade = if is_below(name) { Grade::Lesser } else { Grade::Full };
        out.report_graded(grade, || {
            let name = Escaped(name);
            Seen::new(
                cx.place(),
                format!("gzip header names the file {name}, which is no plain name"),
            )
        });
    }
}

/// Whether a name stays in the folder it is used in, on any system, and can be shown.
fn is_below(name: &[u8]) -> bool {
    let is_plain = |part: &[u8]| !matches!(part, b"" | b"." | b"..");
    name.split(|byte| matches!(byte, b'/' | b'\\')).all(is_plain)
        && !name.iter().any(|byte| byte.is_ascii_control() || *byte == b':')
}
