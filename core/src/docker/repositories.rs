//! `repositories` of a docker-archive.

use std::borrow::Cow;

use crate::{
    json::{FieldReader, JsonKind, JsonValue},
    model::to_u64,
};

/// What the legacy file `repositories` says: which layer each tag names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repositories<'a> {
    /// The repositories, in order.
    pub(crate) list: Vec<Repository<'a>>,
}

/// One repository of `repositories`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Repository<'a> {
    /// Its name.
    pub(crate) name: Cow<'a, str>,
    /// Its tags, in order.
    pub(crate) tags: Vec<Tag<'a>>,
}

/// One tag of a repository.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Tag<'a> {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// The tag.
    pub(crate) name: Cow<'a, str>,
    /// Id of the topmost layer.
    pub(crate) layer: Cow<'a, str>,
}

impl<'a> Repositories<'a> {
    /// Reads a `repositories`. Its objects are maps: any key stands for itself.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        if !reader.expect(value, JsonKind::Object) {
            return None;
        }
        let mut list = Vec::new();
        for (name, inner) in value.members() {
            if !reader.spend() {
                break;
            }
            let name = name.as_str().unwrap_or_default();
            let tags = reader.at_key(&name, |reader| read_tags(reader, inner));
            list.push(Repository { name, tags });
        }
        Some(Self { list })
    }
}

fn read_tags<'a>(reader: &mut FieldReader, value: JsonValue<'a>) -> Vec<Tag<'a>> {
    let mut tags = Vec::new();
    if !reader.expect(value, JsonKind::Object) {
        return tags;
    }
    for (key, layer) in value.members() {
        if !reader.spend() {
            break;
        }
        let name = key.as_str().unwrap_or_default();
        if reader.at_key(&name, |reader| reader.expect(layer, JsonKind::String)) {
            let layer = layer.as_str().unwrap_or_default();
            tags.push(Tag { offset: to_u64(key.start()), name, layer });
        }
    }
    tags
}
