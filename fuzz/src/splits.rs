//! Chunks.

use ocivet_core::Format;
use ocivet_tests::drive::{Cut, verify};

use crate::case::{Case, assert_same};

/// Inputs up to this many bytes are pushed byte by byte as well.
const SMALL: usize = 2048;

/// Any split of the bytes gives the same report.
pub fn splits(data: &[u8]) {
    let case = Case::read(data);
    let whole = case.report().render(Format::Json);
    let mut ways = vec![Cut::Random(case.numbers()), Cut::Every(1 + case.numbers().below(700))];
    if case.bytes().len() <= SMALL {
        ways.push(Cut::Every(1));
    }
    for cut in ways {
        let way = format!("{cut:?}");
        let report = verify(&case.input, &case.options, cut);
        assert_same(&whole, &report.render(Format::Json), &way);
    }
}
