//! Errors of rPGP as texts.

use pgp::errors::Error;

use crate::model::escape;

/// What the library says is wrong, escaped. What it wraps in another error it shows with a backtrace where the
/// environment asks for one, and that is no part of a report.
pub(super) fn fault(error: Error) -> String {
    match error {
        Error::InvalidPacketContent { source } => format!("packet is invalid: {}", fault(*source)),
        error => escape(error.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use pgp::errors::Error;

    use super::fault;

    /// Its own words for an error in an error hold a backtrace, with paths of the machine.
    #[test]
    fn errors_are_told_without_what_the_environment_adds() {
        let source = Error::from("odd length".to_owned());
        let error = Error::InvalidPacketContent { source: Box::new(source) };
        assert!(error.to_string().contains("backtrace"));
        assert_eq!(fault(error), "packet is invalid: odd length");
    }
}
