//! Every property holds for what fuzzing starts with, what it kept, and some hundreds of changes of these.

use std::{fs, path::Path, process::ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use ocivet_fuzz::{
    Kind, PROPERTIES, Property,
    mutate::mutate,
    seeds::{LONGEST, Seeds},
};
use ocivet_tests::cases::files_below;

/// Changed inputs a property.
const CHANGES: usize = 300;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = PROPERTIES.iter().map(|property| {
        Trial::test(property.name, move || {
            replay(property);
            Ok::<(), Failed>(())
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn replay(property: &Property) {
    let mut inputs = Seeds::read().of(property);
    assert!(!inputs.is_empty(), "no seeds for {}", property.name);
    inputs.extend(kept(property));
    for input in &inputs {
        (property.check)(input);
    }
    for (number, input) in inputs.iter().cycle().take(CHANGES).enumerate() {
        let seed = u64::try_from(number).unwrap_or(0);
        (property.check)(&mutate(property.kind, input, seed, LONGEST));
    }
    (property.check)(b"");
}

/// What was kept of the inputs that fuzzing found: for archives in one folder, whatever the property.
fn kept(property: &Property) -> Vec<Vec<u8>> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("kept");
    let folder = if property.kind == Kind::Archive { "archive" } else { property.name };
    let files = files_below(&kept.join(folder)).into_iter();
    files.filter_map(|path| fs::read(path).ok()).collect()
}
