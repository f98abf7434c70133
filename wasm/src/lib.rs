//! The core for JavaScript.
//!
//! Two modules are built from this crate: one that checks (feature `check`), and one that explains and renders
//! (feature `render`), which carries the texts of all rules. Options, reports and rules cross the border as JSON
//! text, so that a report is the core's own bytes; the scripts in `wasm/js` read the text.
//!
//! Errors are thrown as strings: each says that an argument was wrong. Whatever else is thrown is a fault of
//! this module, after which its instance is not to be used.
#![forbid(unsafe_code)]

#[cfg(feature = "check")]
pub mod check;
mod fault;
#[cfg(feature = "check")]
pub mod hashing;
#[cfg(feature = "check")]
pub mod parts;
#[cfg(feature = "render")]
pub mod render;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once, when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    fault::throw_panics();
}
