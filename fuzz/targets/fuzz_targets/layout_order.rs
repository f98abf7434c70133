#![no_main]
ocivet_fuzz_targets::target!(layout_order);
