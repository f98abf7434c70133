//! JSON texts.

use ocivet_tests::drive::Numbers;
use serde_json::{Map, Value, json};

use super::{
    bytes,
    tokens::{KEYS, STRINGS},
};

/// Pieces of JSON that are put into texts.
const PIECES: &[&str] = &[
    "{}",
    "[]",
    ",",
    ":",
    "\"a\":1,",
    "\"a\":1,\"\\u0061\":2,",
    "null",
    "-1",
    "1e999",
    "1.0",
    "18446744073709551616",
    "\\ud800",
    "\\u0000",
    "\"",
    "[[[[",
    "]]]]",
    "true",
    " ",
    "\u{feff}",
    "\u{e9}",
    "/*",
    "0123",
];
/// Numbers that are sizes at their edges, or none.
const SIZES: &[i64] = &[0, 1, -1, 2, 512, 1 << 31, 1 << 53, i64::MAX];

/// Changes a text: a value of it, where it is JSON, or its bytes.
pub(super) fn mutate_text(text: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let value = serde_json::from_slice::<Value>(text).ok().filter(|_| numbers.below(3) != 0);
    let Some(mut value) = value else {
        let mut text = text.to_vec();
        bytes::mutate_text(&mut text, numbers, PIECES);
        return text;
    };
    for _ in 0..=numbers.below(3) {
        let count = count(&value);
        let chosen = numbers.below(count);
        change(&mut value, &mut { chosen }, numbers);
    }
    value.to_string().into_bytes()
}

/// Values in a value, itself one of them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Changes the value that is reached when `left` others were passed.
fn change(value: &mut Value, left: &mut usize, numbers: &mut Numbers) -> bool {
    if *left == 0 {
        change_this(value, numbers);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change(item, left, numbers)),
        Value::Object(members) => members.values_mut().any(|item| change(item, left, numbers)),
        _ => false,
    }
}

fn change_this(value: &mut Value, numbers: &mut Numbers) {
    match value {
        Value::Array(items) => change_items(items, numbers),
        Value::Object(members) => change_members(members, numbers),
        Value::String(text) if numbers.below(2) == 0 => {
            let mut bytes = core::mem::take(text).into_bytes();
            bytes::mutate_text(&mut bytes, numbers, STRINGS);
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        Value::Number(number) if numbers.below(2) == 0 => {
            let step = [1, -1, 512][numbers.below(3)];
            *number = number.as_i64().unwrap_or(0).wrapping_add(step).into();
        }
        _ => *value = any(numbers),
    }
}

fn change_items(items: &mut Vec<Value>, numbers: &mut Numbers) {
    let at = numbers.below(items.len());
    match numbers.below(5) {
        0 if !items.is_empty() => drop(items.remove(at)),
        1 if !items.is_empty() => items.push(items[at].clone()),
        2 => numbers.shuffle(items),
        3 if !items.is_empty() => items[at] = any(numbers),
        _ => items.push(any(numbers)),
    }
}

fn change_members(members: &mut Map<String, Value>, numbers: &mut Numbers) {
    let key = members.keys().nth(numbers.below(members.len())).cloned();
    match (key, numbers.below(4)) {
        (Some(key), 0) => drop(members.remove(&key)),
        (Some(key), 1) => {
            let value = members.remove(&key).unwrap_or_default();
            members.insert(KEYS[numbers.below(KEYS.len())].to_owned(), value);
        }
        (Some(key), 2) => drop(members.insert(key, any(numbers))),
        _ => drop(members.insert(KEYS[numbers.below(KEYS.len())].to_owned(), any(numbers))),
    }
}

fn any(numbers: &mut Numbers) -> Value {
    match numbers.below(8) {
        0 => Value::Null,
        1 => json!(numbers.below(2) == 0),
        2 => json!(SIZES[numbers.below(SIZES.len())]),
        3 => json!([STRINGS[numbers.below(STRINGS.len())]]),
        4 => {
            let key = KEYS[numbers.below(KEYS.len())];
            json!({ key: STRINGS[numbers.below(STRINGS.len())] })
        }
        _ => json!(STRINGS[numbers.below(STRINGS.len())]),
    }
}
