//! Where fuzzing starts: what the recipes make, the files of `wild/`, and what is in them.

use std::{fs, sync::Arc};

use ocivet_core::{
    EntryPath, Options,
    parts::{BlobVerifier, EntryReader, Hashers, InlineHashers, MemberInfo},
};
use ocivet_tests::{
    cases::{Case, files_below, folder},
    recipe::{Content, Input, Item, Kind as RecipeKind},
};
use serde_json::Value;

use crate::{Kind, MARK, Property, case::sha256};

/// Longer inputs are left out.
pub const LONGEST: usize = 48 << 10;

/// What recipes and files give for all properties.
#[derive(Debug, Default)]
pub struct Seeds {
    archives: Vec<Vec<u8>>,
    options: Vec<Vec<u8>>,
    reports: Vec<Vec<u8>>,
    members: Vec<Vec<u8>>,
    dockerfiles: Vec<Vec<u8>>,
    names: Vec<Vec<u8>>,
}

impl Seeds {
    /// Reads them.
    pub fn read() -> Self {
        let mut seeds = Self::default();
        for case in Case::all().0 {
            let recipe = case.recipe().unwrap();
            let options = recipe.options.as_bytes();
            seeds.options.push(options.to_vec());
            seeds.reports.extend(fs::read(case.report()));
            match recipe.build().unwrap() {
                Input::File(bytes) if recipe.kind == RecipeKind::Dockerfile => {
                    seeds.dockerfiles.push(with_options(bytes, options));
                }
                Input::File(bytes) => seeds.add_archive(bytes, options),
                Input::Folder(items) => seeds.add_archive(packed(&items), options),
                Input::Name(name) => seeds.names.push(with_options(name.into_bytes(), options)),
            }
        }
        for path in files_below(&folder("wild")) {
            let bytes = fs::read(path).unwrap();
            seeds.add_archive(bytes, b"");
        }
        seeds
    }

    fn add_archive(&mut self, bytes: Vec<u8>, options: &[u8]) {
        if bytes.len() <= LONGEST {
            for member in members(&bytes) {
                self.members.push(member);
            }
            self.archives.push(with_options(bytes, options));
        }
    }

    /// The inputs that a property starts with, each once.
    pub fn of(&self, property: &Property) -> Vec<Vec<u8>> {
        let json = |members: &[Vec<u8>]| -> Vec<Vec<u8>> {
            let is_json = |it: &&Vec<u8>| matches!(it.first(), Some(b'{' | b'['));
            members.iter().filter(is_json).cloned().collect()
        };
        let mut list = match (property.name, property.kind) {
            ("json", _) => [json(&self.members), self.options.clone()].concat(),
            ("links", _) => json(&self.members),
            ("report_text", _) => self.reports.clone(),
            ("options", _) => self.options.clone(),
            ("containers_policy", _) => self.texts(&["policy", "containers-policy"]),
            ("dockerfile", _) => self.dockerfiles.clone(),
            ("reference", _) => self.names.clone(),
            ("checksums", _) => self.texts(&["checksums"]),
            ("signatures", _) => self.signatures(),
            ("summary", _) => self.summaries(),
            (name, Kind::Compressed) => self.streams(name),
            _ => self.archives.clone(),
        };
        list.retain(|input| input.len() <= LONGEST);
        list.sort();
        list.dedup();
        list
    }

    /// Values of the options, as texts.
    fn values(&self, keys: &[&str]) -> Vec<Value> {
        let all = self.options.iter().filter_map(|text| serde_json::from_slice::<Value>(text).ok());
        all.filter_map(|value| {
            let found = keys.iter().try_fold(&value, |value, key| value.get(key))?;
            Some(found.clone())
        })
        .collect()
    }

    fn texts(&self, keys: &[&str]) -> Vec<Vec<u8>> {
        let values = self.values(keys).into_iter();
        values.filter_map(|value| Some(value.as_str()?.as_bytes().to_vec())).collect()
    }

    /// The options about keys and signatures, each alone and each with its fellows.
    fn signatures(&self) -> Vec<Vec<u8>> {
        const KEYS: [&str; 5] =
            ["image-keys", "image-signatures", "checksums", "keyring", "checksums-signature"];
        let one = |value: &Value| match value {
            Value::Array(list) => {
                list.first().and_then(Value::as_str).unwrap_or_default().to_owned()
            }
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        let all = self.values(&[]);
        let parts =
            all.iter().map(|options| KEYS.map(|key| options.get(key).map(one).unwrap_or_default()));
        parts.map(|parts| parts.join("\0").into_bytes()).collect()
    }

    fn streams(&self, format: &str) -> Vec<Vec<u8>> {
        let magic: &[u8] = match format {
            "gzip" => &[0x1f, 0x8b],
            "zstd" => &[0x28, 0xb5, 0x2f],
            "xz" => &[0xfd, b'7', b'z'],
            _ => b"BZh",
        };
        let all = self.archives.iter().chain(&self.members);
        all.filter(|input| input.starts_with(magic)).cloned().collect()
    }

    fn summaries(&self) -> Vec<Vec<u8>> {
        let hashers: Arc<dyn Hashers> = Arc::new(InlineHashers);
        let summary = |data: &Vec<u8>| {
            let info =
                MemberInfo { number: 0, path: EntryPath::new(&b"blobs/sha256/a"[..]), offset: 0 };
            let mut blob = BlobVerifier::new(&Options::default(), &hashers, info);
            blob.push(data);
            blob.finish().map(|summary| summary.to_bytes())
        };
        self.members.iter().filter_map(summary).collect()
    }
}

fn with_options(mut input: Vec<u8>, options: &[u8]) -> Vec<u8> {
    if !matches!(options, b"" | br#"{"name":"input"}"#) {
        input.extend_from_slice(MARK);
        input.extend_from_slice(options);
    }
    input
}

/// The name of an input's file: the start of its SHA-256.
pub fn name(input: &[u8]) -> String {
    let mut name = sha256(input).hex();
    name.truncate(32);
    name
}

/// A folder as an archive.
fn packed(items: &[Item]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for item in items {
        let (kind, data): (_, &[u8]) = match &item.content {
            Content::File(bytes) => (tar::EntryType::Regular, bytes),
            Content::Directory => (tar::EntryType::Directory, b""),
            Content::Symlink(_) => (tar::EntryType::Symlink, b""),
            Content::Fifo => (tar::EntryType::Fifo, b""),
        };
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(u64::try_from(data.len()).unwrap());
        header.set_mode(0o644);
        let name = String::from_utf8_lossy(&item.path).into_owned();
        // A name that the writer refuses is of no use here.
        let _ = archive.append_data(&mut header, name, data);
    }
    archive.into_inner().unwrap()
}

/// The contents of an archive's files.
fn members(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut count = 0;
    EntryReader::new(&Options::default()).push(bytes, &mut |_| count += 1);
    let mut archive = tar::Archive::new(bytes);
    let entries = archive.entries().into_iter().flatten().map_while(Result::ok);
    let read = |mut entry: tar::Entry<'_, &[u8]>| {
        let mut data = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut data).ok()?;
        (!data.is_empty()).then_some(data)
    };
    entries.take(count).filter_map(read).collect()
}
