//! The smallest image whose layer a stream can be: the report has the digest of its contents.

use tar::{Builder, Header};

const CONFIG: &[u8] =
    br#"{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":
["sha256:0000000000000000000000000000000000000000000000000000000000000000"]}}"#;
const MANIFEST: &[u8] =
    br#"[{"Config":"config.json","RepoTags":["a/b:1"],"Layers":["layer.tar"]}]"#;

/// A docker-archive with that layer.
pub(super) fn around(layer: &[u8]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    let parts = [("manifest.json", MANIFEST), ("config.json", CONFIG), ("layer.tar", layer)];
    for (name, data) in parts {
        let mut header = Header::new_ustar();
        header.set_size(u64::try_from(data.len()).unwrap());
        header.set_mode(0o644);
        archive.append_data(&mut header, name, data).unwrap();
    }
    archive.into_inner().unwrap()
}
