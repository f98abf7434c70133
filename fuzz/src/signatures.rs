//! Keys and signatures.

use ocivet_core::Options;
use ocivet_tests::{
    drive::{Cut, verify},
    recipe::{Input, Recipe},
};
use serde_json::{Value, json};
use std::sync::OnceLock;

use crate::sound::assert_sound;

/// Parts of an input are between bytes of this value: keys, signatures apart from the image, a list of checksums, and
/// a keyring.
const BETWEEN: u8 = 0;

/// Any keys and signatures are refused or taken, without a panic, and those that are taken give a sound report.
pub fn signatures(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == BETWEEN).map(String::from_utf8_lossy);
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let keys = [
        ("image-keys", next()),
        ("image-signatures", next()),
        ("checksums", next()),
        ("keyring", next()),
        ("checksums-signature", next()),
    ];
    let given = keys.into_iter().filter_map(|(key, part)| Some((key.to_owned(), part?.into())));
    let mut options: serde_json::Map<String, Value> = given.collect();
    options.insert("time".to_owned(), json!(1_700_000_000));
    let text = Value::from(options).to_string();
    let Ok(options) = Options::from_json(&text) else { return };
    assert_sound(&verify(image(), &options, Cut::Whole), data.len() + 65_536);
}

/// A small image.
fn image() -> &'static Input {
    static IMAGE: OnceLock<Input> = OnceLock::new();
    IMAGE.get_or_init(|| Recipe::parse("kind = 'oci'").unwrap().build().unwrap())
}
