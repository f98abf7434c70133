use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A regular file whose mode has the setuid or setgid bit.
    ///
    /// ## Why it matters
    /// Whoever runs it acts as its owner or group. In a package that is unpacked as root this hands
    /// out root.
    ///
    /// ## What to do
    /// In a package, ask what the bit is for. In an image, run containers with `no-new-privileges`
    /// where none of these programs is needed.
    ///
    /// ## When it is fine
    /// `su`, `mount`, `ping` and their like in base images.
    SETUID = "entry/setuid";
    summary: "setuid or setgid file";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 chmod()"];
    check: Entry(Facts::MODE, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let (entry, mode) = (cx.entry, cx.entry.mode);
    if entry.kind.is_file() && mode & 0o6000 != 0 {
        out.report(|| {
            let message = format!(
                "{} has the mode {mode:04o}, owner {}:{}",
                entry.path, entry.uid, entry.gid
            );
            Seen::new(cx.place(), message)
        });
    }
}
