//! Ways to bring the same input to the core. All of them must give the same report.

use std::sync::Arc;

use ocivet_core::{
    FileKind, LayoutVerifier, Options, Report, Verifier, check_name,
    parts::{
        Assembler, BlobSummary, BlobVerifier, Folder, Hashers, InlineHashers, MemberInfo,
        OuterEvent, OuterReader,
    },
};

use crate::recipe::{Content, Input, Item};

/// Numbers that look random and are the same in every run (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// A sequence of its own for each seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// One from 0 to `end - 1`; 0 where `end` is.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        mixed.checked_rem(end).and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// How an input is cut into chunks.
#[derive(Clone, Debug)]
pub enum Cut {
    /// Not at all.
    Whole,
    /// Every so many bytes.
    Every(usize),
    /// At places that look random, now and then twice at the same; files of a folder in such an order too.
    Random(Numbers),
}

impl Cut {
    /// Hands `bytes` on in chunks.
    fn chunks(&mut self, bytes: &[u8], sink: &mut dyn FnMut(&[u8])) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = match self {
                Self::Whole => rest.len(),
                Self::Every(length) => *length,
                Self::Random(numbers) => match numbers.below(4) {
                    0 => numbers.below(3),
                    1 => numbers.below(600),
                    2 => numbers.below(40_000),
                    _ => 512,
                },
            };
            let (chunk, after) = rest.split_at(length.min(rest.len()));
            sink(chunk);
            rest = after;
        }
    }
}

/// The report of [`Verifier`] or [`LayoutVerifier`].
pub fn verify(input: &Input, options: &Options, mut cut: Cut) -> Report {
    match input {
        Input::File(bytes) => {
            let mut verifier = Verifier::new(options);
            cut.chunks(bytes, &mut |chunk| {
                let _ = verifier.push(chunk);
            });
            verifier.finish()
        }
        Input::Folder(items) => {
            let mut items: Vec<&Item> = items.iter().collect();
            if let Cut::Random(numbers) = &mut cut {
                numbers.shuffle(&mut items);
            }
            let mut verifier = LayoutVerifier::new(options);
            for item in items {
                match kind(&item.content) {
                    (FileKind::Regular, bytes) => {
                        verifier.begin_file(&item.path, size(bytes));
                        cut.chunks(bytes, &mut |chunk| {
                            let _ = verifier.push(chunk);
                        });
                        verifier.end_file();
                    }
                    (kind, _) => verifier.add_other(&item.path, kind),
                }
            }
            verifier.finish()
        }
        Input::Name(name) => check_name(name, options),
    }
}

/// The report of a driver that jumps over members' contents where it may, verifies the members in another order,
/// and gets their summaries as bytes.
pub fn by_parts(input: &Input, options: &Options, mut numbers: Numbers) -> Report {
    let hashers: Arc<dyn Hashers> = Arc::new(InlineHashers);
    let mut members = Members::default();
    let outer = match input {
        Input::File(bytes) => {
            let mut outer = OuterReader::new(options, &hashers);
            read_outer(bytes, &mut outer, &mut members, &mut numbers);
            outer.finish(&mut |event| members.take(&event))
        }
        Input::Folder(items) => {
            let mut folder = Folder::new(options);
            for item in items {
                let (kind, bytes) = kind(&item.content);
                folder.add(&item.path, kind, size(bytes));
                if kind == FileKind::Regular {
                    let path = ocivet_core::EntryPath::new(&*item.path);
                    members.begin(MemberInfo { number: 0, path, offset: 0 }, size(bytes));
                    members.push(bytes);
                }
            }
            folder.finish()
        }
        Input::Name(name) => return check_name(name, options),
    };
    let mut list = members.list;
    numbers.shuffle(&mut list);
    let mut assembler = Assembler::new(options);
    for member in list {
        let mut blob = BlobVerifier::new(options, &hashers, member.info.clone());
        let data = member.data(input);
        Cut::Random(numbers.clone()).chunks(data, &mut |chunk| blob.push(chunk));
        // As from a thread that shares no memory. One that does not come back is missing in the report.
        let sent = blob.finish().map(|summary| BlobSummary::from_bytes(&summary.to_bytes()));
        if let Some(Ok(summary)) = sent {
            assembler.add(summary);
        }
    }
    assembler.finish(outer)
}

/// Reads an archive, leaving out what may be left out, though not always and not always all of it.
fn read_outer(bytes: &[u8], outer: &mut OuterReader, members: &mut Members, numbers: &mut Numbers) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let skippable = usize::try_from(outer.skippable()).unwrap_or(usize::MAX).min(rest.len());
        let skip = match numbers.below(4) {
            0 => 0,
            1 => numbers.below(skippable + 1),
            _ => skippable,
        };
        if skip > 0 {
            outer.skip(u64::try_from(skip).unwrap_or(u64::MAX));
            members.skip();
        }
        rest = &rest[skip..];
        let (chunk, after) = rest.split_at(numbers.below(1500).min(rest.len()));
        outer.push(chunk, &mut |event| members.take(&event));
        rest = after;
    }
}

#[derive(Debug, Default)]
struct Members {
    list: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    info: MemberInfo,
    size: u64,
    seen: Vec<u8>,
    skipped: bool,
}

impl Members {
    fn take(&mut self, event: &OuterEvent<'_>) {
        match event {
            OuterEvent::Member { info, size } => self.begin(info.clone(), *size),
            OuterEvent::Data(data) => self.push(data),
            OuterEvent::MemberEnd => {}
        }
    }

    fn begin(&mut self, info: MemberInfo, size: u64) {
        self.list.push(Member { info, size, seen: Vec::new(), skipped: false });
    }

    fn push(&mut self, data: &[u8]) {
        if let Some(member) = self.list.last_mut() {
            member.seen.extend_from_slice(data);
        }
    }

    fn skip(&mut self) {
        if let Some(member) = self.list.last_mut() {
            member.skipped = true;
        }
    }
}

impl Member {
    /// Its contents: as they were seen, or from their place in the archive where part of them was left out.
    fn data<'a>(&'a self, input: &'a Input) -> &'a [u8] {
        match input {
            Input::File(archive) if self.skipped => {
                let at =
                    |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(archive.len());
                let start = self.info.offset;
                &archive[at(start)..at(start.saturating_add(self.size))]
            }
            _ => &self.seen,
        }
    }
}

const fn kind(content: &Content) -> (FileKind, &[u8]) {
    match content {
        Content::File(bytes) => (FileKind::Regular, bytes.as_slice()),
        Content::Directory => (FileKind::Directory, &[]),
        Content::Symlink(_) => (FileKind::Symlink, &[]),
        Content::Fifo => (FileKind::Special, &[]),
    }
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
