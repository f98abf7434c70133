//! Brings the bytes of one blob or file to their place, from wherever the last try ended.

use std::time::Duration;

use ocivet_core::{
    Digest, DigestAlgorithm,
    parts::{Hasher, Hashers as _, InlineHashers},
};

use super::{
    FetchError,
    store::{Slot, read_exact_at, write_all_at},
};
use crate::{
    Progress,
    registry::{Pace, RegistryError, Response, Retries, misbehaved, read},
};

/// Bytes read at once.
const CHUNK: usize = 128 << 10;
/// Bytes that a try must have brought for the tries to count anew.
const HEADWAY: u64 = 4 << 20;

/// What is brought.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// For messages, escaped.
    pub(super) name: String,
    /// Bytes, where that is known; else the first answer says.
    pub(super) size: Option<u64>,
    /// Bytes that there may be where it is not.
    pub(super) limit: u64,
    /// The digest, where that is known.
    pub(super) digest: Option<Digest>,
}

/// How it is brought.
pub(super) struct Means<'a> {
    /// Asks for the bytes from an offset on.
    pub(super) ask: &'a dyn Fn(u64) -> Result<Response, RegistryError>,
    pub(super) retries: &'a dyn Fn() -> Retries,
    pub(super) patience: Duration,
    pub(super) progress: &'a Progress,
}

/// Fills a slot, and verifies it from its first byte on. Gives the number of bytes.
///
/// # Errors
/// Bytes that are not those of the digest or size are dropped; others stay for the next try.
pub(super) fn fill(slot: &Slot, wanted: &Wanted, means: &Means<'_>) -> Result<u64, FetchError> {
    let algorithm = wanted.digest.map_or(DigestAlgorithm::Sha256, |digest| digest.algorithm());
    let (length, hasher, pieced) = (0, None, false);
    let mut filling = Filling { slot, wanted, means, algorithm, length, hasher, pieced };
    filling.take_over(slot.present(wanted.size.unwrap_or(u64::MAX))?)?;
    filling.complete()?;
    let pieced = filling.pieced;
    match filling.verify() {
        // What was there from before may have been changed since, and two servers may have two states.
        Err(_) if pieced => {
            filling.restart()?;
            filling.complete()?;
            filling.verify()?;
        }
        verified => verified?,
    }
    Ok(filling.length)
}

struct Filling<'a> {
    slot: &'a Slot,
    wanted: &'a Wanted,
    means: &'a Means<'a>,
    algorithm: DigestAlgorithm,
    /// Bytes that are there, all of which the hasher had.
    length: u64,
    hasher: Option<Box<dyn Hasher>>,
    /// The bytes are not all from one answer.
    pieced: bool,
}

impl Filling<'_> {
    fn hash(&mut self, bytes: &[u8]) {
        let new = || InlineHashers.hasher(self.algorithm);
        self.hasher.get_or_insert_with(new).update(bytes);
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.length = self.length.saturating_add(count);
        self.means.progress.add(count);
    }

    /// Hashes what is there from an earlier try.
    fn take_over(&mut self, present: u64) -> Result<(), FetchError> {
        self.pieced = present > 0;
        let mut buffer = vec![0; CHUNK];
        while self.length < present {
            let rest = usize::try_from(present.saturating_sub(self.length)).unwrap_or(CHUNK);
            let part = buffer.get_mut(..rest.min(CHUNK)).unwrap_or_default();
            read_exact_at(&self.slot.file, part, self.slot.offset.saturating_add(self.length))?;
            let part = buffer.get(..rest.min(CHUNK)).unwrap_or_default();
            self.hash(part);
        }
        Ok(())
    }

    fn restart(&mut self) -> Result<(), FetchError> {
        self.slot.cut(0)?;
        self.length = 0;
        self.hasher = None;
        self.pieced = false;
        Ok(())
    }

    /// Asks until all bytes are there.
    fn complete(&mut self) -> Result<(), FetchError> {
        let mut retries = (self.means.retries)();
        while self.wanted.size.is_none_or(|size| self.length < size) {
            let before = self.length;
            match self.attempt() {
                Ok(()) => return Ok(()),
                Err(FetchError::Registry(error)) => {
                    if self.length.saturating_sub(before) >= HEADWAY {
                        retries = (self.means.retries)();
                    }
                    retries.wait(error)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn attempt(&mut self) -> Result<(), FetchError> {
        let answer = (self.means.ask)(self.length);
        let mut response = answer?;
        let end = self.begin(&response)?;
        let mut pace = Pace::new(self.means.patience);
        let mut buffer = vec![0; CHUNK];
        loop {
            let count = read(&mut response.body, &mut buffer, &self.wanted.name)?;
            let chunk = buffer.get(..count).unwrap_or_default();
            if chunk.is_empty() {
                break;
            }
            self.take(chunk)?;
            pace.add(count, &self.wanted.name)?;
        }
        match end {
            Some(end) if self.length < end => {
                let what =
                    format!("{} broke off after {} of {end} bytes", self.wanted.name, self.length);
                Err(RegistryError::transient(what, "start again: what is there already is kept")
                    .into())
            }
            _ => Ok(()),
        }
    }

    /// Looks at the head of an answer: from where its bytes are, and where they end.
    fn begin(&mut self, response: &Response) -> Result<Option<u64>, FetchError> {
        let name = &self.wanted.name;
        let size = response.header("content-length").and_then(|text| text.parse::<u64>().ok());
        if response.status == 206 {
            let range = response.header("content-range").and_then(content_range);
            let Some((_, total)) = range.filter(|(start, _)| *start == self.length) else {
                return Err(
                    misbehaved(format!("{name} came from another offset than asked for")).into()
                );
            };
            if self.wanted.size.is_some_and(|size| size != total) {
                return Err(self.wrong_size(total));
            }
            self.pieced |= self.length > 0;
            return Ok(Some(total));
        }
        if self.length > 0 {
            self.restart()?;
        }
        if let (Some(size), Some(wanted)) = (size, self.wanted.size)
            && size != wanted
        {
            return Err(self.wrong_size(size));
        }
        Ok(self.wanted.size.or(size))
    }

    fn wrong_size(&self, size: u64) -> FetchError {
        let wanted = self.wanted.size.unwrap_or_default();
        misbehaved(format!("{} has {size} bytes, its descriptor says {wanted}", self.wanted.name))
            .into()
    }

    fn take(&mut self, chunk: &[u8]) -> Result<(), FetchError> {
        let count = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let most = self.wanted.size.unwrap_or(self.wanted.limit);
        if self.length.saturating_add(count) > most {
            self.restart()?;
            return Err(misbehaved(format!(
                "{} goes on after the {most} bytes that it may have",
                self.wanted.name
            ))
            .into());
        }
        write_all_at(&self.slot.file, chunk, self.slot.offset.saturating_add(self.length))?;
        self.hash(chunk);
        Ok(())
    }

    fn verify(&mut self) -> Result<(), FetchError> {
        let hasher = self.hasher.take().unwrap_or_else(|| InlineHashers.hasher(self.algorithm));
        let computed = Digest::new(self.algorithm, &hasher.finish());
        match self.wanted.digest {
            Some(digest) if digest != computed => {
                self.restart()?;
                Err(misbehaved(format!("{} has digest {computed}", self.wanted.name)).into())
            }
            _ => Ok(()),
        }
    }
}

/// First byte and size of the whole.
///
/// Source: RFC 9110, section 14.4.
fn content_range(text: &str) -> Option<(u64, u64)> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (start, end) = range.split_once('-')?;
    let (start, end, total) = (start.parse().ok()?, end.parse::<u64>().ok()?, total.parse().ok()?);
    (start <= end && end < total).then_some((start, total))
}

#[cfg(test)]
mod tests {
    use super::content_range;

    #[test]
    fn ranges_are_read() {
        assert_eq!(content_range("bytes 5-9/10"), Some((5, 10)));
        for wrong in
            ["bytes 5-10/10", "bytes 6-5/10", "bytes */10", "bytes 5-9/*", "5-9/10", "bytes 5-9"]
        {
            assert_eq!(content_range(wrong), None, "{wrong}");
        }
    }
}
