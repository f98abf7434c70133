use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A modification time before 1970, or more than 2^34 seconds after it (in the year 2514).
    ///
    /// ## Why it matters
    /// Tools do not agree on such a time: node-tar leaves the whole entry out, others keep it.
    ///
    /// ## What to do
    /// Ask the author to set the time.
    ///
    /// ## When it is fine
    /// Files whose time was never set right. A broken clock is enough.
    MTIME_RANGE = "entry/mtime-range";
    summary: "time outside the usual range";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::NUMBER, check);
}

/// What the 34 bits of the octal field and a little sense allow, in seconds.
const LARGEST: i64 = 1 << 34;

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let mtime = cx.entry.mtime;
    if !(0..=LARGEST).contains(&mtime) {
        out.report(|| {
            let message = format!("{} has the time {mtime} seconds", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
