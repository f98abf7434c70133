//! The command line tool.

use std::{
    ffi::OsString,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use ocivet::command::{self, Input, Output, Streams};
use pyo3::prelude::*;

use crate::errors::guarded;

/// Runs the command with the arguments, streams and signals of this process; gives its exit code.
///
/// From then on an interrupt ends the process as it does the command's, whatever Python would do.
#[pyfunction]
pub(crate) fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| command::main_with(args))
}

/// Runs the command without the process: gives the exit code, the output and the errors as texts.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, args: Vec<OsString>) -> PyResult<(u8, String, String)> {
    guarded(py, || {
        py.detach(|| {
            let (output, errors) = (Text::default(), Text::default());
            let mut streams = Streams {
                input: Input { reader: Box::new(io::empty()), is_terminal: false },
                output: output.stream(),
                errors: errors.stream(),
            };
            let code = command::run(args, &mut streams);
            (code, output.take(), errors.take())
        })
    })
}

/// A stream that keeps what is written.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Text {
    fn stream(&self) -> Output {
        Output { writer: Box::new(self.clone()), is_terminal: false, color: false }
    }

    fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
