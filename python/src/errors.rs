//! Failures, as the exceptions of the Python package.

use ocivet::{InputError, Panicked};
use pyo3::{call::PyCallArgs, prelude::*};

/// An exception of `ocivet._errors`, by its name.
fn raise<'py>(py: Python<'py>, name: &str, args: impl PyCallArgs<'py>) -> PyErr {
    let made = py.import("ocivet._errors").and_then(|errors| errors.getattr(name)?.call1(args));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// Wrong usage.
pub(crate) fn usage(py: Python<'_>, text: &str) -> PyErr {
    raise(py, "UsageError", (text,))
}

/// An input that cannot be read.
pub(crate) fn input(py: Python<'_>, error: &InputError) -> PyErr {
    let code = error.io_error().and_then(std::io::Error::raw_os_error);
    raise(py, "InputError", (error.to_string(), code, error.name()))
}

/// A fault of ocivet's own.
pub(crate) fn internal(py: Python<'_>, error: &dyn std::fmt::Display) -> PyErr {
    raise(py, "InternalError", (error.to_string(),))
}

/// Does work of the driver or the core; a panic there becomes an exception like any other.
pub(crate) fn guarded<T>(py: Python<'_>, work: impl FnOnce() -> T) -> PyResult<T> {
    Panicked::catch(work).map_err(|panicked| internal(py, &panicked))
}
