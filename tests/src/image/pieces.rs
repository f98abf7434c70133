//! What an image is made of, by names that recipes can use before any digest is known.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;
use sha2::Digest as _;

use crate::{RecipeError, bytes::Bytes, tar::Entry};

/// An algorithm of digests.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the algorithms' own names")]
pub enum Algorithm {
    #[default]
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// The name in digests and paths.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The digest in hex.
    pub fn hex(self, bytes: &[u8]) -> String {
        let digest = match self {
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        };
        digest.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The digest as descriptors write it.
    pub fn digest(self, bytes: &[u8]) -> String {
        format!("{}:{}", self.name(), self.hex(bytes))
    }
}

/// One member of the archive, or file of the layout.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its name in recipes.
    pub name: String,
    /// The member.
    pub entry: Entry,
}

/// Pieces in the order in which they are made.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    algorithm: Algorithm,
    list: Vec<Piece>,
    values: BTreeMap<String, String>,
    bytes: BTreeMap<String, Vec<u8>>,
}

impl Pieces {
    /// None yet.
    pub(super) fn new(algorithm: Algorithm) -> Self {
        Self { algorithm, ..Self::default() }
    }

    /// The algorithm of digests.
    pub(super) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Makes bytes known by a name, with their digest and size, before they have a place.
    pub(super) fn know(&mut self, name: &str, bytes: Vec<u8>) {
        self.let_be(name, "digest", self.algorithm.digest(&bytes));
        self.let_be(name, "hex", self.algorithm.hex(&bytes));
        self.let_be(name, "size", bytes.len().to_string());
        self.bytes.insert(name.to_owned(), bytes);
    }

    /// Makes a value known as `{name.key}`.
    pub(super) fn let_be(&mut self, name: &str, key: &str, value: String) {
        self.values.insert(format!("{name}.{key}"), value);
    }

    /// A value that was made known.
    pub(super) fn value(&self, name: &str, key: &str) -> String {
        self.values.get(&format!("{name}.{key}")).cloned().unwrap_or_default()
    }

    /// The bytes of a piece.
    pub(super) fn bytes(&self, name: &str) -> Result<&[u8], RecipeError> {
        let bytes = self.bytes.get(name).map(Vec::as_slice);
        bytes.ok_or_else(|| RecipeError::new(format!("no piece is called {name:?}")))
    }

    /// Its length as a JSON number.
    pub(super) fn size(&self, name: &str) -> usize {
        self.bytes.get(name).map_or(0, Vec::len)
    }

    /// Gives a known piece its place. The same blob at the same place is written once.
    pub(super) fn place(&mut self, name: &str, path: &str) {
        self.let_be(name, "path", path.to_owned());
        let bytes = self.bytes.get(name).cloned().unwrap_or_default();
        let path = Bytes::from(path);
        let there = self.list.iter().any(|piece| {
            piece.entry.path.as_ref() == Some(&path) && self.bytes.get(&piece.name) == Some(&bytes)
        });
        if !there {
            self.add(name, Entry::file(path, bytes));
        }
    }

    /// Gives a known piece the place that its digest names.
    pub(super) fn place_blob(&mut self, name: &str) {
        let path = format!("blobs/{}/{}", self.algorithm.name(), self.value(name, "hex"));
        self.place(name, &path);
    }

    /// Adds a member.
    pub(super) fn add(&mut self, name: &str, entry: Entry) {
        self.list.push(Piece { name: name.to_owned(), entry });
    }

    /// Adds a member, unless one of that path is there: layers that are equal share their folder.
    pub(super) fn add_once(&mut self, name: &str, entry: Entry) {
        if !self.list.iter().any(|piece| piece.entry.path == entry.path) {
            self.add(name, entry);
        }
    }

    /// Puts in what the placeholders stand for; a fault names one that stands for nothing yet.
    pub(super) fn fill(&self, bytes: &Bytes) -> Result<Vec<u8>, RecipeError> {
        let mut bytes = bytes.with_pieces(&self.bytes);
        for (name, value) in &self.values {
            bytes = bytes.replaced(&format!("{{{name}}}"), value);
        }
        let bytes = bytes.to_vec()?;
        match unknown_placeholder(&bytes) {
            None => Ok(bytes),
            Some(name) => Err(RecipeError::new(format!("{{{name}}} stands for nothing here"))),
        }
    }

    /// The same for every part of a member that can hold placeholders.
    pub(super) fn fill_entry(&self, entry: &Entry) -> Result<Entry, RecipeError> {
        let mut filled = entry.clone();
        for (name, value) in &self.values {
            filled = filled.replaced(&format!("{{{name}}}"), value);
        }
        filled.data = filled.data.map(|data| data.with_pieces(&self.bytes));
        for bytes in [&filled.path, &filled.symlink, &filled.hardlink].into_iter().flatten() {
            self.fill(bytes)?;
        }
        Ok(filled)
    }

    /// The members in the order that is asked for. `*` stands for those that are not named.
    pub(super) fn ordered(
        mut self,
        order: &[String],
        omit: &[String],
    ) -> Result<Vec<Piece>, RecipeError> {
        for name in order.iter().chain(omit).filter(|&name| name != "*") {
            if !self.list.iter().any(|piece| piece.name == *name) {
                let names = self.list.iter().map(|piece| piece.name.as_str());
                let names = names.collect::<Vec<_>>().join(", ");
                return Err(RecipeError::new(format!("no member is called {name:?}: {names}")));
            }
        }
        self.list.retain(|piece| !omit.contains(&piece.name));
        let at = |name: &str| order.iter().position(|other| other == name);
        let rest = at("*").unwrap_or(order.len());
        self.list.sort_by_key(|piece| at(&piece.name).unwrap_or(rest));
        Ok(self.list)
    }
}

/// The first thing in braces that looks like a placeholder.
fn unknown_placeholder(bytes: &[u8]) -> Option<String> {
    let keys = [".digest", ".hex", ".size", ".diff-id", ".path", ".id"];
    let text = String::from_utf8_lossy(bytes);
    text.split('{').skip(1).find_map(|after| {
        let (name, _) = after.split_once('}')?;
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        (plain && keys.iter().any(|key| name.ends_with(key))).then(|| name.to_owned())
    })
}
