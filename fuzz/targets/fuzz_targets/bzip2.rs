#![no_main]
ocivet_fuzz_targets::target!(bzip2);
