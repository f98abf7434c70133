//! The module: `Verifier`, and nothing else.
#![forbid(unsafe_code)]

use ocivet_core::{Format, Options, OptionsError, Verifier};
use ocivet_probe::bindings::{Guest, export};

struct Probe;

impl Guest for Probe {
    fn check(archive: Vec<u8>, chunk: u32, options: String) -> String {
        check(&archive, chunk, &options).unwrap_or_else(|error| format!("error: {error}"))
    }
}

export!(Probe);

fn check(archive: &[u8], chunk: u32, options: &str) -> Result<String, OptionsError> {
    let options = Options::from_json(options)?;
    let mut verifier = Verifier::new(&options);
    for slice in archive.chunks(usize::try_from(chunk).unwrap_or(usize::MAX).max(1)) {
        let _ = verifier.push(slice);
    }
    Ok(verifier.finish().render(Format::Json))
}
