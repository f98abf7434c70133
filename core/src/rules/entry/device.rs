use crate::{
    model::{EntryKind, Grade},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A block or character device. In an image layer a device below `dev/` is the lesser case. A
    /// character device 0:0 is told by `entry/overlay-whiteout-device`.
    ///
    /// ## Why it matters
    /// Unpacked as root it gives direct access to a disk, to memory or to a terminal of the host,
    /// with the mode and owner that the archive asks for.
    ///
    /// ## What to do
    /// Do not unpack the package as root. In a layer, look at which device it is.
    ///
    /// ## When it is fine
    /// Base images have `dev/null`, `dev/zero` and the like; containers mount their own `/dev` over
    /// them.
    DEVICE = "entry/device";
    summary: "device";
    levels: { layer: Warn / Info, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format", "Linux mknod(2)"];
    check: Entry(Facts::SPECIAL, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let (major, minor) = cx.entry.device;
    match cx.entry.kind {
        EntryKind::BlockDevice => {}
        EntryKind::CharDevice if (major, minor) != (0, 0) => {}
        _ => return,
    }
    let below_dev = cx.traits.depth > 1 && cx.entry.path.components().next() == Some(b"dev");
    let grade = if below_dev { Grade::Lesser } else { Grade::Full };
    out.report_graded(grade, || {
        let kind = cx.entry.kind.name();
        Seen::new(cx.place(), format!("{kind} {} has the numbers {major}:{minor}", cx.entry.path))
    });
}
