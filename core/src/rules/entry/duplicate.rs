use super::type_changed::differs_in_type;
use crate::{
    model::{EntryKind, Grade},
    rules::{
        EntryContext, Facts, Findings, RepeatContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Two entries of the same normalised path and the same type, other than directories. The
    /// lesser case is where both are certainly equal: symlinks with one target, empty files, and
    /// files up to 1 MiB that hold the same bytes. Contents are compared in an archive that is not
    /// said to be an image or a layer, never in the layers of an image; larger files and hard links
    /// are not compared.
    ///
    /// ## Why it matters
    /// Extractors let the last one win, many scanners and readers that look up a name take the
    /// first: the file that was checked is not the file that is installed. crane refuses any
    /// repeated name.
    ///
    /// ## What to do
    /// Do not unpack the archive if the two differ. Ask the author to pack again.
    ///
    /// ## When it is fine
    /// Archives that were appended to (`tar -r`) hold older versions of a file on purpose. Some
    /// packing tools add equal files twice: pdm-backend its readme and licence, npm what `files`
    /// names as `./dist` and as `dist`. Repeated directories are no finding.
    DUPLICATE = "entry/duplicate";
    summary: "one name twice";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, Extended Description"];
    check: Entry(Facts::HELD, check), Repeat(check_contents);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(earlier) = cx.earlier.filter(|_| !cx.compared) else { return };
    let Some(held) = cx.index.node(earlier.node) else { return };
    if cx.entry.kind == EntryKind::Directory || differs_in_type(held.kind, cx.entry.kind) {
        return;
    }
    let same = match cx.entry.kind {
        EntryKind::Symlink => {
            cx.index.symlink_target(earlier.node) == cx.entry.link_target.as_bytes()
        }
        EntryKind::File | EntryKind::Contiguous => held.empty && cx.entry.size == 0,
        _ => false,
    };
    let grade = if same { Grade::Lesser } else { Grade::Full };
    out.report_graded(grade, || {
        let message = format!("{} {} was there before", cx.entry.kind.name(), cx.entry.path);
        Seen::new(cx.place(), message).with_related(cx.place_of(&earlier))
    });
}

fn check_contents(cx: &RepeatContext<'_>, out: &mut Findings) {
    let (grade, how) =
        if cx.same { (Grade::Lesser, ", with the same contents") } else { (Grade::Full, "") };
    out.report_graded(grade, || {
        let message = format!("{} {} was there before{how}", cx.kind.name(), cx.path);
        Seen::new(cx.place.clone(), message).with_related(cx.earlier.clone())
    });
}
