//! The order of a layout's files.

use std::{collections::BTreeSet, sync::Arc};

use ocivet_core::{
    EntryPath, Format,
    parts::{EntryKind, EntryReader, Hashers, InlineHashers, OuterEvent, OuterReader},
};
use ocivet_tests::{
    drive::{Cut, verify},
    recipe::{Content, Input, Item},
};

use crate::case::{Case, assert_same};

/// The files of an archive, as a layout folder, give the same report in any order and any chunks.
pub fn layout_order(data: &[u8]) {
    let case = Case::read(data);
    let mut items = items(&case);
    let sorted = Input::Folder(items.clone());
    let expected = verify(&sorted, &case.options, Cut::Whole).render(Format::Json);
    // The cut at random shuffles the files as well.
    let report = verify(&sorted, &case.options, Cut::Random(case.numbers()));
    assert_same(&expected, &report.render(Format::Json), "shuffled");
    items.reverse();
    let report = verify(&Input::Folder(items), &case.options, Cut::Every(512));
    assert_same(&expected, &report.render(Format::Json), "reversed");
}

/// What a folder could hold of the archive: each place once.
fn items(case: &Case) -> Vec<Item> {
    let mut items = files(case);
    EntryReader::new(&case.options).push(case.bytes(), &mut |entry| {
        let content = match entry.kind {
            EntryKind::Directory => Content::Directory,
            EntryKind::Fifo | EntryKind::CharDevice | EntryKind::BlockDevice => Content::Fifo,
            EntryKind::Symlink => Content::Symlink(Vec::new()),
            _ => return,
        };
        items.push(Item { path: entry.path.as_bytes().to_vec(), content });
    });
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(EntryPath::new(&*item.path).normal()));
    items
}

fn files(case: &Case) -> Vec<Item> {
    let mut files: Vec<Item> = Vec::new();
    let mut take = |event: OuterEvent<'_>| match event {
        OuterEvent::Member { info, .. } => {
            let path = info.path.as_bytes().to_vec();
            files.push(Item { path, content: Content::File(Vec::new()) });
        }
        OuterEvent::Data(data) => {
            if let Some(Item { content: Content::File(bytes), .. }) = files.last_mut() {
                bytes.extend_from_slice(data);
            }
        }
        OuterEvent::MemberEnd => {}
    };
    let hashers: Arc<dyn Hashers> = Arc::new(InlineHashers);
    let mut outer = OuterReader::new(&case.options, &hashers);
    outer.push(case.bytes(), &mut take);
    let _ = outer.finish(&mut take);
    files
}
