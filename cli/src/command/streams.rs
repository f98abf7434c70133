//! The three streams of a process, and whether they take colours.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Read, Write},
};

use anstream::{AutoStream, ColorChoice};

use super::{FAILED, Failure, PASS, args::Color};

/// Where the command reads and writes.
pub struct Streams {
    /// What `-` reads.
    pub input: Box<dyn Read>,
    /// What the report goes to, and nothing else.
    pub output: Box<dyn Write>,
    /// What everything else goes to.
    pub errors: Box<dyn Write>,
    /// Somebody types at `input`.
    pub input_is_terminal: bool,
    /// Somebody looks at `errors`, so that progress may be shown.
    pub errors_is_terminal: bool,
    /// `output` takes colours.
    pub output_color: bool,
    /// `errors` takes colours.
    pub errors_color: bool,
}

impl std::fmt::Debug for Streams {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Streams").finish_non_exhaustive()
    }
}

impl Streams {
    /// Those of the process; colours as `NO_COLOR`, `CLICOLOR_FORCE` and `TERM` say.
    pub fn standard() -> Self {
        Self {
            input: Box::new(io::stdin()),
            output: Box::new(io::stdout()),
            errors: Box::new(io::stderr()),
            input_is_terminal: io::stdin().is_terminal(),
            errors_is_terminal: io::stderr().is_terminal(),
            output_color: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            errors_color: AutoStream::choice(&io::stderr()) != ColorChoice::Never,
        }
    }

    pub(super) fn set_color(&mut self, color: Color) {
        let color = match color {
            Color::Always => true,
            Color::Auto => return,
            Color::Never => false,
        };
        self.output_color = color;
        self.errors_color = color;
    }

    /// Writes what was asked for. That nobody reads it any more is no failure.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        let result = self.output.write_all(text.as_bytes()).and_then(|()| self.output.flush());
        match result {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Tells of a failure.
    pub(super) fn error(&mut self, text: &dyn Display) {
        let (on, off) = if self.errors_color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        self.note(&format_args!("{on}error{off}: {text}"));
    }

    /// Tells something that is no part of the report. If nobody can hear it there is nobody to tell.
    pub(super) fn note(&mut self, text: &dyn Display) {
        let _ = writeln!(self.errors, "{text}");
    }

    /// Writes what clap says: help to the output, faults to the errors.
    pub(super) fn usage(&mut self, error: &clap::Error) -> Result<u8, Failure> {
        let text = error.render();
        if error.use_stderr() {
            let text = if self.errors_color { text.ansi().to_string() } else { text.to_string() };
            let _ = self.errors.write_all(text.as_bytes());
            Ok(FAILED)
        } else {
            let text = if self.output_color { text.ansi().to_string() } else { text.to_string() };
            self.write(&text)?;
            Ok(PASS)
        }
    }
}
