//! The three streams of a process, and whether they take colours.

use std::{
    fmt::{self, Display},
    io::{self, IsTerminal, Read, Write},
};

use anstream::{AutoStream, ColorChoice, stream::RawStream};

use super::{FAILED, Failure, PASS, args::Color};

/// Where the command reads and writes.
#[derive(Debug)]
pub struct Streams {
    /// What `-` reads.
    pub input: Input,
    /// What the report goes to, and nothing else.
    pub output: Output,
    /// What everything else goes to.
    pub errors: Output,
}

/// A stream to read.
pub struct Input {
    /// Its bytes.
    pub reader: Box<dyn Read>,
    /// Somebody types them.
    pub is_terminal: bool,
}

/// A stream to write.
pub struct Output {
    /// What takes the bytes.
    pub writer: Box<dyn Write>,
    /// Somebody looks at them, so that progress may be shown.
    pub is_terminal: bool,
    /// It takes colours.
    pub color: bool,
}

impl fmt::Debug for Input {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Input").field("is_terminal", &self.is_terminal).finish_non_exhaustive()
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Output").field("is_terminal", &self.is_terminal).finish_non_exhaustive()
    }
}

impl Output {
    /// A stream of the process; colours as `NO_COLOR`, `CLICOLOR_FORCE` and `TERM` say.
    fn standard(stream: impl RawStream + 'static) -> Self {
        Self {
            is_terminal: stream.is_terminal(),
            color: AutoStream::choice(&stream) != ColorChoice::Never,
            writer: Box::new(stream),
        }
    }

    fn text(&self, text: &clap::builder::StyledStr) -> String {
        if self.color { text.ansi().to_string() } else { text.to_string() }
    }
}

impl Streams {
    /// Those of the process.
    pub fn standard() -> Self {
        let input = io::stdin();
        Self {
            input: Input { is_terminal: input.is_terminal(), reader: Box::new(input) },
            output: Output::standard(io::stdout()),
            errors: Output::standard(io::stderr()),
        }
    }

    pub(super) fn set_color(&mut self, color: Color) {
        let color = match color {
            Color::Always => true,
            Color::Auto => return,
            Color::Never => false,
        };
        self.output.color = color;
        self.errors.color = color;
    }

    /// Writes what was asked for. That nobody reads it any more is no failure.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        let writer = &mut self.output.writer;
        let result = writer.write_all(text.as_bytes()).and_then(|()| writer.flush());
        match result {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Tells of a failure.
    pub(super) fn error(&mut self, text: &dyn Display) {
        let (on, off) = if self.errors.color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        self.note(&format_args!("{on}error{off}: {text}"));
    }

    /// Tells something that is no part of the report. If nobody can hear it there is nobody to tell.
    pub(super) fn note(&mut self, text: &dyn Display) {
        let _ = writeln!(self.errors.writer, "{text}");
    }

    /// Writes what clap says: help to the output, faults to the errors.
    pub(super) fn usage(&mut self, error: &clap::Error) -> Result<u8, Failure> {
        let text = error.render();
        if error.use_stderr() {
            let text = self.errors.text(&text);
            // If nobody can hear it there is nobody to tell.
            let _ = self.errors.writer.write_all(text.as_bytes());
            Ok(FAILED)
        } else {
            self.write(&self.output.text(&text))?;
            Ok(PASS)
        }
    }
}
