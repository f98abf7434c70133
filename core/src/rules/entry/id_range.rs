use crate::rules::{
    EntryContext, Facts, Findings,
    facts::LARGEST_ID,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A user or group id that is negative or over 4294967294 (2^32 - 2).
    ///
    /// ## Why it matters
    /// The system has 32 bits for it: a larger number wraps, to 0 for 4294967296, so that the file
    /// belongs to root, and 4294967295 means to leave the owner as it is.
    ///
    /// ## What to do
    /// Do not unpack the archive as root.
    ///
    /// ## When it is fine
    /// Never. Ids over 2097151 do not fit the octal field and stand in base-256 or a PAX record:
    /// that is normal, and no finding.
    ID_RANGE = "entry/id-range";
    summary: "owner outside the range of ids";
    levels: { layer: Deny, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 chown()", "Linux chown(2)"];
    check: Entry(Facts::NUMBER, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let (uid, gid) = (cx.entry.uid, cx.entry.gid);
    let inside = 0..=LARGEST_ID;
    if !inside.contains(&uid) || !inside.contains(&gid) {
        out.report(|| {
            Seen::new(cx.place(), format!("{} has the owner {uid}:{gid}", cx.entry.path))
        });
    }
}
