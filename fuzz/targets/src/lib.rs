//! What binds a property to libFuzzer: the one place that is not plain code.

pub use libfuzzer_sys;
pub use ocivet_fuzz;

use ocivet_fuzz::{Kind, mutate::mutate};

/// One of so many changes is libFuzzer's own, which knows what the code compares with.
const OWN: u32 = 3;

/// A fuzz target: the property of that name, and the mutator of its kind.
#[macro_export]
macro_rules! target {
    ($name:ident) => {
        $crate::libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::ocivet_fuzz::$name(data));
        $crate::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8],
                                              size: usize,
                                              max_size: usize,
                                              seed: u32| {
            let property = $crate::ocivet_fuzz::property(stringify!($name));
            $crate::change(property.map(|it| it.kind), data, size, max_size, seed)
        });
    };
}

/// Changes the first `size` bytes of `data`, and says how many there are now.
pub fn change(kind: Option<Kind>, data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let Some(kind) = kind.filter(|_| seed % OWN != 0) else {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    };
    let changed = mutate(kind, &data[..size], seed.into(), most);
    if changed.is_empty() {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    data[..changed.len()].copy_from_slice(&changed);
    changed.len()
}
