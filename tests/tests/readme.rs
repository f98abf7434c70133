//! The page about recipes: its examples work, and it names every key.
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail them")]

use ocivet_tests::{
    bytes::Bytes,
    cases::folder,
    compress::{Bzip2Stream, GzipMember, XzStream, ZstdFrame},
    edit::Patch,
    image::{Blob, Document, Image, ImageSet},
    recipe::Recipe,
    stream::ByteStream,
    tar::{Entry, Sparse},
};
use serde::de::DeserializeOwned;

fn page() -> String {
    std::fs::read_to_string(folder("cases").join("README.md")).unwrap()
}

#[test]
fn examples_build() {
    let page = page();
    let examples: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .map(|after| after.split_once("```").map_or("", |(example, _)| example))
        .collect();
    assert!(examples.len() >= 5);
    for example in examples {
        let built = Recipe::parse(example).and_then(|recipe| recipe.build());
        if let Err(fault) = built {
            panic!("{fault}\n{example}");
        }
    }
}

/// The keys that a table takes, as the refusal of an unknown key lists them.
fn keys<T: DeserializeOwned>() -> Vec<String> {
    let Err(refusal) = toml::from_str::<T>("no-such-key = 1") else {
        panic!("{} takes any key", std::any::type_name::<T>())
    };
    let refusal = refusal.to_string();
    let list = refusal.split_once("expected").map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_is_told_of() {
    let page = page();
    let keys = [
        keys::<ByteStream>(),
        keys::<Entry>(),
        keys::<Sparse>(),
        keys::<Patch>(),
        keys::<GzipMember>(),
        keys::<ZstdFrame>(),
        keys::<XzStream>(),
        keys::<Bzip2Stream>(),
        keys::<ImageSet>(),
        keys::<Image>(),
        keys::<Document>(),
        keys::<Blob>(),
    ];
    let keys: Vec<String> = keys.concat();
    assert!(keys.len() > 80, "only {} keys: is the refusal read right?", keys.len());
    let missing: Vec<_> = keys.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "the page does not name {missing:?}");
}

#[test]
fn mistakes_are_refused() {
    for (recipe, expected) in [
        ("entry = [{ path = \"a\", sise = 1 }]", "unknown field `sise`"),
        ("kinds = \"tar\"", "unknown field `kinds`"),
        ("kind = \"zip\"", "unknown variant `zip`"),
        ("compress = \"gzpi\"", "no compression is called"),
        ("compress = { gzip = { crc32 = 1 } }", "unknown field `crc32`"),
        ("entry = [{ symlink = \"a\" }]", "an entry needs"),
        ("entry = [{ path = \"a\", pax = [\"no\"] }]", "is not key=value"),
        ("patch = [{ at = 5000, flip = 1 }]", "offset 5000"),
        ("patch = [{ at = 0, flip = 1, remove = 1 }]", "exactly one"),
        ("data = { hex = \"0g\" }", "pairs of hex digits"),
        ("media-type = \"a\"", "for the layers"),
        ("kind = \"oci\"\nomit = [\"layers.0\"]", "no member is called"),
        ("kind = \"oci\"\nconfig.set = { \"/a\" = \"{manifest.digest}\" }", "stands for nothing"),
        ("kind = \"oci\"\nmanifest.remove = [\"/a\"]", "points to nothing"),
    ] {
        let built = Recipe::parse(recipe).and_then(|recipe| recipe.build());
        let fault = built.err().map(|fault| fault.to_string());
        let fault = fault.unwrap_or_else(|| panic!("accepted: {recipe}"));
        assert!(fault.contains(expected), "{recipe}\n{fault}");
    }
}

#[test]
fn bytes_of_every_form() {
    #[derive(serde::Deserialize)]
    struct Holder {
        b: Bytes,
    }
    for (toml, expected) in [
        ("\"a\\u0000\"", &b"a\0"[..]),
        ("255", b"\xff"),
        ("{ hex = \"0aFF 10\" }", b"\x0a\xff\x10"),
        ("{ base64 = \"AAE=\" }", b"\0\x01"),
        ("{ repeat = \"ab\", count = 3 }", b"ababab"),
        ("[1, \"x\", { repeat = [2, 3], count = 2 }]", b"\x01x\x02\x03\x02\x03"),
        ("[]", b""),
    ] {
        let holder: Holder = toml::from_str(&format!("b = {toml}")).unwrap();
        assert_eq!(holder.b.to_vec().unwrap(), expected, "{toml}");
    }
}
