//! `oci-layout`.

use crate::{
    json::{FieldReader, Fields, JsonValue},
    model::{FieldFaultKind, escape_str},
};

/// The file that says that a folder is an image layout. Nothing but its faults is of interest.
///
/// Source: OCI image-spec 1.1, image-layout.md, "oci-layout file".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout;

const NAME: &str = "imageLayoutVersion";
const LAYOUT: Fields<1> = Fields { read: [NAME], other: &[] };

impl Layout {
    /// Reads an `oci-layout`.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'_>) -> Option<Self> {
        let [field] = reader.fields(value, &LAYOUT)?;
        let version = reader.required_text(value, NAME, field);
        let other = version.as_deref().filter(|&version| version != "1.0.0");
        if let (Some(field), Some(text)) = (field, other) {
            let kind = FieldFaultKind::LayoutVersion { text: escape_str(text) };
            reader.at_key(NAME, |reader| reader.fault(field, kind));
        }
        Some(Self)
    }
}
