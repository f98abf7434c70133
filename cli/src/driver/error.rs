//! Why an input could not be read.

use std::{fmt, io};

use ocivet_core::escape;

/// An input that could not be read whole: there is no report about it, and so never a pass.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {name}: {reason}; {}", reason.advice())]
pub struct InputError {
    name: String,
    #[source]
    reason: Reason,
}

impl InputError {
    pub(super) fn new(name: &[u8], fault: Fault) -> Self {
        let name = match fault.inside {
            Some(inside) => escape(&[name, b"/", &inside].concat()),
            None => escape(name),
        };
        Self { name, reason: fault.reason }
    }

    /// The path that could not be read, escaped.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The error of the operating system, where it was one.
    pub const fn io_error(&self) -> Option<&io::Error> {
        match &self.reason {
            Reason::Io(error) => Some(error),
            _ => None,
        }
    }

    /// [`Progress::stop`](super::Progress::stop) was called.
    pub const fn is_stopped(&self) -> bool {
        matches!(self.reason, Reason::Stopped)
    }
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("it changed while it was read")]
    Changed,
    #[error("{0}")]
    Io(#[source] io::Error),
    #[error("the check was stopped")]
    Stopped,
    #[error("the directory has more than {0} entries")]
    TooMany(usize),
}

impl Reason {
    /// What to do about it.
    fn advice(&self) -> &'static str {
        match self {
            Self::Changed => "wait until it is written, then check it again",
            Self::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => "check the spelling of its path",
                io::ErrorKind::PermissionDenied => "run as a user who may read it",
                io::ErrorKind::NotADirectory => "a part of its path is a file",
                _ => "see whether it can be copied whole, then check the copy",
            },
            Self::Stopped => "start it again for an answer",
            Self::TooMany(_) => "name the image layout itself, not a directory above it",
        }
    }
}

/// What went wrong within an input whose name the caller knows.
#[derive(Debug)]
pub(super) struct Fault {
    /// The file of a layout, as a path below its root.
    inside: Option<Vec<u8>>,
    reason: Reason,
}

impl Fault {
    pub(super) const fn changed() -> Self {
        Self { inside: None, reason: Reason::Changed }
    }

    pub(super) const fn stopped() -> Self {
        Self { inside: None, reason: Reason::Stopped }
    }

    pub(super) const fn too_many(limit: usize) -> Self {
        Self { inside: None, reason: Reason::TooMany(limit) }
    }

    /// The same fault, of a file of the layout.
    pub(super) fn inside(mut self, path: &[u8]) -> Self {
        self.inside = Some(path.to_vec());
        self
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self { inside: None, reason: Reason::Io(error) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(out)
    }
}
