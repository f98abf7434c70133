//! What becomes of a panic: an exception with its text, for there is no other way to tell of it.

use std::panic;

use wasm_bindgen::throw_str;

/// Throws the text of a panic into JavaScript. The stack of the module is not unwound.
pub(crate) fn throw_panics() {
    panic::set_hook(Box::new(|panic| throw_str(&panic.to_string())));
}
