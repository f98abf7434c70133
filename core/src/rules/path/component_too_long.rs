use crate::rules::{
    EntryContext, Facts, Findings,
    facts::NAME_MAX,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A component of more than 255 bytes.
    ///
    /// ## Why it matters
    /// Linux file systems take at most 255 bytes (`NAME_MAX`): GNU tar, bsdtar and Python fail at
    /// that entry and leave what came before it on the disk.
    ///
    /// ## What to do
    /// Ask the author for shorter names: that entry cannot be unpacked on Linux.
    ///
    /// ## When it is fine
    /// Only for readers that keep the contents elsewhere than in a file system.
    COMPONENT_TOO_LONG = "path/component-too-long";
    summary: "component of an entry name is too long";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 XBD, limits.h", "Linux limits.h"];
    check: Entry(Facts::LONG_NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let longest = cx.traits.longest;
    if longest > NAME_MAX {
        out.report(|| {
            let message = format!("component of {longest} bytes, Linux takes {NAME_MAX}");
            Seen::new(cx.place(), message)
        });
    }
}
