//! The images of `RUN --mount=…`.
//!
//! Source: `BuildKit`, `frontend/dockerfile/instructions/commands_runmount.go`: fields as in CSV (RFC 4180).

/// What `from` names, the last of them.
pub(super) fn from(value: &str) -> Option<String> {
    let fields = fields(value);
    let mut named = fields.iter().rev().filter_map(|field| {
        let (key, value) = field.split_once('=')?;
        key.trim().eq_ignore_ascii_case("from").then(|| value.to_owned())
    });
    named.next().filter(|name| !name.is_empty())
}

fn fields(value: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                push(&mut fields, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => push(&mut fields, letter),
        }
    }
    fields
}

fn push(fields: &mut [String], letter: char) {
    if let Some(field) = fields.last_mut() {
        field.push(letter);
    }
}
