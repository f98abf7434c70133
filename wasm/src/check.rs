//! One check, from bytes to a report.

use ocivet_core::{
    Event, FileKind, Flow, Format, LayoutVerifier as CoreLayout, Options, Verifier as CoreVerifier,
    check_name as core_check_name,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// Verifies one input from its bytes in order.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Verifier {
    core: CoreVerifier,
    member: Member,
}

#[wasm_bindgen]
impl Verifier {
    /// A verifier under options as JSON text, with 16 random bytes for its hash tables.
    ///
    /// # Errors
    /// What is wrong with the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, key: &[u8]) -> Result<Self, String> {
        Ok(Self {
            core: CoreVerifier::new(&read_options(options, key)?),
            member: Member::default(),
        })
    }

    /// Takes the next bytes; true where nothing that follows can change the verdict.
    pub fn push(&mut self, chunk: &[u8]) -> bool {
        let flow = self.core.push(chunk);
        self.member.follow(|| self.core.poll_event());
        flow == Flow::Settled
    }

    /// The member that began last, escaped; empty before the first.
    pub fn member(&self) -> String {
        self.member.0.clone()
    }

    /// The end of the input: its report as JSON text.
    pub fn finish(self) -> String {
        self.core.finish().render(Format::Json)
    }
}

/// Judges the name of an image: its report as JSON text.
///
/// # Errors
/// What is wrong with the options.
#[wasm_bindgen]
pub fn check_name(name: &str, options: &str) -> Result<String, String> {
    let options = Options::from_json(options).map_err(|error| error.to_string())?;
    Ok(core_check_name(name, &options).render(Format::Json))
}

/// Verifies an OCI image layout that is a folder, file by file.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LayoutVerifier {
    core: CoreLayout,
    member: Member,
}

#[wasm_bindgen]
impl LayoutVerifier {
    /// A verifier under options as JSON text, with 16 random bytes for its hash tables.
    ///
    /// # Errors
    /// What is wrong with the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, key: &[u8]) -> Result<Self, String> {
        Ok(Self { core: CoreLayout::new(&read_options(options, key)?), member: Member::default() })
    }

    /// Starts a regular file of `size` bytes; the path is relative to the layout.
    pub fn begin_file(&mut self, path: &[u8], size: u64) {
        self.core.begin_file(path, size);
        self.member.follow(|| self.core.poll_event());
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, chunk: &[u8]) {
        let _ = self.core.push(chunk);
    }

    /// Ends the file.
    pub fn end_file(&mut self) {
        self.core.end_file();
    }

    /// Tells of a path that is no regular file.
    ///
    /// # Errors
    /// Where there is no such kind.
    pub fn add_other(&mut self, path: &[u8], kind: &str) -> Result<(), String> {
        self.core.add_other(path, file_kind(kind)?);
        Ok(())
    }

    /// The file that began last, escaped; empty before the first.
    pub fn member(&self) -> String {
        self.member.0.clone()
    }

    /// All files were given: the report as JSON text.
    pub fn finish(self) -> String {
        self.core.finish().render(Format::Json)
    }
}

/// The name of the member that began last, escaped.
#[derive(Debug, Default)]
struct Member(String);

impl Member {
    fn follow(&mut self, mut poll: impl FnMut() -> Option<Event>) {
        let mut last = None;
        while let Some(event) = poll() {
            if let Event::Member(path) = event {
                last = Some(path);
            }
        }
        if let Some(path) = last {
            self.0 = path.to_string();
        }
    }
}

fn read_options(text: &str, key: &[u8]) -> Result<Options, String> {
    let options = Options::from_json(text).map_err(|error| error.to_string())?;
    let key = key.try_into().map_err(|_| "the key must have 16 bytes".to_owned())?;
    Ok(options.with_hash_key(key))
}

fn file_kind(name: &str) -> Result<FileKind, String> {
    Ok(match name {
        "directory" => FileKind::Directory,
        "file" => FileKind::Regular,
        "special" => FileKind::Special,
        "symlink" => FileKind::Symlink,
        _ => return Err("the kind must be one of directory, file, special, symlink".to_owned()),
    })
}
