//! What takes the C library in place of the reference.

use std::sync::Arc;

use ocivet_core::{
    EntryPath, Options,
    parts::{BlobVerifier, Hashers, InlineHashers, MemberInfo, NativeVerifier},
};

/// The native verifier is sure of a blob, and then has the reference's summary of it.
pub(super) fn is_sure(blob: &[u8], options: &Options) -> bool {
    let info = MemberInfo { number: 0, path: EntryPath::new(b"layer.tar".to_vec()), offset: 0 };
    let hashers: Arc<dyn Hashers> = Arc::new(InlineHashers);
    let mut native = NativeVerifier::new(options, &hashers, info.clone());
    native.push(blob);
    let Ok(native) = native.finish() else { return false };
    let mut reference = BlobVerifier::new(options, &hashers, info);
    reference.push(blob);
    let [native, reference] =
        [native, reference.finish()].map(|summary| summary.map(|summary| summary.to_bytes()));
    assert!(native == reference, "sure of what the reference does not say");
    true
}

/// The stream with another window in the header of its first frame, of 1 to 128 KiB.
pub(super) fn with_window(mut stream: Vec<u8>, seed: u64) -> Vec<u8> {
    if let [0x28, 0xb5, 0x2f, 0xfd, descriptor, window, ..] = stream.as_mut_slice()
        && *descriptor & 0x20 == 0
    {
        *window = u8::try_from(seed % 8).unwrap() << 3;
    }
    stream
}
