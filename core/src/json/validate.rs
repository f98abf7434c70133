//! Whether a text is valid JSON with unique keys.

use core::cmp::Ordering;
use core::str;

use super::lexer::{self, Wrong};
use super::pointer::Pointer;
use super::string;
use crate::model::{JsonFault, JsonFaultKind, Limits, sort_by, sort_by_key, to_u64};

/// What is wrong with a text, by offset; nothing if it is one JSON value with unique keys.
///
/// Duplicate keys are compared after unescaping, in every object. Anything else ends the reading: the
/// last fault is then `Invalid`, `TooDeep` or `TooLarge`.
///
/// Bounds: nesting of `Limits::json_depth`, without recursion; memory of 4 bytes for each key of the
/// objects that are open at one time; `Limits::DOCUMENT_FAULTS` faults; time n log n.
/// Source: RFC 8259.
/// Differs: `serde_json` takes duplicate keys; Go takes them, bad UTF-8 and lone surrogates.
pub(crate) fn validate(text: &[u8], limits: &Limits) -> Vec<JsonFault> {
    let size = to_u64(text.len());
    if size > limits.json_size || u32::try_from(size).is_err() {
        let kind = JsonFaultKind::TooLarge { size };
        return vec![JsonFault { offset: 0, pointer: String::new(), kind }];
    }
    let mut validator = Validator {
        text,
        depth: limits.json_depth,
        frames: Vec::new(),
        keys: Vec::new(),
        faults: Vec::new(),
    };
    if let Err(stop) = validator.whole() {
        validator.stop(&stop);
    }
    sort_by_key(&mut validator.faults, |fault| fault.offset);
    validator.faults
}

/// An object or array that is open.
enum Frame {
    /// `keys[from..]` are its keys.
    Object { from: usize },
    /// Items before the present one.
    Array { index: u64 },
}

/// What must come next.
enum State {
    /// A value.
    Value,
    /// The first key of an object, or its end.
    FirstKey,
    /// A further key of an object.
    Key,
    /// A comma or the end of the innermost container; the end of the text where there is none.
    After,
}

/// Why reading ends early.
enum Stop {
    Wrong(Wrong),
    TooDeep(usize),
}

impl From<Wrong> for Stop {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

const fn stop<T>(at: usize, reason: &'static str) -> Result<T, Stop> {
    Err(Stop::Wrong(Wrong { at, reason }))
}

struct Validator<'a> {
    text: &'a [u8],
    depth: u64,
    frames: Vec<Frame>,
    /// Where the keys of the open objects start, each at its opening quote.
    keys: Vec<u32>,
    faults: Vec<JsonFault>,
}

impl Validator<'_> {
    fn whole(&mut self) -> Result<(), Stop> {
        if let Err(error) = str::from_utf8(self.text) {
            return stop(error.valid_up_to(), "not UTF-8");
        }
        if self.text.starts_with("\u{feff}".as_bytes()) {
            return stop(0, "byte order mark");
        }
        let mut state = State::Value;
        let mut at = 0;
        loop {
            at = lexer::skip_space(self.text, at);
            if matches!(state, State::After) && self.frames.is_empty() {
                break;
            }
            (state, at) = match state {
                State::Value => self.step_value(at)?,
                State::FirstKey if self.text.get(at) == Some(&b'}') => self.close(at),
                State::FirstKey | State::Key => self.step_key(at)?,
                State::After => self.step_after(at)?,
            };
        }
        if at < self.text.len() { stop(at, "data after the value") } else { Ok(()) }
    }

    fn step_value(&mut self, at: usize) -> Result<(State, usize), Stop> {
        match self.text.get(at) {
            Some(b'{') => {
                self.open(Frame::Object { from: self.keys.len() }, at)?;
                Ok((State::FirstKey, at.saturating_add(1)))
            }
            Some(b'[') => {
                self.open(Frame::Array { index: 0 }, at)?;
                let first = lexer::skip_space(self.text, at.saturating_add(1));
                match self.text.get(first) {
                    Some(b']') => Ok(self.close(first)),
                    _ => Ok((State::Value, first)),
                }
            }
            _ => Ok((State::After, lexer::scalar(self.text, at)?)),
        }
    }

    fn step_key(&mut self, at: usize) -> Result<(State, usize), Stop> {
        if self.text.get(at) != Some(&b'"') {
            return stop(at, "not a key");
        }
        let colon = lexer::skip_space(self.text, lexer::string(self.text, at)?);
        if self.text.get(colon) != Some(&b':') {
            return stop(colon, "no colon after a key");
        }
        // The text is shorter than 2^32 bytes: see `validate`.
        self.keys.push(u32::try_from(at).unwrap_or(u32::MAX));
        Ok((State::Value, colon.saturating_add(1)))
    }

    fn step_after(&mut self, at: usize) -> Result<(State, usize), Stop> {
        match (self.frames.last_mut(), self.text.get(at)) {
            (Some(Frame::Object { .. }), Some(b',')) => Ok((State::Key, at.saturating_add(1))),
            (Some(Frame::Array { index }), Some(b',')) => {
                *index = index.saturating_add(1);
                Ok((State::Value, at.saturating_add(1)))
            }
            (Some(Frame::Object { .. }), Some(b'}')) | (Some(Frame::Array { .. }), Some(b']')) => {
                Ok(self.close(at))
            }
            (_, None) => stop(at, "text ends inside an object or array"),
            _ => stop(at, "neither a comma nor the end of the object or array"),
        }
    }

    fn open(&mut self, frame: Frame, at: usize) -> Result<(), Stop> {
        if to_u64(self.frames.len()) >= self.depth {
            return Err(Stop::TooDeep(at));
        }
        self.frames.push(frame);
        Ok(())
    }

    /// Ends the innermost container, whose last byte is at `at`.
    fn close(&mut self, at: usize) -> (State, usize) {
        if let Some(Frame::Object { from }) = self.frames.pop() {
            self.find_duplicates(from);
            self.keys.truncate(from);
        }
        (State::After, at.saturating_add(1))
    }

    /// Reports every key of `keys[from..]` that is there twice, and sorts them for it.
    fn find_duplicates(&mut self, from: usize) {
        let text = self.text;
        let Some(keys) = self.keys.get_mut(from..) else { return };
        sort_by(keys, |&left, &right| compare(text, left, right).then(left.cmp(&right)));
        let mut first = None;
        for number in from..self.keys.len() {
            let Some(&offset) = self.keys.get(number) else { break };
            match first {
                Some(first) if compare(text, first, offset).is_eq() => {
                    self.report_duplicate(first, offset, from);
                }
                _ => first = Some(offset),
            }
        }
    }

    fn report_duplicate(&mut self, first: u32, offset: u32, from: usize) {
        if self.faults.len() >= Limits::DOCUMENT_FAULTS {
            return;
        }
        let mut pointer = self.pointer(from);
        pointer.push_key(&string::unescape(key(self.text, offset)));
        let kind = JsonFaultKind::DuplicateKey { first: u64::from(first) };
        self.faults.push(JsonFault { offset: u64::from(offset), pointer: pointer.into(), kind });
    }

    /// The pointer of the innermost value that is being read; `keys[..end]` are those of open objects.
    fn pointer(&self, end: usize) -> Pointer {
        let mut pointer = Pointer::new();
        for (number, frame) in self.frames.iter().enumerate() {
            match frame {
                Frame::Array { index } => pointer.push_index(*index),
                // The keys of this object end where those of the next one start.
                Frame::Object { from } => {
                    let mut inner = self.frames.iter().skip(number.saturating_add(1));
                    let end = inner.find_map(Frame::keys_from).unwrap_or(end);
                    match self.keys.get(*from..end).and_then(<[u32]>::last) {
                        Some(&last) => pointer.push_key(&string::unescape(key(self.text, last))),
                        None => break,
                    }
                }
            };
        }
        pointer
    }

    fn stop(&mut self, stop: &Stop) {
        let (at, kind) = match *stop {
            Stop::Wrong(Wrong { at, reason }) => {
                (at, JsonFaultKind::Invalid { reason: reason.into() })
            }
            Stop::TooDeep(at) => (at, JsonFaultKind::TooDeep),
        };
        // The reason for which the document is not read must not be the one that is left out.
        self.faults.truncate(Limits::DOCUMENT_FAULTS.saturating_sub(1));
        let pointer = self.pointer(self.keys.len()).into();
        self.faults.push(JsonFault { offset: to_u64(at), pointer, kind });
    }
}

impl Frame {
    const fn keys_from(&self) -> Option<usize> {
        match self {
            Self::Object { from } => Some(*from),
            Self::Array { .. } => None,
        }
    }
}

/// The contents of the valid string whose opening quote is at `start`.
fn key(text: &[u8], start: u32) -> &[u8] {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let end = lexer::string(text, start).unwrap_or(start);
    text.get(start.saturating_add(1)..end.saturating_sub(1)).unwrap_or_default()
}

/// Compares two keys, given by their opening quotes, after unescaping.
fn compare(text: &[u8], left: u32, right: u32) -> Ordering {
    // One pass up to the first difference: keys may share long beginnings.
    for (a, b) in contents(text, left).zip(contents(text, right)) {
        match (a, b) {
            (b'\\', _) | (_, b'\\') => break,
            (b'"', b'"') => return Ordering::Equal,
            (b'"', _) => return Ordering::Less,
            (_, b'"') => return Ordering::Greater,
            _ if a != b => return a.cmp(&b),
            _ => {}
        }
    }
    string::compare(key(text, left), key(text, right))
}

/// The text after the opening quote at `start`.
fn contents(text: &[u8], start: u32) -> impl Iterator<Item = u8> {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    text.get(start.saturating_add(1)..).unwrap_or_default().iter().copied()
}
