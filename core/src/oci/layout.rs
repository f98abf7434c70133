//! `oci-layout`.

use std::borrow::Cow;

use crate::json::{FieldReader, Fields, JsonValue};
use crate::model::{FieldFaultKind, escape_str};

/// The file that says that a folder is an image layout.
///
/// Source: OCI image-spec 1.1, image-layout.md, "oci-layout file".
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout<'a> {
    /// `imageLayoutVersion`.
    pub(crate) version: Option<Cow<'a, str>>,
}

const NAME: &str = "imageLayoutVersion";
const LAYOUT: Fields<1> = Fields { read: [NAME], other: &[] };

impl<'a> Layout<'a> {
    /// Reads an `oci-layout`.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [field] = reader.fields(value, &LAYOUT)?;
        let version = reader.required_text(value, NAME, field);
        if let (Some(field), Some(text)) =
            (field, version.as_deref().filter(|&text| text != "1.0.0"))
        {
            let kind = FieldFaultKind::LayoutVersion { text: escape_str(text) };
            reader.at_key(NAME, |reader| reader.fault(field, kind));
        }
        Some(Self { version })
    }
}
