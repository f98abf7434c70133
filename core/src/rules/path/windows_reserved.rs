use crate::{
    model::{Digest, Escaped, is_windows_alias},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A component that Windows does not take as it is: the name of a device (`CON`, `PRN`, `AUX`,
    /// `NUL`, `COM1` to `COM9`, `LPT1` to `LPT9`, with any extension), one that ends in a dot or a
    /// blank, or one with a colon.
    ///
    /// ## Why it matters
    /// On Windows the entry goes to a device, to the file without the trailing dots and blanks, or
    /// into a second data stream of another file: what was checked is not what is written.
    ///
    /// ## What to do
    /// If the package is meant for Windows, ask the author to rename the file. Elsewhere allow the
    /// rule.
    ///
    /// ## When it is fine
    /// In packages that are never unpacked on Windows: the sources of Linux have an `aux.c`, Perl
    /// modules have manual pages such as `App::Cpan.3pm`. A name that is a digest is not reported:
    /// crane names the config of a docker-archive `sha256:…`.
    WINDOWS_RESERVED = "path/windows-reserved";
    summary: "entry name means another file on Windows";
    levels: { layer: Off, package: Warn };
    since: "0.1.0";
    sources: ["Microsoft, Naming Files, Paths, and Namespaces"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let odd = cx.traits.windows_alias || cx.traits.colon;
    if !odd || is_digest(cx.entry.path.as_bytes()) {
        return;
    }
    let mut names = cx.entry.path.components().enumerate();
    if let Some((_, name)) = names.find(|&(number, name)| is_reserved(number, name)) {
        out.report(|| {
            let message = format!("component \"{}\" means another file on Windows", Escaped(name));
            Seen::new(cx.place(), message)
        });
    }
}

/// A drive at the start is told by `path/drive-letter`.
fn is_reserved(number: usize, name: &[u8]) -> bool {
    let behind_drive = match name {
        [letter, b':', rest @ ..] if number == 0 && letter.is_ascii_alphabetic() => rest,
        _ => name,
    };
    is_windows_alias(behind_drive) || behind_drive.contains(&b':')
}

fn is_digest(path: &[u8]) -> bool {
    core::str::from_utf8(path).is_ok_and(|path| Digest::parse(path).is_ok())
}
