//! Dockerfiles.

use ocivet_core::{Format, InputKind, Options};
use ocivet_tests::{
    drive::{Cut, verify},
    recipe::Input,
};

use crate::{
    case::{assert_same, seed, split},
    sound::assert_sound,
};

/// Any text gives a sound report, the same for any split. Options may stand behind it, as behind an archive.
pub fn dockerfile(data: &[u8]) {
    let (text, given) = split(data);
    let given = str::from_utf8(given).ok().and_then(|text| Options::from_json(text).ok());
    let options = given.unwrap_or_else(|| Options::from_json(r#"{"kind":"dockerfile"}"#).unwrap());
    let input = Input::File(text.to_vec());
    let report = verify(&input, &options, Cut::Whole);
    assert_sound(&report, text.len());
    if report.input.kind == InputKind::Dockerfile {
        let lines = bytecount(text);
        let sources = report.sources.as_deref().unwrap_or_default();
        assert!(sources.iter().all(|source| source.line.is_none_or(|line| line <= lines)));
    }
    let step = 1 + usize::try_from(seed(data) % 9).unwrap();
    let other = verify(&input, &options, Cut::Every(step));
    assert_same(&report.render(Format::Json), &other.render(Format::Json), "split");
}

/// Lines of a text, the last one counted whether it ends or not.
fn bytecount(text: &[u8]) -> u64 {
    let ends = memchr::memchr_iter(b'\n', text).count();
    u64::try_from(ends).unwrap() + 1
}
