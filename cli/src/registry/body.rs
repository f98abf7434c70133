//! Bodies of answers: bounded in length, and in how slowly they come.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use super::{
    error::{RegistryError, misbehaved},
    transport::Response,
};

/// Bytes a second below which a body is given up.
const SLOW: u64 = 1 << 10;

/// Watches that bytes keep coming. A server that sends one byte a minute would hold a connection for ever.
#[derive(Debug)]
pub(crate) struct Pace {
    patience: Duration,
    since: Instant,
    bytes: u64,
}

impl Pace {
    pub(crate) fn new(patience: Duration) -> Self {
        Self { patience, since: Instant::now(), bytes: 0 }
    }

    /// Some bytes came.
    pub(crate) fn add(&mut self, bytes: usize, from: &str) -> Result<(), RegistryError> {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.since.elapsed() < self.patience {
            return Ok(());
        }
        if self.bytes < self.patience.as_secs().saturating_mul(SLOW) {
            let what = format!("{from} sends less than {SLOW} bytes a second");
            return Err(RegistryError::transient(
                what,
                "try again later, or give it longer with --timeout",
            ));
        }
        *self = Self::new(self.patience);
        Ok(())
    }
}

/// Reads on; 0 at the end.
pub(crate) fn read(
    body: &mut dyn Read,
    buffer: &mut [u8],
    from: &str,
) -> Result<usize, RegistryError> {
    loop {
        match body.read(buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                let what =
                    format!("{from} broke off: {}", ocivet_core::escape_str(&error.to_string()));
                return Err(RegistryError::transient(
                    what,
                    "start again: what is there already is kept",
                ));
            }
            Ok(read) => return Ok(read),
        }
    }
}

/// Reads a body that must be small.
pub(crate) fn read_small(
    response: &mut Response,
    limit: u64,
    from: &str,
    patience: Duration,
) -> Result<Vec<u8>, RegistryError> {
    let mut pace = Pace::new(patience);
    let mut text = Vec::new();
    let mut buffer = vec![0; 16 << 10];
    loop {
        let count = read(&mut response.body, &mut buffer, from)?;
        let chunk = buffer.get(..count).unwrap_or_default();
        if chunk.is_empty() {
            return Ok(text);
        }
        text.extend_from_slice(chunk);
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > limit {
            return Err(misbehaved(format!(
                "{from} sends more than the {limit} bytes that there may be"
            )));
        }
        pace.add(count, from)?;
    }
}
