//! The tokens of a JSON text.

/// Why bytes are no token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Wrong {
    /// Where in the text.
    pub(super) at: usize,
    /// What is wrong there.
    pub(super) reason: &'static str,
}

const fn wrong<T>(at: usize, reason: &'static str) -> Result<T, Wrong> {
    Err(Wrong { at, reason })
}

/// Length of the run of bytes from `at` that fit.
fn run(text: &[u8], at: usize, fits: impl Fn(u8) -> bool) -> usize {
    text.get(at..).unwrap_or_default().iter().take_while(|&&byte| fits(byte)).count()
}

/// The place after the white space at `at`.
pub(super) fn skip_space(text: &[u8], at: usize) -> usize {
    at.saturating_add(run(text, at, |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')))
}

/// The place after the string whose opening quote is at `at`.
pub(super) fn string(text: &[u8], at: usize) -> Result<usize, Wrong> {
    let mut at = at.saturating_add(1);
    loop {
        at = at.saturating_add(run(text, at, |byte| byte >= 0x20 && byte != b'"' && byte != b'\\'));
        match text.get(at) {
            Some(b'"') => return Ok(at.saturating_add(1)),
            Some(b'\\') => at = escape(text, at)?,
            Some(_) => return wrong(at, "control byte in a string"),
            None => return wrong(at, "string without its closing quote"),
        }
    }
}

/// The place after the escape whose backslash is at `at`.
fn escape(text: &[u8], at: usize) -> Result<usize, Wrong> {
    match text.get(at.saturating_add(1)) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at.saturating_add(2)),
        Some(b'u') => {
            let Some(unit) = code_unit(text, at) else {
                return wrong(at, "escape without four hexadecimal digits");
            };
            let after = at.saturating_add(6);
            match unit {
                0xd800..=0xdbff => match code_unit(text, after) {
                    Some(0xdc00..=0xdfff) => Ok(after.saturating_add(6)),
                    _ => wrong(at, "lone surrogate"),
                },
                0xdc00..=0xdfff => wrong(at, "lone surrogate"),
                _ => Ok(after),
            }
        }
        _ => wrong(at, "unknown escape"),
    }
}

/// The value of the escape `\uXXXX` at `at`.
pub(super) fn code_unit(text: &[u8], at: usize) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = text.get(at..at.checked_add(6)?)? else { return None };
    digits.iter().try_fold(0_u16, |unit, &digit| {
        let digit = u16::try_from(char::from(digit).to_digit(16)?).ok()?;
        Some((unit << 4) | digit)
    })
}

/// The place after the number at `at`.
pub(super) fn number(text: &[u8], at: usize) -> Result<usize, Wrong> {
    let mut end = at;
    if text.get(end) == Some(&b'-') {
        end = end.saturating_add(1);
    }
    end = match text.get(end) {
        Some(b'0') => end.saturating_add(1),
        Some(b'1'..=b'9') => digits(text, end)?,
        _ => return wrong(end, "number without digits"),
    };
    if text.get(end).is_some_and(u8::is_ascii_digit) {
        return wrong(end, "number with a leading zero");
    }
    if text.get(end) == Some(&b'.') {
        end = digits(text, end.saturating_add(1))?;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        end = end.saturating_add(1);
        if matches!(text.get(end), Some(b'+' | b'-')) {
            end = end.saturating_add(1);
        }
        end = digits(text, end)?;
    }
    Ok(end)
}

fn digits(text: &[u8], at: usize) -> Result<usize, Wrong> {
    match run(text, at, |byte| byte.is_ascii_digit()) {
        0 => wrong(at, "number without digits"),
        count => Ok(at.saturating_add(count)),
    }
}

/// The place after the string, number or literal at `at`.
pub(super) fn scalar(text: &[u8], at: usize) -> Result<usize, Wrong> {
    match text.get(at) {
        Some(b'"') => string(text, at),
        Some(b'-' | b'0'..=b'9') => number(text, at),
        Some(_) => {
            for literal in [&b"null"[..], b"true", b"false"] {
                if text.get(at..).is_some_and(|rest| rest.starts_with(literal)) {
                    return Ok(at.saturating_add(literal.len()));
                }
            }
            wrong(at, "not a value")
        }
        None => wrong(at, "text ends where a value must be"),
    }
}

/// The place after the value at `at` of a valid text; the end of the text where it is not valid.
pub(super) fn skip_value(text: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(byte) = text.get(at) {
        at = match byte {
            b'{' | b'[' => {
                depth = depth.saturating_add(1);
                at.saturating_add(1)
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at.saturating_add(1)
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => at.saturating_add(1),
            _ => scalar(text, at).unwrap_or(text.len()),
        };
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
