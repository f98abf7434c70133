//! The Python module `ocivet._native`: the native driver of ocivet for the Python package around it.
//!
//! It has what only Rust can do; how sources are read, what waits for what and what results look like is
//! told in Python. No call here blocks for longer than it is told to, and none holds the interpreter
//! while bytes are verified.
#![forbid(unsafe_code)]

mod check;
mod command;
mod errors;
mod report;

use pyo3::{prelude::*, types::PyModule};

/// The module. It keeps no state, so that it needs no lock around it.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("VERSION", env!("CARGO_PKG_VERSION"))?;
    #[cfg(debug_assertions)]
    module.setattr("_panic", wrap_pyfunction!(check::_panic, module)?)?;
    module.add_class::<check::Check>()?;
    module.add_class::<report::Report>()?;
    module.add_function(wrap_pyfunction!(check::check_name, module)?)?;
    module.add_function(wrap_pyfunction!(check::shown, module)?)?;
    module.add_function(wrap_pyfunction!(check::validate, module)?)?;
    module.add_function(wrap_pyfunction!(command::main, module)?)?;
    module.add_function(wrap_pyfunction!(command::run, module)?)
}
