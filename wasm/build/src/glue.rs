//! The script that wasm-bindgen writes for scripts without modules, as a function that binds one instance.
//!
//! wasm-bindgen's own entries know one instance for all time. Here each check has its own, so that its memory goes
//! with it and its faults stay in it.

use crate::Fault;

/// Where the parts lie that are replaced: from a text up to another one. The version of wasm-bindgen is fixed; a
/// text that is not there is an error.
const CUTS: &[(&str, &str, &str)] = &[
    // The function's head, and the search for the script's own address.
    (
        "let wasm_bindgen = (function(exports) {",
        "    /**",
        "// Written by wasm-bindgen and wasm/build.\nexport function bind() {\n    const exports = {};\n\n",
    ),
    // Ways to load and instantiate.
    (
        "    async function __wbg_load(",
        "\u{0}",
        "    return {\n        imports: __wbg_get_imports(),\n        attach(instance) {\n            __wbg_finalize_init(instance);\n            return exports;\n        },\n    };\n}\n",
    ),
];

/// Objects need no finalizer: what they hold is in their instance's memory, which goes with them.
const FINALIZERS: &str = "typeof FinalizationRegistry === 'undefined'";

/// The script with a function `bind`, which gives the imports of an instance, and what it exports once attached.
pub(crate) fn function_of(script: &str) -> Result<String, Fault> {
    let mut text = format!("{script}\u{0}");
    for (from, to, instead) in CUTS {
        let start = text.find(from).ok_or_else(|| format!("the bindings have no {from:?}"))?;
        let length =
            text[start..].find(to).ok_or_else(|| format!("the bindings have no {to:?}"))?;
        text.replace_range(start..start + length, instead);
    }
    Ok(text.replace('\u{0}', "").replace(FINALIZERS, "true"))
}
