//! The threads of one check: how many may run, and one that is fed with bytes.

use std::{
    fmt,
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread::{Builder, JoinHandle},
};

/// How many more threads may be started beside the calling one.
///
/// Nobody ever waits for a permit: who gets none does the work where it stands. So no arrangement of
/// threads can lock up, and one that ends makes room for whoever asks next.
#[derive(Debug)]
pub(super) struct Threads {
    free: AtomicUsize,
}

/// The right to run one thread; given back when dropped.
#[derive(Debug)]
pub(super) struct Permit(Arc<Threads>);

impl Threads {
    /// Permits for `jobs` threads, the calling one included.
    pub(super) fn new(jobs: usize) -> Arc<Self> {
        Arc::new(Self { free: AtomicUsize::new(jobs.saturating_sub(1)) })
    }

    /// A permit, where one is free.
    pub(super) fn permit(self: &Arc<Self>) -> Option<Permit> {
        let less = |free: usize| free.checked_sub(1);
        self.free.fetch_update(Ordering::AcqRel, Ordering::Acquire, less).ok()?;
        Some(Permit(Arc::clone(self)))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.free.fetch_add(1, Ordering::AcqRel);
    }
}

/// Something that takes bytes in order and has one answer at their end.
pub(super) trait Taker: Send + 'static {
    /// What it says at the end.
    type Answer: Send + 'static;
    /// Takes the next bytes.
    fn take(&mut self, bytes: &[u8]);
    /// No more bytes.
    fn close(self) -> Self::Answer;
}

/// Bytes of one buffer on the way to a thread: large enough that handing over costs nothing beside the
/// work, small enough to stay in a core's cache.
const BUFFER: usize = 128 << 10;
/// Buffers of one feed, the one being filled included.
const BUFFERS: usize = 6;

/// A [`Taker`] on a thread of its own, fed through a bounded queue of buffers that come back.
pub(super) struct Feed<T: Taker> {
    buffer: Vec<u8>,
    made: usize,
    full: SyncSender<Vec<u8>>,
    empty: Receiver<Vec<u8>>,
    thread: JoinHandle<Option<T::Answer>>,
}

impl<T: Taker> fmt::Debug for Feed<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Feed").finish_non_exhaustive()
    }
}

impl<T: Taker> Feed<T> {
    /// Starts the thread and moves the taker there.
    ///
    /// # Errors
    /// Gives the taker back where no thread can be started.
    pub(super) fn start(taker: T, permit: Permit) -> Result<Self, T> {
        let (full, incoming) = mpsc::sync_channel::<Vec<u8>>(BUFFERS);
        let (outgoing, empty) = mpsc::sync_channel(BUFFERS);
        // The taker follows once the thread stands, so that it is not lost where there is none to be had.
        let (hand_over, handed) = mpsc::sync_channel::<T>(1);
        let body = move || {
            let _permit = permit;
            let mut taker = handed.recv().ok()?;
            for mut buffer in incoming {
                taker.take(&buffer);
                buffer.clear();
                // Nobody waits for the last ones.
                let _ = outgoing.send(buffer);
            }
            Some(taker.close())
        };
        let Ok(thread) = Builder::new().spawn(body) else { return Err(taker) };
        hand_over.send(taker).map_err(|unsent| unsent.0)?;
        Ok(Self { buffer: Vec::with_capacity(BUFFER), made: 1, full, empty, thread })
    }

    /// Passes the next bytes on; waits while the thread has enough to do.
    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let space = BUFFER.saturating_sub(self.buffer.len());
            let (now, later) = bytes.split_at(space.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() >= BUFFER {
                let next = self.next_buffer();
                self.send(next);
            }
        }
    }

    /// The answer, once the thread has taken everything.
    pub(super) fn finish(mut self) -> T::Answer {
        self.send(Vec::new());
        let Self { full, empty, thread, .. } = self;
        drop((full, empty));
        match thread.join() {
            Ok(Some(answer)) => answer,
            Ok(None) => resume_unwind(Box::new("a thread ended before its work")),
            Err(panic) => resume_unwind(panic),
        }
    }

    fn send(&mut self, next: Vec<u8>) {
        // It fails only where the thread panicked; `finish` passes that on.
        let _ = self.full.send(std::mem::replace(&mut self.buffer, next));
    }

    fn next_buffer(&mut self) -> Vec<u8> {
        if let Ok(buffer) = self.empty.try_recv() {
            return buffer;
        }
        if self.made < BUFFERS {
            self.made = self.made.saturating_add(1);
            return Vec::with_capacity(BUFFER);
        }
        self.empty.recv().unwrap_or_default()
    }
}

/// Bytes after which a [`Movable`] asks for a thread, again and again until one is free.
const LONG: usize = 1 << 20;

/// A [`Taker`] that works where it stands, and moves to a thread of its own once its bytes turn out many.
pub(super) struct Movable<T: Taker> {
    threads: Arc<Threads>,
    /// Bytes since a thread was asked for.
    seen: usize,
    /// Here or there: exactly one of the two.
    here: Option<T>,
    there: Option<Feed<T>>,
}

impl<T: Taker> fmt::Debug for Movable<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Movable").finish_non_exhaustive()
    }
}

impl<T: Taker> Movable<T> {
    /// A taker that may move to one of these threads.
    pub(super) fn new(taker: T, threads: &Arc<Threads>) -> Self {
        Self { threads: Arc::clone(threads), seen: 0, here: Some(taker), there: None }
    }

    /// The taker, while it is here.
    pub(super) const fn here(&self) -> Option<&T> {
        self.here.as_ref()
    }

    /// Passes the next bytes on.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.here.is_some() {
            self.move_if_long(bytes.len());
        }
        if let Some(taker) = &mut self.here {
            taker.take(bytes);
        } else if let Some(feed) = &mut self.there {
            feed.push(bytes);
        }
    }

    /// The answer.
    pub(super) fn finish(self) -> Option<T::Answer> {
        self.here.map(T::close).or_else(|| self.there.map(Feed::finish))
    }

    fn move_if_long(&mut self, bytes: usize) {
        self.seen = self.seen.saturating_add(bytes);
        if self.seen < LONG {
            return;
        }
        self.seen = 0;
        let Some(permit) = self.threads.permit() else { return };
        let Some(taker) = self.here.take() else { return };
        match Feed::start(taker, permit) {
            Ok(feed) => self.there = Some(feed),
            Err(taker) => self.here = Some(taker),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Feed, Taker, Threads};

    #[derive(Default)]
    struct Collect(Vec<u8>);

    impl Taker for Collect {
        type Answer = Vec<u8>;
        fn take(&mut self, bytes: &[u8]) {
            assert_ne!(bytes.first(), Some(&b'!'), "refused");
            self.0.extend_from_slice(bytes);
        }
        fn close(self) -> Vec<u8> {
            self.0
        }
    }

    fn feed(jobs: usize) -> Feed<Collect> {
        let permit = Threads::new(jobs).permit().unwrap();
        Feed::start(Collect::default(), permit).ok().unwrap()
    }

    #[test]
    fn bytes_arrive_whole_and_in_order() {
        let bytes: Vec<u8> = (0..3_000_001_u32).map(|n| n.to_le_bytes()[1]).collect();
        for step in [1000, 131_072, 3_000_001] {
            let mut feed = feed(2);
            bytes.chunks(step).for_each(|chunk| feed.push(chunk));
            assert!(feed.finish() == bytes, "in steps of {step}");
        }
    }

    #[test]
    fn a_panic_on_the_thread_comes_back() {
        let result = std::panic::catch_unwind(|| {
            let mut feed = feed(2);
            let bytes = vec![b'!'; 100_000];
            (0..100).for_each(|_| feed.push(&bytes));
            feed.finish()
        });
        assert!(result.is_err());
    }

    #[test]
    fn permits_are_bounded_and_come_back() {
        let threads = Threads::new(3);
        let first = threads.permit().unwrap();
        let _second = threads.permit().unwrap();
        assert!(threads.permit().is_none());
        drop(first);
        assert!(threads.permit().is_some());
        assert!(Threads::new(1).permit().is_none());
    }
}
