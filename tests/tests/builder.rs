//! What the builder makes by default is what independent readers accept, and what they read is what was asked
//! for: the oddities of a recipe are the only ones in its bytes.
#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests fail them")]

use std::io::Read as _;

use ocivet_tests::recipe::{Content, Input, Recipe};

fn file(recipe: &str) -> Vec<u8> {
    match Recipe::parse(recipe).and_then(|recipe| recipe.build()) {
        Ok(Input::File(bytes)) => bytes,
        other => panic!("{other:?}\n{recipe}"),
    }
}

/// Names, targets, sizes and contents as the `tar` crate reads them.
fn entries(archive: &[u8]) -> Vec<(String, String, u64, Vec<u8>)> {
    let mut archive = tar::Archive::new(archive);
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let path = text(&entry.path_bytes());
        let target = entry.link_name_bytes().map(|target| text(&target)).unwrap_or_default();
        let mut data = Vec::new();
        entry.read_to_end(&mut data).unwrap();
        (path, target, entry.size(), data)
    });
    entries.collect()
}

#[test]
fn every_layout_is_read_back() {
    let long = "deep/".repeat(40) + "file";
    let target = "up/".repeat(60);
    for format in ["v7", "ustar", "gnu", "pax"] {
        let mut recipe = format!(
            "format = {format:?}\nentry = [{{ path = \"d/\" }}, {{ path = \"d/a\", data = \"hello\" }}, \
             {{ path = \"l\", symlink = \"d/a\" }}, {{ path = \"n{{n}}\", data = \"{{n}}\", count = 2 }}"
        );
        let mut expected = vec![
            ("d/".to_owned(), String::new(), 0, Vec::new()),
            ("d/a".to_owned(), String::new(), 5, b"hello".to_vec()),
            ("l".to_owned(), "d/a".to_owned(), 0, Vec::new()),
            ("n0".to_owned(), String::new(), 1, b"0".to_vec()),
            ("n1".to_owned(), String::new(), 1, b"1".to_vec()),
        ];
        if format == "gnu" || format == "pax" {
            recipe = format!("{recipe}, {{ path = {long:?}, symlink = {target:?} }}");
            expected.push((long.clone(), target.clone(), 0, Vec::new()));
        }
        if format == "ustar" {
            let split = "deep/".repeat(30) + "file";
            recipe = format!("{recipe}, {{ path = {split:?}, data = \"x\" }}");
            expected.push((split, String::new(), 1, b"x".to_vec()));
        }
        let archive = file(&(recipe + "]"));
        assert_eq!(entries(&archive), expected, "{format}");
        assert_eq!(archive.len() % 512, 0);
    }
}

#[test]
fn old_gnu_sparse_files_are_read_back() {
    let map = "[[0, 512], [1024, 512], [2048, 512], [3072, 512], [4096, 512], [5120, 0]]";
    let recipe = format!(
        "entry = [{{ path = \"s\", sparse = {{ version = \"gnu\", map = {map} }}, format = \"gnu\" }}]"
    );
    let [(path, _, size, data)] = &entries(&file(&recipe))[..] else { panic!("one entry") };
    let expected: Vec<u8> =
        (0..5).flat_map(|_| [vec![b'x'; 512], vec![0; 512]]).flatten().collect();
    assert_eq!((path.as_str(), *size), ("s", 5120));
    assert_eq!(*data, expected);
}

#[test]
fn headers_are_changed_only_where_asked() {
    let plain = file("entry = [{ path = \"a\", data = \"x\" }]");
    let changed = |recipe: &str| -> Vec<usize> {
        let other = file(recipe);
        assert_eq!(other.len(), plain.len(), "{recipe}");
        (0..plain.len()).filter(|&at| plain[at] != other[at]).collect()
    };
    let only = |recipe: &str, expected: &[usize]| assert_eq!(changed(recipe), expected, "{recipe}");
    only("entry = [{ path = \"a\", data = \"x\", padding = [0, 7] }]", &[514]);
    only("entry = [{ path = \"a\", data = \"x\" }]\npatch = [{ at = -1, flip = 1 }]", &[2047]);
    // The last digit of the sum, which ends at 153.
    only("entry = [{ path = \"a\", data = \"x\", checksum = \"wrong\" }]", &[153]);
    let sized =
        changed("entry = [{ path = \"a\", data = \"x\", header = { size = { base256 = -1 } } }]");
    let (sum, size): (Vec<_>, Vec<_>) = sized.into_iter().partition(|at| (148..156).contains(at));
    assert_eq!(size, (124..136).collect::<Vec<_>>());
    assert!(!sum.is_empty());
}

fn compressed(table: &str) -> Vec<u8> {
    file(&format!(
        "data = [\"text \", {{ repeat = \"ab\", count = 200000 }}, {{ repeat = 0, count = 300000 }}]\n{table}"
    ))
}

fn contents() -> Vec<u8> {
    [b"text ".to_vec(), b"ab".repeat(200_000), vec![0; 300_000]].concat()
}

#[test]
fn gzip_is_read_back() {
    for table in [
        "compress = \"gzip\"",
        "compress.gzip = { level = 6, name = \"n\", comment = \"c\", extra = \"eeee\", header-crc = true }",
        "[[compress.gzip]]\ntake = 70000\n[[compress.gzip]]\nlevel = 9",
    ] {
        let mut out = Vec::new();
        let bytes = compressed(table);
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut out).expect(table);
        assert_eq!(out, contents(), "{table}");
    }
    for table in ["crc = 1", "isize = 1", "no-trailer = true", "patch = [{ at = 20, flip = 1 }]"] {
        let bytes = compressed(&format!("[compress.gzip]\n{table}"));
        let read = flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut Vec::new());
        read.expect_err(table);
    }
}

#[test]
fn zstd_is_read_back() {
    for table in [
        "compress = \"zstd\"",
        "compress.zstd = { no-content-size = true, no-checksum = true }",
        "compress.zstd = { window = 0x58 }",
        "compress.zstd = { blocks = \"compressed\" }",
    ] {
        let bytes = compressed(table);
        let mut out = Vec::new();
        let mut decoder = ruzstd::decoding::StreamingDecoder::new(&bytes[..]).expect(table);
        decoder.read_to_end(&mut out).expect(table);
        assert_eq!(out, contents(), "{table}");
        let decoder = decoder.decoder;
        assert_eq!(
            decoder.get_checksum_from_data(),
            decoder.get_calculated_checksum().filter(|_| !table.contains("no-checksum")),
            "{table}"
        );
    }
}

#[test]
fn xz_and_bzip2_are_read_back() {
    for table in [
        "compress = \"xz\"",
        "compress.xz = { level = 1, check = \"crc32\" }",
        "compress.xz = { check = \"sha256\", block-size = 100000, sizes = true }",
        "compress.xz = { check = \"none\", dictionary = 30 }",
        "[[compress.xz]]\ntake = 70000\ntrailing = { repeat = 0, count = 8 }\n[[compress.xz]]",
    ] {
        let mut out = Vec::new();
        let bytes = compressed(table);
        lzma_rust2::XzReader::new(&bytes[..], true).read_to_end(&mut out).expect(table);
        assert_eq!(out, contents(), "{table}");
    }
    let wrong = compressed("compress.xz = { check-value = \"12345678\" }");
    lzma_rust2::XzReader::new(&wrong[..], true).read_to_end(&mut Vec::new()).expect_err("check");
    for table in
        ["compress = \"bzip2\"", "[[compress.bzip2]]\ntake = 9\nlevel = 1\n[[compress.bzip2]]"]
    {
        let mut out = Vec::new();
        let bytes = compressed(table);
        bzip2::read::MultiBzDecoder::new(&bytes[..]).read_to_end(&mut out).expect(table);
        assert_eq!(out, contents(), "{table}");
    }
}

#[test]
fn folders_hold_what_archives_hold() {
    let keys = "[[member]]\npath = \"blobs/link\"\nsymlink = \"sha256\"\n[[member]]\npath = \"pipe\"\ntype = \"fifo\"";
    let archive = entries(&file(&format!("kind = \"oci\"\n{keys}")));
    let layout = Recipe::parse(&format!("kind = \"layout\"\n{keys}")).unwrap().build().unwrap();
    let Input::Folder(items) = layout else { panic!("a folder") };
    assert_eq!(items.len(), archive.len());
    for (item, (path, target, _, data)) in items.iter().zip(archive) {
        assert_eq!(item.path, path.as_bytes());
        match &item.content {
            Content::File(bytes) => assert_eq!(*bytes, data),
            Content::Symlink(to) => assert_eq!(*to, target.as_bytes()),
            Content::Fifo => assert_eq!(path, "pipe"),
            Content::Directory => panic!("{path}"),
        }
    }
}
