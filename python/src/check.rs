//! A check that runs beside the interpreter.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use ocivet::{Control, Feeder, InputError, Options, Source, Task};
use pyo3::{prelude::*, pybacked::PyBackedBytes};

use crate::{errors, report::Report};

/// A check that runs on threads of its own, of a path or of the bytes that it is given.
///
/// Nothing blocks for longer than asked. Its owner waits in short slices and does in between what Python
/// wants done: signals, callbacks, other tasks. A check that nobody owns any more ends by itself.
#[pyclass(frozen, module = "ocivet._native")]
pub(crate) struct Check {
    task: Task<Result<ocivet::Report, InputError>>,
    feeder: Option<Feeder<PyBackedBytes>>,
}

#[pymethods]
impl Check {
    #[new]
    #[pyo3(signature = (options, *, path = None, jobs = None, total = None))]
    fn new(
        py: Python<'_>,
        options: &str,
        path: Option<PathBuf>,
        jobs: Option<i64>,
        total: Option<u64>,
    ) -> PyResult<Self> {
        let options = read_options(py, options)?;
        let jobs = jobs.map(|jobs| threads(py, jobs)).transpose()?;
        let (feeder, fed) = ocivet::feed();
        let feeder = path.is_none().then_some(feeder);
        let started = Task::start(move |progress| {
            if let Some(total) = total {
                progress.expect(total);
            }
            let mut control = Control::new(progress);
            control.jobs = jobs.unwrap_or(control.jobs);
            let mut fed = fed;
            let source = path.map_or_else(|| Source::Reader(&mut fed), Source::Path);
            ocivet::check(source, &options, &control)
        });
        let task = started.map_err(|error| {
            errors::internal(py, &format_args!("no thread can be started: {error}"))
        })?;
        Ok(Self { task, feeder })
    }

    /// A check that panics, as a fault of ocivet would. Not in builds for users: it is for tests.
    #[cfg(debug_assertions)]
    #[expect(clippy::panic, reason = "what becomes of it is tested")]
    #[staticmethod]
    fn _panicking(py: Python<'_>, text: String) -> PyResult<Self> {
        let task = Task::start(|_| std::panic::panic_any(text));
        let task = task.map_err(|error| errors::internal(py, &error))?;
        Ok(Self { task, feeder: None })
    }

    /// Gives the next bytes, which are not copied.
    fn push(&self, chunk: PyBackedBytes) {
        if let Some(feeder) = &self.feeder {
            feeder.push(chunk);
        }
    }

    /// No more bytes.
    fn close(&self) {
        if let Some(feeder) = &self.feeder {
            feeder.close();
        }
    }

    /// Waits for some seconds until more bytes may be given; true where they may.
    fn has_room(&self, py: Python<'_>, seconds: f64) -> bool {
        let wait = |feeder: &Feeder<_>| feeder.has_room(duration(seconds));
        self.feeder.as_ref().is_none_or(|feeder| py.detach(|| wait(feeder)))
    }

    /// Waits for some seconds for the end; true where it has come.
    fn wait(&self, py: Python<'_>, seconds: f64) -> bool {
        py.detach(|| self.task.wait(duration(seconds)))
    }

    /// Ends the check soon, without a report.
    fn stop(&self) {
        self.task.progress().stop();
        if let Some(feeder) = &self.feeder {
            feeder.abandon();
        }
    }

    /// Bytes that are done, bytes in all where that is known, and the member that was begun last.
    fn progress(&self) -> (u64, Option<u64>, String) {
        let progress = self.task.progress();
        (progress.done(), progress.total(), progress.member())
    }

    /// The report; once, and not before the end.
    fn report(&self, py: Python<'_>) -> PyResult<Report> {
        match self.task.take() {
            Some(Ok(Ok(report))) => Ok(Report::new(report)),
            Some(Ok(Err(error))) => Err(errors::input(py, &error)),
            Some(Err(panicked)) => Err(errors::internal(py, &panicked)),
            None => Err(errors::usage(py, "the check has no report")),
        }
    }
}

/// Panics, as a fault of ocivet would. Not in builds for users: it is for tests.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "what becomes of it is tested")]
#[pyfunction]
pub(crate) fn _panic(py: Python<'_>, text: String) -> PyResult<()> {
    errors::guarded(py, || std::panic::panic_any(text))
}

/// Judges the name of an image.
#[pyfunction]
pub(crate) fn check_name(py: Python<'_>, name: &str, options: &str) -> PyResult<Report> {
    let options = read_options(py, options)?;
    errors::guarded(py, || Report::new(ocivet_core::check_name(name, &options)))
}

/// Refuses options that a check would refuse.
#[pyfunction]
pub(crate) fn validate(py: Python<'_>, options: &str) -> PyResult<()> {
    read_options(py, options).map(drop)
}

/// A path as a report names it: what the command shows for it.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "arguments from Python are owned")]
pub(crate) fn shown(path: PathBuf) -> String {
    path.to_string_lossy().into_owned()
}

fn threads(py: Python<'_>, jobs: i64) -> PyResult<NonZeroUsize> {
    let jobs = usize::try_from(jobs).ok().and_then(NonZeroUsize::new);
    jobs.ok_or_else(|| errors::usage(py, "jobs must be a number of threads, at least 1"))
}

fn read_options(py: Python<'_>, text: &str) -> PyResult<Options> {
    let options = errors::guarded(py, || Options::from_json(text))?;
    options.map_err(|error| errors::usage(py, &error.to_string()))
}

/// What cannot be waited for is not waited for.
fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
