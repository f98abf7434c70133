//! Bytes that one thread has and another reads.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, Read},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Bytes that wait to be read; more are taken, but [`Feeder::has_room`] says to wait then. Enough that a
/// reader never waits for a feeder that only hands over, little beside what a check needs.
const ROOM: usize = 1 << 20;

/// A [`Feeder`] and the reader of what it is given.
///
/// ```
/// use std::io::Read;
///
/// let (feeder, mut fed) = ocivet::feed();
/// feeder.push(b"some ");
/// feeder.push(b"bytes");
/// feeder.close();
/// let mut text = String::new();
/// fed.read_to_string(&mut text)?;
/// assert_eq!(text, "some bytes");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn feed<C: AsRef<[u8]>>() -> (Feeder<C>, Fed<C>) {
    let shared = Arc::new(Shared { queue: Mutex::default(), changed: Condvar::new() });
    (Feeder { shared: Arc::clone(&shared) }, Fed { shared, taken: 0 })
}

/// The end that takes chunks. It never copies and never blocks.
pub struct Feeder<C> {
    shared: Arc<Shared<C>>,
}

/// The end that is read.
///
/// # Errors
/// A feeder that went away without [`close`](Feeder::close) is a fault, never an end: what was not given
/// must not pass for what is not there.
pub struct Fed<C> {
    shared: Arc<Shared<C>>,
    /// Bytes of the first chunk that were read.
    taken: usize,
}

struct Shared<C> {
    queue: Mutex<Queue<C>>,
    changed: Condvar,
}

struct Queue<C> {
    chunks: VecDeque<C>,
    /// Bytes of all chunks, read ones of the first included.
    bytes: usize,
    /// Nothing follows.
    closed: bool,
    /// Nothing follows, but more was to come.
    abandoned: bool,
    reader_gone: bool,
}

impl<C> Default for Queue<C> {
    fn default() -> Self {
        Self {
            chunks: VecDeque::new(),
            bytes: 0,
            closed: false,
            abandoned: false,
            reader_gone: false,
        }
    }
}

impl<C> Shared<C> {
    fn queue(&self) -> MutexGuard<'_, Queue<C>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Queue<C>)) {
        change(&mut self.queue());
        self.changed.notify_all();
    }
}

impl<C: AsRef<[u8]>> Feeder<C> {
    /// Gives the next bytes, however many; without a reader they are dropped.
    pub fn push(&self, chunk: C) {
        let bytes = chunk.as_ref().len();
        if bytes == 0 {
            return;
        }
        self.shared.change(|queue| {
            if !queue.reader_gone && !queue.closed {
                queue.bytes = queue.bytes.saturating_add(bytes);
                queue.chunks.push_back(chunk);
            }
        });
    }

    /// No more bytes.
    pub fn close(&self) {
        self.shared.change(|queue| queue.closed = true);
    }

    /// Waits for a while until little waits to be read; true where more may be given, and where nobody reads.
    pub fn has_room(&self, at_most: Duration) -> bool {
        let until = Instant::now().checked_add(at_most);
        let mut queue = self.shared.queue();
        while queue.bytes >= ROOM && !queue.reader_gone {
            let left =
                until.map_or(at_most, |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return false;
            }
            let waited = self.shared.changed.wait_timeout(queue, left);
            queue = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

impl<C> Feeder<C> {
    /// Gives up: the reader has a fault after what it has, never an end.
    pub fn abandon(&self) {
        self.shared.change(|queue| queue.abandoned |= !queue.closed);
    }
}

impl<C> Drop for Feeder<C> {
    fn drop(&mut self) {
        self.abandon();
    }
}

impl<C: AsRef<[u8]>> Read for Fed<C> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut queue = self.shared.queue();
        while queue.chunks.is_empty() {
            if queue.abandoned {
                return Err(io::Error::new(io::ErrorKind::BrokenPipe, "the bytes end in between"));
            }
            if queue.closed {
                return Ok(0);
            }
            queue = self.shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        let mut read: usize = 0;
        while let Some(chunk) = queue.chunks.front() {
            let rest = chunk.as_ref().get(self.taken..).unwrap_or_default();
            let space = buffer.get_mut(read..).unwrap_or_default();
            if space.is_empty() {
                break;
            }
            let now = rest.len().min(space.len());
            let (Some(from), Some(to)) = (rest.get(..now), space.get_mut(..now)) else { break };
            to.copy_from_slice(from);
            read = read.saturating_add(now);
            self.taken = self.taken.saturating_add(now);
            if now == rest.len() {
                queue.bytes = queue.bytes.saturating_sub(self.taken);
                queue.chunks.pop_front();
                self.taken = 0;
            }
        }
        drop(queue);
        self.shared.changed.notify_all();
        Ok(read)
    }
}

impl<C> Drop for Fed<C> {
    fn drop(&mut self) {
        self.shared.change(|queue| {
            queue.reader_gone = true;
            queue.bytes = 0;
            queue.chunks.clear();
        });
    }
}

impl<C> fmt::Debug for Feeder<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Feeder").finish_non_exhaustive()
    }
}

impl<C> fmt::Debug for Fed<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Fed").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Read, thread, time::Duration};

    use super::{ROOM, feed};

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn bytes_arrive_whole_and_in_order() {
        let bytes: Vec<u8> = (0..3_000_001_u32).map(|n| n.to_le_bytes()[1]).collect();
        for step in [977, 131_072, 3_000_001] {
            let (feeder, mut fed) = feed();
            let reader = thread::spawn(move || {
                let mut read = Vec::new();
                fed.read_to_end(&mut read).map(|_| read).unwrap()
            });
            for chunk in bytes.chunks(step) {
                feeder.push(chunk.to_vec());
                assert!(feeder.has_room(LONG));
            }
            feeder.push(Vec::new());
            feeder.close();
            assert!(reader.join().unwrap() == bytes, "in steps of {step}");
        }
    }

    #[test]
    fn a_feeder_that_goes_away_is_no_end() {
        let (feeder, mut fed) = feed();
        feeder.push([1, 2]);
        drop(feeder);
        let mut buffer = [0; 8];
        assert_eq!(fed.read(&mut buffer).unwrap(), 2);
        assert!(fed.read(&mut buffer).is_err());

        let (feeder, mut fed) = feed::<[u8; 2]>();
        feeder.abandon();
        feeder.close();
        assert!(fed.read(&mut buffer).is_err());
    }

    #[test]
    fn there_is_room_until_much_waits_and_when_nobody_reads() {
        let (feeder, mut fed) = feed();
        feeder.push(vec![0; ROOM - 1]);
        assert!(feeder.has_room(Duration::ZERO));
        feeder.push(vec![0; 1]);
        assert!(!feeder.has_room(Duration::from_millis(2)));
        assert_eq!(fed.read(&mut vec![0; ROOM]).unwrap(), ROOM);
        assert!(feeder.has_room(Duration::ZERO));
        feeder.push(vec![0; ROOM]);
        drop(fed);
        assert!(feeder.has_room(Duration::ZERO));
        feeder.push(vec![0; ROOM]);
        assert!(feeder.has_room(Duration::ZERO));
    }
}
