//! Lists of checksums.

use ocivet_core::Options;
use ocivet_tests::{
    drive::{Cut, verify},
    recipe::Input,
};
use serde_json::json;

use crate::{case::sha256, sound::assert_sound};

/// Any list is read without a panic and gives a sound report; one that is written as `sha256sum` writes it vouches
/// for each file that it names.
pub fn checksums(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let content = b"content";
    let input = Input::File(content.to_vec());
    let options = |list: &str, name: &str| {
        let options = json!({ "checksums": list, "name": name }).to_string();
        Options::from_json(&options).map(Options::for_any_file)
    };
    if let Ok(given) = options(&text, "file") {
        let listed = given.listed_files().len();
        assert!(listed <= 1 + data.len());
        assert_sound(&verify(&input, &given, Cut::Whole), data.len());
    }
    // A line for a file of any name, behind the list's own first line that is a comment.
    let name: String = text.chars().filter(|c| !matches!(c, '\0' | '/')).take(40).collect();
    if name.trim().is_empty() || matches!(name.as_str(), "." | "..") {
        return;
    }
    let written = written(content, &name);
    let given = options(&written, &name).unwrap();
    assert_eq!(given.listed_files(), [name.as_str()], "{written:?}");
    let report = verify(&input, &given, Cut::Whole);
    let vouching = report.vouching.unwrap();
    assert_eq!(vouching.checksums.len(), 1, "{written:?}: {:?}", report.findings);
    assert!(vouching.checksums[0].matches, "{written:?}");
}

/// The line that `sha256sum` writes: a name with a backslash or an end of line is escaped, and the line says so.
fn written(content: &[u8], name: &str) -> String {
    let digest = sha256(content).hex();
    let escaped = name.replace('\\', r"\\").replace('\n', r"\n").replace('\r', r"\r");
    let sign = if escaped == name { "" } else { r"\" };
    format!("{sign}{digest}  {escaped}\n")
}
