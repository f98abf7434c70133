use crate::{
    dockerfile::HiddenKind,
    model::Grade,
    rules::{
        DockerfileContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Text that does not look like what it is: characters that reorder or hide others, a
    /// carriage return within a line, an `escape` directive below the top of the file, where
    /// no builder reads it. The lesser case is a byte that is no UTF-8.
    ///
    /// ## Why it matters
    /// Whoever reviews the file sees another one than the builder reads: a comment that is
    /// an instruction, a name that ends elsewhere, a line that is overwritten on a terminal.
    ///
    /// ## What to do
    /// Remove the characters. Write those that are meant as escapes of the language that
    /// reads them.
    ///
    /// ## When it is fine
    /// Comments in scripts that run from right to left carry marks for that. Joiners and
    /// selectors of emoji are no finding, nor are carriage returns at the ends of lines.
    HIDDEN_TEXT = "dockerfile/hidden-text";
    summary: "text that is not what it looks like";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["CVE-2021-42574", "BuildKit, frontend/dockerfile/parser/directives.go"];
    check: Dockerfile(check);
}

fn check(cx: &DockerfileContext<'_>, out: &mut Findings) {
    for hidden in &cx.file.hidden {
        let grade = match hidden.kind {
            HiddenKind::NoUtf8(_) => Grade::Lesser,
            _ => Grade::Full,
        };
        out.report_graded(grade, || {
            let code = |letter: char| format!("U+{:04X}", u32::from(letter));
            let message = match hidden.kind {
                HiddenKind::Reorders(letter) => {
                    format!("{} changes the order in which text is shown", code(letter))
                }
                HiddenKind::Invisible(letter) => format!("{} cannot be seen", code(letter)),
                HiddenKind::CarriageReturn => {
                    "carriage return within a line hides what stands before it".to_owned()
                }
                HiddenKind::NoUtf8(byte) => format!("byte 0x{byte:02x} is no UTF-8"),
                HiddenKind::UnreadEscape => {
                    "directive escape is not read here: it must stand at the top".to_owned()
                }
            };
            Seen::new(DockerfileContext::place(Some(hidden.span)), message)
        });
    }
}
