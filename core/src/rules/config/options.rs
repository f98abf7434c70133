//! What the rules over the options of a config share.

use crate::json::Pointer;

/// The pointer of a key in one of the maps of `config`.
pub(super) fn pointer(map: &str, key: &str) -> Pointer {
    let mut pointer = Pointer::new();
    pointer.push_key("config");
    pointer.push_key(map);
    pointer.push_key(key);
    pointer
}
