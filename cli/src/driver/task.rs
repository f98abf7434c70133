//! Work on a thread of its own, for a caller that must not block: an event loop, a host language.

use std::{
    fmt, io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::Builder,
    time::{Duration, Instant},
};

use super::progress::Progress;

/// One piece of work that runs on its own thread.
///
/// Its owner looks after it from time to time and does what it must do in between. A task that nobody owns
/// any more is stopped.
///
/// ```
/// use std::time::Duration;
///
/// let task = ocivet::Task::start(|progress| progress.is_stopped())?;
/// while !task.wait(Duration::from_millis(50)) {
///     println!("{} bytes", task.progress().done());
/// }
/// assert_eq!(task.take().and_then(Result::ok), Some(false));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Task<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    progress: Progress,
    outcome: Mutex<Outcome<T>>,
    ended: Condvar,
}

enum Outcome<T> {
    Running,
    Ended(Result<T, Panicked>),
    Taken,
}

/// The work panicked: a fault of ocivet's own.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("internal error: {0}; this is a fault of ocivet, please report it")]
pub struct Panicked(String);

impl Panicked {
    /// Does work that must not unwind into its caller.
    ///
    /// # Errors
    /// Where the work panicked.
    pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Self> {
        catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
            let text = panic.downcast_ref::<&str>().map(ToString::to_string);
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
            Self(text.unwrap_or_else(|| "a panic without a text".to_owned()))
        })
    }
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Task").finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Task<T> {
    /// Starts the work. It tells how far it is by the [`Progress`] that it gets, and ends soon once that is
    /// stopped.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub fn start(work: impl FnOnce(&Progress) -> T + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            progress: Progress::new(),
            outcome: Mutex::new(Outcome::Running),
            ended: Condvar::new(),
        });
        let own = Arc::clone(&shared);
        Builder::new().name("ocivet".to_owned()).spawn(move || {
            let result = Panicked::catch(|| work(&own.progress));
            *own.outcome() = Outcome::Ended(result);
            own.ended.notify_all();
        })?;
        Ok(Self { shared })
    }

    /// Waits for the end of the work, for a while; true where it has ended.
    pub fn wait(&self, at_most: Duration) -> bool {
        let until = Instant::now().checked_add(at_most);
        let mut outcome = self.shared.outcome();
        while matches!(*outcome, Outcome::Running) {
            let left =
                until.map_or(at_most, |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return false;
            }
            let waited = self.shared.ended.wait_timeout(outcome, left);
            outcome = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// How far the work is, and the way to stop it.
    pub fn progress(&self) -> &Progress {
        &self.shared.progress
    }

    /// What the work gave; once, and not before its end.
    pub fn take(&self) -> Option<Result<T, Panicked>> {
        let mut outcome = self.shared.outcome();
        match std::mem::replace(&mut *outcome, Outcome::Taken) {
            Outcome::Ended(result) => Some(result),
            other => {
                *outcome = other;
                None
            }
        }
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.shared.progress.stop();
    }
}

impl<T> Shared<T> {
    fn outcome(&self) -> MutexGuard<'_, Outcome<T>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::Task;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn the_answer_is_there_once_and_at_the_end() {
        let (go, gone) = mpsc::channel::<()>();
        let task = Task::start(move |_| gone.recv().is_ok()).unwrap();
        assert!(!task.wait(Duration::ZERO) && !task.wait(Duration::from_millis(5)));
        assert!(task.take().is_none());
        go.send(()).unwrap();
        assert!(task.wait(LONG));
        assert_eq!(task.take(), Some(Ok(true)));
        assert_eq!(task.take(), None);
        assert!(task.wait(LONG));
    }

    #[test]
    fn a_panic_is_an_answer() {
        let fixed = Task::<()>::start(|_| panic!("fixed text")).unwrap();
        let made = Task::<()>::start(|_| panic!("text {}", 7)).unwrap();
        let other = Task::<()>::start(|_| std::panic::panic_any(7)).unwrap();
        for (task, text) in [(fixed, "fixed text"), (made, "text 7"), (other, "a panic without")] {
            assert!(task.wait(LONG));
            let panicked = task.take().unwrap().unwrap_err().to_string();
            assert!(panicked.starts_with(&format!("internal error: {text}")), "{panicked}");
        }
    }

    #[test]
    fn a_task_that_nobody_owns_is_stopped() {
        let (end, ended) = mpsc::channel();
        let task = Task::start(move |progress| {
            while !progress.is_stopped() {
                std::thread::yield_now();
            }
            end.send(()).unwrap();
        });
        drop(task);
        assert!(ended.recv_timeout(LONG).is_ok());
    }
}
