//! The digests that blobs of an image are named by.

use memchr::memmem;
use ocivet_tests::tar::Field;
use serde_json::Value;

use super::{archive::Archive, stream};
use crate::case::sha256;

/// Rounds of repair: a layer changes its config, that the manifest, an index, an index above it, and `index.json`.
const ROUNDS: usize = 6;

/// The digests of an archive's members before they were changed, by their place among those with contents.
#[derive(Debug)]
pub(super) struct Digests(Vec<(Vec<u8>, Hex)>);

/// Digests of contents, as stored and decompressed.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Hex {
    stored: String,
    plain: String,
}

impl Hex {
    fn of(data: &[u8]) -> Self {
        let stored = sha256(data).hex();
        let plain =
            stream::open(data).map_or_else(|| stored.clone(), |(_, plain)| sha256(&plain).hex());
        Self { stored, plain }
    }
}

impl Digests {
    /// The digests of all members.
    pub(super) fn of(archive: &Archive) -> Self {
        let files = archive.members.iter().filter(|member| member.is_file());
        Self(files.map(|member| (member.name().to_vec(), Hex::of(&member.data))).collect())
    }

    /// Puts the digests that members have now for those that they had, wherever those stand: in names, link targets and
    /// JSON; and sizes beside them.
    pub(super) fn repair(mut self, archive: &mut Archive) {
        for _ in 0..ROUNDS {
            let changed: Vec<(Hex, Hex)> = self.changed(archive);
            if changed.is_empty() {
                break;
            }
            for (old, new) in &changed {
                replace(archive, &old.stored, &new.stored);
                if old.plain != old.stored {
                    replace(archive, &old.plain, &new.plain);
                }
            }
        }
        set_sizes(archive);
    }

    /// What changed since it was last asked, found by name.
    fn changed(&mut self, archive: &Archive) -> Vec<(Hex, Hex)> {
        let mut changed = Vec::new();
        for (name, hex) in &mut self.0 {
            let mut members = archive.members.iter();
            let Some(member) = members.find(|it| it.is_file() && it.name() == &name[..]) else {
                continue;
            };
            let now = Hex::of(&member.data);
            if now != *hex {
                // It is named by its digest, so its name changes too.
                *name = replaced(name, hex.stored.as_bytes(), now.stored.as_bytes());
                changed.push((core::mem::replace(hex, now.clone()), now));
            }
        }
        changed
    }
}

fn is_json(data: &[u8]) -> bool {
    matches!(data.first(), Some(b'{' | b'['))
}

fn replace(archive: &mut Archive, old: &str, new: &str) {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    for member in &mut archive.members {
        for field in [Field::Name, Field::Linkname] {
            let range = field.range();
            let text = &mut member.block[range];
            if let Some(at) = memmem::find(text, old) {
                text[at..at + old.len()].copy_from_slice(new);
            }
        }
        if is_json(&member.data) || member.is_extension() {
            // Of the same length, so that no header changes.
            member.data = replaced(&member.data, old, new);
        }
    }
}

fn replaced(data: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut out = data.to_vec();
    for at in memmem::find_iter(data, old) {
        out[at..at + old.len()].copy_from_slice(new);
    }
    out
}

/// Sizes beside digests are those of the members, the documents below first, for a size of another length changes the
/// digest of its document.
fn set_sizes(archive: &mut Archive) {
    for _ in 0..ROUNDS {
        let digests = Digests::of(archive);
        let files = archive.members.iter().filter(|member| member.is_file());
        let sizes: Vec<(String, usize)> = files
            .zip(&digests.0)
            .map(|(it, (_, hex))| (hex.stored.clone(), it.data.len()))
            .collect();
        let mut any = false;
        for member in archive.members.iter_mut().filter(|it| it.is_file() && is_json(&it.data)) {
            let Ok(mut value) = serde_json::from_slice::<Value>(&member.data) else { continue };
            if set_size(&mut value, &sizes) {
                member.set_data(value.to_string().into_bytes());
                any = true;
            }
        }
        if !any {
            break;
        }
        digests.follow(archive);
    }
}

impl Digests {
    /// One round of names and digests.
    fn follow(mut self, archive: &mut Archive) {
        for (old, new) in self.changed(archive) {
            replace(archive, &old.stored, &new.stored);
        }
    }
}

fn set_all<'a>(values: impl Iterator<Item = &'a mut Value>, sizes: &[(String, usize)]) -> bool {
    // All of them, though one is enough to say yes.
    values.filter_map(|value| set_size(value, sizes).then_some(())).count() > 0
}

fn set_size(value: &mut Value, sizes: &[(String, usize)]) -> bool {
    match value {
        Value::Array(items) => set_all(items.iter_mut(), sizes),
        Value::Object(members) => {
            let digest = members.get("digest").and_then(Value::as_str).unwrap_or_default();
            let found = sizes.iter().find(|(hex, _)| digest.strip_prefix("sha256:") == Some(hex));
            let mut any = false;
            if let (Some((_, size)), Some(stated)) = (found, members.get_mut("size"))
                && stated.as_u64() != u64::try_from(*size).ok()
            {
                *stated = Value::from(*size);
                any = true;
            }
            set_all(members.values_mut(), sizes) || any
        }
        _ => false,
    }
}
