use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A zstd frame that asks for a window, or an xz block that asks for a dictionary, over the
    /// limits `zstd-window` (128 MiB) and `xz-dictionary` (256 MiB). Nothing from there on is
    /// decompressed.
    ///
    /// ## Why it matters
    /// A reader has to hold that much in memory, for each stream it reads at a time: a few bytes of
    /// header can ask for terabytes. Readers have limits of their own and differ in them, zstd at
    /// 128 MiB without `--long`, so some would read on and some would not.
    ///
    /// ## What to do
    /// Ask for an archive that was compressed with ordinary settings, or raise the limit if the
    /// memory is there.
    ///
    /// ## When it is fine
    /// For archives that were made with `zstd --long=28` or more, or with a custom xz preset. `zstd
    /// --ultra -22` asks for 128 MiB and `xz -9` for 64 MiB.
    WINDOW = "limit/window";
    summary: "compressed stream asks for too much memory";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 8878, section 3.1.1.1.2", "The .xz File Format 1.2.1, section 5.3.1"];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Window { asked, limit } = cx.anomaly.kind {
        out.report(|| {
            let message = format!("asks for a window of {asked} bytes, the limit is {limit}");
            Seen::new(cx.place(), message)
        });
    }
}
