//! Where bytes come from: a stream that can only be read on, or a file that can be read anywhere.

use std::{
    fs::{File, Metadata},
    io::{self, Read},
    time::SystemTime,
};

use super::{error::Fault, progress::Progress};

/// Bytes read at once: as many as stay in the cache next to the processor until they are parsed, and as a
/// pipe of Linux holds.
const CHUNK: usize = 64 << 10;
/// Bytes read first after a jump: mostly one header is wanted there.
const FIRST: usize = 32 << 10;

/// The bytes of an archive, in order.
pub(super) trait Input {
    /// Fills the front of `buffer`; 0 at the end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Fault>;
    /// Bytes behind those read that need not be read at all; 0 where that cannot be known.
    fn left(&self) -> u64;
    /// Leaves out some of [`left`](Self::left).
    fn skip(&mut self, bytes: u64);
    /// The file and its length, where it can be read at any offset.
    fn file(&self) -> Option<(&File, u64)>;
}

/// A pipe, a device, standard input.
pub(super) struct StreamInput<'a> {
    stream: &'a mut dyn Read,
}

impl<'a> StreamInput<'a> {
    pub(super) fn new(stream: &'a mut dyn Read) -> Self {
        Self { stream }
    }
}

impl Input for StreamInput<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Fault> {
        Ok(retry(|| self.stream.read(buffer))?)
    }

    fn left(&self) -> u64 {
        0
    }

    fn skip(&mut self, _bytes: u64) {}

    fn file(&self) -> Option<(&File, u64)> {
        None
    }
}

/// A regular file, up to the length that it had when it was opened.
#[derive(Clone)]
pub(super) struct FileInput<'a> {
    file: &'a File,
    next: u64,
    end: u64,
    step: usize,
}

impl<'a> FileInput<'a> {
    /// The bytes from `start` up to `end`.
    pub(super) const fn new(file: &'a File, start: u64, end: u64) -> Self {
        Self { file, next: start, end, step: FIRST }
    }
}

impl Input for FileInput<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Fault> {
        let wanted =
            self.step.min(usize::try_from(self.left()).unwrap_or(usize::MAX)).min(buffer.len());
        let buffer = buffer.get_mut(..wanted).unwrap_or_default();
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = retry(|| read_at(self.file, buffer, self.next))?;
        if read == 0 {
            return Err(Fault::changed());
        }
        self.next = self.next.saturating_add(length(read));
        self.step = self.step.saturating_mul(2);
        Ok(read)
    }

    fn left(&self) -> u64 {
        self.end.saturating_sub(self.next)
    }

    fn skip(&mut self, bytes: u64) {
        self.next = self.next.saturating_add(bytes).min(self.end);
        self.step = FIRST;
    }

    fn file(&self) -> Option<(&File, u64)> {
        Some((self.file, self.end))
    }
}

/// Reads an input chunk by chunk; `take` has each and may then leave out what follows.
pub(super) fn read_all<I: Input>(
    input: &mut I,
    progress: &Progress,
    mut take: impl FnMut(&[u8], &mut I) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut buffer = vec![0; CHUNK];
    loop {
        if progress.is_stopped() {
            return Err(Fault::stopped());
        }
        let read = input.read(&mut buffer)?;
        let chunk = buffer.get(..read).unwrap_or_default();
        if chunk.is_empty() {
            return Ok(());
        }
        progress.add(length(read));
        take(chunk, input)?;
    }
}

/// What tells whether a file was written to while it was read.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }

    /// The file is as it was.
    pub(super) fn confirm(&self, file: &File) -> Result<(), Fault> {
        if Self::of(&file.metadata()?) == *self { Ok(()) } else { Err(Fault::changed()) }
    }
}

/// A length in memory as a stream length.
pub(super) fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn retry(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
