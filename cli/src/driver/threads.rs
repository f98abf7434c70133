//! The threads of one check: how many may run, and those that are fed with bytes.

use std::{
    any::Any,
    fmt, mem,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
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

/// A thread that does pieces of work in the order in which they come.
pub(super) struct Worker {
    work: Option<SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

type Work = Box<dyn FnOnce() + Send>;

/// Pieces of work that wait for a worker, at most: those of four feeds.
const WAITING: usize = 4 * BUFFERS;

impl fmt::Debug for Worker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// Starts the thread; none where there is none to be had.
    fn start(permit: Permit) -> Option<Arc<Self>> {
        let (work, incoming) = mpsc::sync_channel::<Work>(WAITING);
        let body = move || {
            let _permit = permit;
            for work in incoming {
                work();
            }
        };
        let thread = Builder::new().spawn(body).ok()?;
        Some(Arc::new(Self { work: Some(work), thread: Some(thread) }))
    }

    /// Gives it something to do; waits while it has much.
    fn give(&self, work: impl FnOnce() + Send + 'static) {
        if let Some(sender) = &self.work {
            // It fails only where the thread panicked, and then no answer comes.
            let _ = sender.send(Box::new(work));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.work = None;
        // What panics there is told to those who wait for the answer.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Takers that belong together: they share a thread where each cannot have its own.
#[derive(Debug)]
pub(super) struct Crew {
    threads: Arc<Threads>,
    worker: Mutex<Weak<Worker>>,
}

impl Crew {
    /// A crew within these permits.
    pub(super) fn new(threads: &Arc<Threads>) -> Arc<Self> {
        Arc::new(Self { threads: Arc::clone(threads), worker: Mutex::default() })
    }

    /// A new thread where that is permitted, else the one that another of the crew was given last.
    fn worker(&self) -> Option<Arc<Worker>> {
        let mut shared = lock(&self.worker);
        let Some(worker) = self.threads.permit().and_then(Worker::start) else {
            return shared.upgrade();
        };
        *shared = Arc::downgrade(&worker);
        Some(worker)
    }
}

/// A [`Taker`] on another thread, fed through a bounded queue of buffers that come back.
pub(super) struct Feed<T: Taker> {
    worker: Arc<Worker>,
    taker: Arc<Mutex<Working<T>>>,
    buffer: Vec<u8>,
    made: usize,
    used: SyncSender<Vec<u8>>,
    empty: Receiver<Vec<u8>>,
}

/// A taker, or the panic in which it ended.
type Working<T> = Result<T, Box<dyn Any + Send>>;

impl<T: Taker> fmt::Debug for Feed<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Feed").finish_non_exhaustive()
    }
}

impl<T: Taker> Feed<T> {
    /// Moves the taker to that thread.
    pub(super) fn new(taker: T, worker: Arc<Worker>) -> Self {
        let (used, empty) = mpsc::sync_channel(BUFFERS);
        let taker = Arc::new(Mutex::new(Ok(taker)));
        Self { worker, taker, buffer: Vec::with_capacity(BUFFER), made: 1, used, empty }
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
        let Self { worker, taker, .. } = self;
        let (answer, answers) = mpsc::sync_channel(1);
        worker.give(move || {
            let taker = mem::replace(&mut *lock(&taker), Err(Box::new("its work is done")));
            let closed = taker.and_then(|taker| catch_unwind(AssertUnwindSafe(|| taker.close())));
            // Who asked is waiting.
            let _ = answer.send(closed);
        });
        match answers.recv() {
            Ok(Ok(answer)) => answer,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => resume_unwind(Box::new("a thread ended before its work")),
        }
    }

    fn send(&mut self, next: Vec<u8>) {
        let mut buffer = mem::replace(&mut self.buffer, next);
        let (taker, used) = (Arc::clone(&self.taker), self.used.clone());
        self.worker.give(move || {
            take(&mut lock(&taker), &buffer);
            buffer.clear();
            // Nobody waits for the last ones.
            let _ = used.send(buffer);
        });
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

/// Lets the taker take bytes, unless it panicked before. The thread outlives its panic, for others use it.
fn take<T: Taker>(working: &mut Working<T>, bytes: &[u8]) {
    let Ok(taker) = working else { return };
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| taker.take(bytes))) {
        *working = Err(panic);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes after which a [`Movable`] asks for a thread, again and again until one is free.
const LONG: usize = 1 << 20;

/// A [`Taker`] that works where it stands, and moves to another thread once its bytes turn out many.
pub(super) struct Movable<T: Taker> {
    crew: Arc<Crew>,
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
    /// A taker of that crew.
    pub(super) fn new(taker: T, crew: &Arc<Crew>) -> Self {
        Self { crew: Arc::clone(crew), seen: 0, here: Some(taker), there: None }
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
        let Some(worker) = self.crew.worker() else { return };
        self.there = self.here.take().map(|taker| Feed::new(taker, worker));
    }
}

#[cfg(test)]
mod tests {
    use super::{Crew, Feed, Movable, Taker, Threads};

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
        Feed::new(Collect::default(), Crew::new(&Threads::new(jobs)).worker().unwrap())
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
    fn a_crew_shares_a_thread_where_no_more_are_permitted() {
        let threads = Threads::new(2);
        let crew = Crew::new(&threads);
        let bytes: Vec<u8> = (0..5_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
        let mut takers = [(); 3].map(|()| Movable::new(Collect::default(), &crew));
        for chunk in bytes.chunks(70_001) {
            for taker in &mut takers {
                taker.push(chunk);
            }
        }
        assert!(takers.iter().all(|taker| taker.here().is_none()));
        assert!(Crew::new(&threads).worker().is_none());
        assert!(takers.map(Movable::finish).iter().all(|taken| taken.as_ref() == Some(&bytes)));
        assert!(threads.permit().is_some());
    }

    #[test]
    fn a_panic_leaves_the_others_of_a_crew_alone() {
        let crew = Crew::new(&Threads::new(2));
        let worker = crew.worker().unwrap();
        let mut feeds = [(); 2].map(|()| Feed::new(Collect::default(), worker.clone()));
        feeds[0].push(&vec![b'!'; 1_000_000]);
        feeds[1].push(&vec![b'.'; 1_000_000]);
        let [broken, whole] = feeds;
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| broken.finish()));
        assert!(broken.is_err());
        assert!(whole.finish() == vec![b'.'; 1_000_000]);
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
