//! One archive: the outer stream is read here, its members here or on other threads.

use std::{fs::File, sync::Arc};

use ocivet_core::{
    Options, Report,
    parts::{
        Assembler, BlobSummary, BlobVerifier, MemberInfo, NativeVerifier, OuterEvent, OuterReader,
    },
};

use super::{
    Control,
    error::Fault,
    hashing::ThreadHashers,
    input::{FileInput, Input, read_all},
    pool,
    threads::{Crew, Movable, Taker, Threads},
};

/// Rest of a member for which a thread is worth its start, and a jump in the file its reading.
const LARGE: u64 = 64 << 10;
/// Members that wait for a thread; then they are verified before more are looked for.
const WAITING: usize = 10_000;

/// Reads an input as an archive and verifies its members.
///
/// Where the input can be read at any offset, contents that the outer reader does not need are left out:
/// large members are verified by [`pool`] at the end. Else all bytes go through here.
pub(super) fn check<I: Input>(
    input: &mut I,
    options: &Options,
    control: &Control<'_>,
) -> Result<Report, Fault> {
    let threads = Threads::new(control.jobs.get());
    let mut outer = OuterReader::new(options, &ThreadHashers::shared(&threads));
    let mut members = Members {
        options,
        control,
        threads,
        assembler: Assembler::new(options),
        current: None,
        waiting: Vec::new(),
    };
    read_all(input, control.progress, |chunk, input| {
        outer.push(chunk, &mut |event| members.take(event));
        let rest = outer.skippable().min(input.left());
        if rest >= LARGE && members.leave_out(rest, input.file())? {
            outer.skip(rest);
            input.skip(rest);
        }
        Ok(())
    })?;
    let summary = outer.finish(&mut |event| members.take(event));
    members.verify_waiting(input.file())?;
    Ok(members.assembler.finish(summary))
}

/// The members of one archive.
struct Members<'a> {
    options: &'a Options,
    control: &'a Control<'a>,
    threads: Arc<Threads>,
    assembler: Assembler,
    current: Option<Member>,
    waiting: Vec<Waiting>,
}

/// The member whose contents are being read.
struct Member {
    info: MemberInfo,
    size: u64,
    blob: Movable<BlobVerifier>,
}

/// A member to be read by its place in the file.
struct Waiting {
    info: MemberInfo,
    size: u64,
}

impl Taker for BlobVerifier {
    type Answer = Option<BlobSummary>;

    fn take(&mut self, bytes: &[u8]) {
        self.push(bytes);
    }

    fn close(self) -> Self::Answer {
        self.finish()
    }
}

impl Members<'_> {
    fn take(&mut self, event: OuterEvent<'_>) {
        match event {
            OuterEvent::Member { info, size } => {
                self.control.progress.set_member(info.path.as_bytes());
                let hashers = ThreadHashers::shared(&self.threads);
                let blob = BlobVerifier::new(self.options, &hashers, info.clone());
                let blob = Movable::new(blob, &Crew::new(&self.threads));
                self.current = Some(Member { info, size, blob });
            }
            OuterEvent::Data(data) => {
                if let Some(member) = &mut self.current {
                    member.blob.push(data);
                }
            }
            OuterEvent::MemberEnd => {
                let summary = self.current.take().and_then(|member| member.blob.finish());
                self.add(summary.flatten());
            }
        }
    }

    fn add(&mut self, summary: Option<BlobSummary>) {
        if let Some(summary) = summary {
            self.assembler.add(summary);
        }
    }

    /// Whether the outer reader may leave out the rest of the present contents: they are needed by nobody,
    /// or another thread reads them later.
    fn leave_out(&mut self, rest: u64, file: Option<(&File, u64)>) -> Result<bool, Fault> {
        let matters = |member: &Member| member.blob.here().is_none_or(BlobVerifier::matters);
        if self.current.as_ref().is_some_and(matters) {
            if self.control.jobs.get() == 1 {
                return Ok(false);
            }
            let member = self.current.take();
            self.waiting.extend(member.map(|Member { info, size, .. }| Waiting { info, size }));
            if self.waiting.len() >= WAITING {
                self.verify_waiting(file)?;
            }
        } else {
            self.control.progress.add(rest);
        }
        Ok(true)
    }

    /// Verifies the members that wait, the largest first.
    fn verify_waiting(&mut self, file: Option<(&File, u64)>) -> Result<(), Fault> {
        let Some((file, end)) = file else { return Ok(()) };
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|member| member.size);
        let verify = |Waiting { info, size }| {
            self.control.progress.set_member(info.path.as_bytes());
            let end = info.offset.saturating_add(size).min(end);
            let input = FileInput::new(file, info.offset, end);
            verify_file(info, &input, self.options, &self.threads, self.control)
        };
        let summaries = pool::run(waiting, &self.threads, verify)?;
        for summary in summaries {
            self.add(summary);
        }
        Ok(())
    }
}

/// Verifies one blob that lies in a file; `None` where it does not matter.
///
/// First by native decoders. Where these find the blob odd, the reference reads it once more.
pub(super) fn verify_file(
    info: MemberInfo,
    input: &FileInput<'_>,
    options: &Options,
    threads: &Arc<Threads>,
    control: &Control<'_>,
) -> Result<Option<BlobSummary>, Fault> {
    let mut blob = NativeVerifier::new(options, &ThreadHashers::shared(threads), info.clone());
    read_blob(input.clone(), control, |chunk| {
        blob.push(chunk);
        blob.matters()
    })?;
    if let Ok(summary) = blob.finish() {
        return Ok(summary);
    }
    control.progress.take_back(input.left());
    let mut blob = BlobVerifier::new(options, &ThreadHashers::shared(threads), info);
    read_blob(input.clone(), control, |chunk| {
        blob.push(chunk);
        blob.matters()
    })?;
    Ok(blob.finish())
}

/// Reads a blob up to where `push` says that nothing more matters.
fn read_blob(
    mut input: FileInput<'_>,
    control: &Control<'_>,
    mut push: impl FnMut(&[u8]) -> bool,
) -> Result<(), Fault> {
    read_all(&mut input, control.progress, |chunk, input| {
        if !push(chunk) {
            control.progress.add(input.left());
            input.skip(input.left());
        }
        Ok(())
    })
}
