//! Drivers.

use std::{io::Read, num::NonZeroUsize};

use ocivet::{Control, Progress, Source, check};
use ocivet_core::Format;
use ocivet_tests::drive::by_parts;

use crate::case::{Case, assert_same};

/// A driver that jumps over contents, verifies members in another order and gets their summaries as bytes gives the
/// sequential verifier's report.
pub fn parallel(data: &[u8]) {
    let case = Case::read(data);
    let whole = case.report().render(Format::Json);
    let report = by_parts(&case.input, &case.options, case.numbers());
    assert_same(&whole, &report.render(Format::Json), "by parts");
}

/// The native driver gives it too, from a stream.
pub fn driver(data: &[u8]) {
    let mut case = Case::read(data);
    // It has a clock, the core has none.
    case.options = case.options.with_time(1_700_000_000);
    let whole = case.report().render(Format::Json);
    let jobs = NonZeroUsize::MIN.saturating_add(case.numbers().below(3));
    let mut bytes = case.bytes();
    let source: &mut dyn Read = &mut bytes;
    let progress = Progress::new();
    let control = Control { jobs, progress: &progress };
    let report = check(Source::Reader(source), &case.options, &control).unwrap();
    assert_same(&whole, &report.render(Format::Json), &format!("{jobs} jobs"));
}
