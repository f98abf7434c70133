//! Fields of known objects, and what is wrong with them.

use std::borrow::Cow;

use super::pointer::Pointer;
use super::string;
use super::value::{JsonKind, JsonValue};
use crate::model::{
    Digest, DigestError, FieldFault, FieldFaultKind, FieldFaults, Limits, escape, escape_str,
    to_u64,
};

/// The fields of an object that a Go structure stands behind, so that case is folded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<const N: usize> {
    /// Those that are read.
    pub(crate) read: [&'static str; N],
    /// The others that such an object may have.
    pub(crate) other: &'static [&'static str],
}

/// Reads typed values out of one document, and keeps its place and its faults.
///
/// Bounds: `Limits::DOCUMENT_FAULTS` faults are kept, the rest counted; `budget` descriptors are read.
#[derive(Debug)]
pub(crate) struct FieldReader {
    pointer: Pointer,
    faults: FieldFaults,
    budget: u64,
    exhausted: bool,
}

impl FieldReader {
    /// A reader at the whole of a document. `budget` is how many entries of long lists it may give.
    pub(crate) const fn new(budget: u64) -> Self {
        let faults = FieldFaults { list: Vec::new(), more: 0 };
        Self { pointer: Pointer::new(), faults, budget, exhausted: false }
    }

    /// What was wrong, what is left of the budget, and whether it was not enough.
    pub(crate) fn finish(self) -> (FieldFaults, u64, bool) {
        (self.faults, self.budget, self.exhausted)
    }

    /// Takes one from the budget for an entry of a long list; false once it is used up.
    pub(crate) const fn spend(&mut self) -> bool {
        if let Some(left) = self.budget.checked_sub(1) {
            self.budget = left;
            return true;
        }
        self.exhausted = true;
        false
    }

    /// Notes a fault of the present value.
    pub(crate) fn fault(&mut self, value: JsonValue<'_>, kind: FieldFaultKind) {
        if self.faults.list.len() >= Limits::DOCUMENT_FAULTS {
            self.faults.more = self.faults.more.saturating_add(1);
            return;
        }
        let pointer = self.pointer.as_str().to_owned();
        self.faults.list.push(FieldFault { offset: to_u64(value.start()), pointer, kind });
    }

    /// Reads with the pointer at a member of the present value.
    pub(crate) fn at_key<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.pointer.push_key(key);
        let result = read(self);
        self.pointer.truncate(mark);
        result
    }

    /// Reads with the pointer at an item of the present value.
    pub(crate) fn at_index<T>(&mut self, index: u64, read: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.pointer.push_index(index);
        let result = read(self);
        self.pointer.truncate(mark);
        result
    }

    /// The values of an object's fields; none if it is no object.
    ///
    /// Of a duplicate key the last one is taken, as most readers do. A key that Go takes for a field by
    /// folding case is a fault, and stands for the field where nothing else does.
    pub(crate) fn fields<'a, const N: usize>(
        &mut self,
        object: JsonValue<'a>,
        known: &Fields<N>,
    ) -> Option<[Option<JsonValue<'a>>; N]> {
        if !self.expect(object, JsonKind::Object) {
            return None;
        }
        let mut exact = [None; N];
        let mut folded = [None; N];
        for (key, value) in object.members() {
            let Some(name) = key.as_str() else { continue };
            if let Some(slot) = find(&mut exact, known, |field| name == field) {
                *slot = Some(value);
            } else if !known.other.contains(&&*name) {
                if let Some(slot) = find(&mut folded, known, |field| string::folds_to(&name, field))
                {
                    *slot = Some(value);
                }
                self.check_case(key, &name, known);
            }
        }
        for (exact, folded) in exact.iter_mut().zip(folded) {
            *exact = exact.or(folded);
        }
        Some(exact)
    }

    fn check_case<const N: usize>(&mut self, key: JsonValue<'_>, name: &str, known: &Fields<N>) {
        let mut all = known.read.iter().chain(known.other);
        if let Some(&field) = all.find(|field| string::folds_to(name, field)) {
            let kind = FieldFaultKind::CaseKey { key: escape_str(name), field };
            self.at_key(name, |reader| reader.fault(key, kind));
        }
    }

    /// Notes a required field that is absent.
    pub(crate) fn missing(&mut self, object: JsonValue<'_>, field: &'static str) {
        self.fault(object, FieldFaultKind::Missing { field });
    }

    /// Whether the present value is of a kind; notes a fault if not.
    pub(crate) fn expect(&mut self, value: JsonValue<'_>, kind: JsonKind) -> bool {
        let found = value.kind();
        if found != kind {
            let (expected, found) = (kind.name(), found.name());
            self.fault(value, FieldFaultKind::WrongType { expected, found });
        }
        found == kind
    }

    /// The field `name`, if it is there, not null (which Go reads as absent) and of a kind.
    pub(crate) fn optional<'a>(
        &mut self,
        name: &'static str,
        value: Option<JsonValue<'a>>,
        kind: JsonKind,
    ) -> Option<JsonValue<'a>> {
        let value = value.filter(|value| value.kind() != JsonKind::Null)?;
        self.at_key(name, |reader| reader.expect(value, kind)).then_some(value)
    }

    /// The field `name`, which `object` must have and which must be of a kind.
    pub(crate) fn required<'a>(
        &mut self,
        object: JsonValue<'a>,
        name: &'static str,
        value: Option<JsonValue<'a>>,
        kind: JsonKind,
    ) -> Option<JsonValue<'a>> {
        let Some(value) = value else {
            self.missing(object, name);
            return None;
        };
        self.at_key(name, |reader| reader.expect(value, kind)).then_some(value)
    }

    /// What `read` makes of the field `name`, which `object` must have.
    pub(crate) fn present<'a, T>(
        &mut self,
        object: JsonValue<'a>,
        name: &'static str,
        value: Option<JsonValue<'a>>,
        read: impl FnOnce(&mut Self, JsonValue<'a>) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = value {
            return self.at_key(name, |reader| read(reader, value));
        }
        self.missing(object, name);
        None
    }

    /// The text of the optional field `name`.
    pub(crate) fn text<'a>(
        &mut self,
        name: &'static str,
        value: Option<JsonValue<'a>>,
    ) -> Option<Cow<'a, str>> {
        self.optional(name, value, JsonKind::String)?.as_str()
    }

    /// The text of the field `name`, which `object` must have.
    pub(crate) fn required_text<'a>(
        &mut self,
        object: JsonValue<'a>,
        name: &'static str,
        value: Option<JsonValue<'a>>,
    ) -> Option<Cow<'a, str>> {
        self.required(object, name, value, JsonKind::String)?.as_str()
    }

    /// The size that the present value states: an integer from 0 to 2^63-1.
    pub(crate) fn size(&mut self, value: JsonValue<'_>) -> Option<u64> {
        let size = value.as_u64().filter(|&size| i64::try_from(size).is_ok());
        if size.is_none() && self.expect(value, JsonKind::Number) {
            let kind = FieldFaultKind::SizeRange { text: escape(value.raw()) };
            self.fault(value, kind);
        }
        size
    }

    /// The digest that the present value, a string, states.
    pub(crate) fn digest(&mut self, value: JsonValue<'_>) -> Option<Digest> {
        if !self.expect(value, JsonKind::String) {
            return None;
        }
        let text = value.as_str()?;
        let kind = match Digest::parse(&text) {
            Ok(digest) => return Some(digest),
            Err(DigestError::Malformed) => {
                FieldFaultKind::DigestMalformed { text: escape_str(&text) }
            }
            Err(DigestError::UnknownAlgorithm) => {
                FieldFaultKind::DigestAlgorithm { text: escape_str(&text) }
            }
        };
        self.fault(value, kind);
        None
    }

    /// The required field `schemaVersion`, which must be 2.
    pub(crate) fn schema_version(&mut self, object: JsonValue<'_>, value: Option<JsonValue<'_>>) {
        const NAME: &str = "schemaVersion";
        let Some(value) = self.required(object, NAME, value, JsonKind::Number) else { return };
        if value.as_u64() != Some(2) {
            let kind = FieldFaultKind::SchemaVersion { text: escape(value.raw()) };
            self.at_key(NAME, |reader| reader.fault(value, kind));
        }
    }
}

/// The slot of the first field that fits.
fn find<'s, 'a, const N: usize>(
    slots: &'s mut [Option<JsonValue<'a>>; N],
    known: &Fields<N>,
    fits: impl Fn(&str) -> bool,
) -> Option<&'s mut Option<JsonValue<'a>>> {
    known.read.iter().zip(slots).find(|(field, _)| fits(field)).map(|(_, slot)| slot)
}
