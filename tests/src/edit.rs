//! Changes to finished bytes: overwrite, flip bits, replace, insert, remove, cut off.

use serde::Deserialize;

use crate::{
    RecipeError,
    bytes::{Bytes, find},
};

/// One change to finished bytes. `at` or `find` says where; exactly one of the other keys says what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Patch {
    /// Offset of the change; a negative one counts from the end.
    pub at: Option<i64>,
    /// The change is where these bytes first stand.
    pub find: Option<Bytes>,
    /// Bytes to write over what is there.
    pub bytes: Option<Bytes>,
    /// Bits to turn over in the byte there.
    pub flip: Option<u8>,
    /// Bytes to write in place of what `find` found.
    pub replace: Option<Bytes>,
    /// Bytes to put in.
    pub insert: Option<Bytes>,
    /// How many bytes to take out.
    pub remove: Option<usize>,
}

impl Patch {
    fn apply(&self, data: &mut Vec<u8>) -> Result<(), RecipeError> {
        let (start, found) = self.place(data)?;
        let what = (&self.bytes, self.flip, &self.replace, &self.insert, self.remove);
        let (length, new) = match what {
            (Some(bytes), None, None, None, None) => {
                let bytes = bytes.to_vec()?;
                (bytes.len(), bytes)
            }
            (None, Some(mask), None, None, None) => {
                let byte = data.get(start).ok_or_else(|| Self::outside(start, data.len()))?;
                (1, vec![byte ^ mask])
            }
            (None, None, Some(bytes), None, None) if self.find.is_some() => {
                (found, bytes.to_vec()?)
            }
            (None, None, None, Some(bytes), None) => (0, bytes.to_vec()?),
            (None, None, None, None, Some(count)) => (count, Vec::new()),
            _ => {
                return Err(RecipeError::new(
                    "a patch has exactly one of `bytes`, `flip`, `insert`, `remove`, or `find` and \
                     `replace`",
                ));
            }
        };
        let end = start + length;
        if end > data.len() {
            return Err(Self::outside(end, data.len()));
        }
        data.splice(start..end, new);
        Ok(())
    }

    /// Where the change starts, and how much `find` found there.
    fn place(&self, data: &[u8]) -> Result<(usize, usize), RecipeError> {
        match (self.at, &self.find) {
            (Some(at), None) => Ok((offset(at, data.len())?, 0)),
            (None, Some(wanted)) => {
                let wanted = wanted.to_vec()?;
                let start = find(data, &wanted).ok_or_else(|| {
                    let wanted = String::from_utf8_lossy(&wanted).into_owned();
                    RecipeError::new(format!("a patch looks for {wanted:?}, which is not there"))
                })?;
                Ok((start, wanted.len()))
            }
            _ => Err(RecipeError::new("a patch has exactly one of `at` and `find`")),
        }
    }

    fn outside(offset: usize, length: usize) -> RecipeError {
        RecipeError::new(format!("a patch reaches offset {offset} of {length} bytes"))
    }
}

/// An offset that counts from the end where it is negative.
fn offset(at: i64, length: usize) -> Result<usize, RecipeError> {
    let magnitude = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX);
    let offset = if at < 0 { length.checked_sub(magnitude) } else { Some(magnitude) };
    offset
        .filter(|&offset| offset <= length)
        .ok_or_else(|| RecipeError::new(format!("offset {at} is outside of {length} bytes")))
}

/// Applies patches in their order, then keeps what stands before `truncate`.
pub fn finish(
    data: &mut Vec<u8>,
    patches: &[Patch],
    truncate: Option<i64>,
) -> Result<(), RecipeError> {
    for patch in patches {
        patch.apply(data)?;
    }
    if let Some(at) = truncate {
        data.truncate(offset(at, data.len())?);
    }
    Ok(())
}
