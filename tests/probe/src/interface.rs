//! What the module exports.
#![forbid(unsafe_code)]

/// Generated from the interface.
#[allow(clippy::all, clippy::pedantic, missing_docs, reason = "generated code")]
pub mod bindings {
    wit_bindgen::generate!({
        pub_export_macro: true,
        default_bindings_module: "ocivet_probe::bindings",
        inline: "
            package ocivet:probe;
            /// What the module exports; it imports nothing.
            world probe {
                /// Verifies `archive`, pushed in slices of `chunk` bytes, under the options in `options`.
                /// The report as JSON, or a text that begins with `error: ` where the options are wrong.
                export check: func(archive: list<u8>, chunk: u32, options: string) -> string;
            }
        ",
    });
}
