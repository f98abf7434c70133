//! Bombs of JSON, and archives of many documents or blobs.

use std::{
    fmt::Write as _,
    io::{Result, Write},
};

use super::{
    measure::{Bomb, MILLION},
    tars::{end, member},
};

type Out<'a> = &'a mut dyn Write;
const MIB: u64 = 1 << 20;

pub(crate) fn bombs() -> Vec<Bomb> {
    vec![
        Bomb::new("deep_json", |out, count| repeat(out, "[", count), 100_000)
            .fires("limit/json-depth"),
        Bomb::new("json_of_empty_lists", empty_lists, 31 * MIB),
        Bomb::new("json_of_one_key", one_key, 1_000_000).fires("manifest/duplicate-key"),
        Bomb::new("json_of_many_keys", many_keys, 1_000_000),
        Bomb::new("json_with_a_long_key", long_key, 31 * MIB),
        Bomb::new("json_with_a_long_number", long_number, 31 * MIB),
        Bomb::new("json_over_the_limit", empty_lists, 200 * MIB).fires("limit/json-size"),
        Bomb::new("nested_indexes", nested_indexes, 1000),
        Bomb::new("blobs_of_one_byte", blobs, 49_990),
        Bomb::new("blobs_over_the_limit", blobs, 400_000).within(MILLION).fires("limit/blobs"),
        Bomb::new("tiny_documents", tiny_documents, 49_990),
        Bomb::new("layers_with_findings", odd_layers, 20_000),
    ]
}

fn repeat(out: Out<'_>, text: &str, count: u64) -> Result<()> {
    (0..count).try_for_each(|_| out.write_all(text.as_bytes()))
}

fn empty_lists(out: Out<'_>, count: u64) -> Result<()> {
    out.write_all(b"{\"schemaVersion\":2,\"manifests\":[[]")?;
    repeat(out, ",[]", count / 3)?;
    out.write_all(b"]}")
}

fn one_key(out: Out<'_>, count: u64) -> Result<()> {
    out.write_all(b"{\"schemaVersion\":2")?;
    repeat(out, ",\"layers\":[]", count)?;
    out.write_all(b"}")
}

fn many_keys(out: Out<'_>, count: u64) -> Result<()> {
    out.write_all(b"{\"schemaVersion\":2,\"layers\":[]")?;
    for number in 0..count {
        write!(out, ",\"k{number:07}\":0")?;
    }
    out.write_all(b"}")
}

fn long_key(out: Out<'_>, count: u64) -> Result<()> {
    out.write_all(b"{\"schemaVersion\":2,\"layers\":[],\"")?;
    repeat(out, "k", count)?;
    out.write_all(b"\":0}")
}

fn long_number(out: Out<'_>, count: u64) -> Result<()> {
    out.write_all(b"{\"layers\":[],\"schemaVersion\":")?;
    repeat(out, "9", count)?;
    out.write_all(b"}")
}

/// Eight levels, each a thousand times the one below it.
fn nested_indexes(out: Out<'_>, count: u64) -> Result<()> {
    let mut digest = "0".repeat(64);
    let mut text = String::new();
    for level in 0..8 {
        text.clear();
        text.push_str("{\"schemaVersion\":2,\"manifests\":[");
        for number in 0..count {
            let comma = if number == 0 { "" } else { "," };
            let kind = "application/vnd.oci.image.index.v1+json";
            write!(
                text,
                "{comma}{{\"mediaType\":\"{kind}\",\"digest\":\"sha256:{digest}\",\"size\":9}}"
            )
            .unwrap();
        }
        text.push_str("]}");
        // Wrong digests: what a name says is what it is found by.
        digest = format!("{level:064}");
        member(out, format!("blobs/sha256/{digest}").as_bytes(), b'0', text.as_bytes())?;
    }
    member(out, b"index.json", b'0', text.as_bytes())?;
    member(out, b"oci-layout", b'0', b"{\"imageLayoutVersion\":\"1.0.0\"}")?;
    end(out)
}

fn many_members(out: Out<'_>, count: u64, data: &[u8]) -> Result<()> {
    member(out, b"oci-layout", b'0', b"{\"imageLayoutVersion\":\"1.0.0\"}")?;
    member(out, b"index.json", b'0', b"{\"schemaVersion\":2,\"manifests\":[]}")?;
    for number in 0..count {
        member(out, format!("blobs/sha256/{number:064}").as_bytes(), b'0', data)?;
    }
    end(out)
}

fn blobs(out: Out<'_>, count: u64) -> Result<()> {
    many_members(out, count, b"x")
}

fn tiny_documents(out: Out<'_>, count: u64) -> Result<()> {
    many_members(out, count, b"{\"schemaVersion\":2,\"layers\":[]}")
}

/// Each member is a tar, or looks like one.
fn odd_layers(out: Out<'_>, count: u64) -> Result<()> {
    let mut layer = Vec::new();
    for name in [&b"../a"[..], b"/b", b"c/../d", b"e\x07", b"e\x07"] {
        super::tars::entry(&mut layer, name, b'6', b"x", 7)?;
    }
    many_members(out, count, &layer)
}
