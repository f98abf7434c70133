//! Platforms of descriptors.

use core::fmt;
use std::borrow::Cow;

use crate::{
    json::{FieldReader, Fields, JsonValue},
    model::Escaped,
};

/// What an image runs on.
///
/// Source: OCI image-spec 1.1, image-index.md, "platform"; config.md, "Properties".
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Platform<'a> {
    /// As Go's `GOOS`; empty where it is absent.
    pub(crate) os: Cow<'a, str>,
    /// As Go's `GOARCH`; empty where it is absent.
    pub(crate) architecture: Cow<'a, str>,
    /// Variant of the processor; empty where it is absent.
    pub(crate) variant: Cow<'a, str>,
}

const PLATFORM: Fields<3> = Fields {
    read: ["os", "architecture", "variant"],
    other: &["os.version", "os.features", "features"],
};

impl<'a> Platform<'a> {
    /// Reads the `platform` of a descriptor, in which `os` and `architecture` are required.
    pub(super) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [os, architecture, variant] = reader.fields(value, &PLATFORM)?;
        Some(Self {
            os: reader.required_text(value, "os", os).unwrap_or_default(),
            architecture: reader
                .required_text(value, "architecture", architecture)
                .unwrap_or_default(),
            variant: reader.text("variant", variant).unwrap_or_default(),
        })
    }
}

/// `os/architecture[/variant]`, escaped.
impl fmt::Display for Platform<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |text: &Cow<'_, str>| Escaped(text.as_bytes()).to_string();
        write!(out, "{}/{}", part(&self.os), part(&self.architecture))?;
        if self.variant.is_empty() { Ok(()) } else { write!(out, "/{}", part(&self.variant)) }
    }
}
