//! `manifest.json` and `repositories` as tools write them.

use super::{ArchiveManifest, Repositories, named_digest};
use crate::json::{FieldReader, root};

fn pointers(reader: FieldReader) -> Vec<String> {
    reader.finish().0.list.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn documents_of_skopeo() {
    let text = r#"[{"Config":"03b408fd8e38005880823fbe1c2a0fc63aeacd1890bee01634980c783d130a2a.json","RepoTags":["example.com/x:t"],"Layers":["cb50b5273fde2ba49d029e9e5d56b20056f4073fa35464e681b54b22a0c761dd.tar"]}]"#;
    let mut reader = FieldReader::new(100);
    let manifest = ArchiveManifest::read(&mut reader, root(text.as_bytes())).unwrap();
    let image = manifest.images[0].as_ref().unwrap();
    assert_eq!(image.tags[0].text, "example.com/x:t");
    assert_eq!(image.layers[0].offset, 124);
    assert!(named_digest(&image.config.as_ref().unwrap().text).is_some());
    assert_eq!(pointers(reader), Vec::<String>::new());

    let text = r#"{"example.com/x":{"t":"34d38bb492170c849200be2d32ad3b1f306a98c67840b89c9f64a97b9205ceee"}}"#;
    let mut reader = FieldReader::new(100);
    let repositories = Repositories::read(&mut reader, root(text.as_bytes())).unwrap();
    let tag = &repositories.list[0].tags[0];
    assert_eq!((&*repositories.list[0].name, &*tag.name, tag.offset), ("example.com/x", "t", 18));
    assert_eq!(pointers(reader), Vec::<String>::new());
}

#[test]
fn images_saved_by_id_have_no_tags() {
    let text = r#"[{"Config":"sha256:00","RepoTags":null,"Layers":null},{"Layers":[1,"a"],"repotags":[]}]"#;
    let mut reader = FieldReader::new(100);
    let manifest = ArchiveManifest::read(&mut reader, root(text.as_bytes())).unwrap();
    assert!(manifest.images[0].as_ref().unwrap().tags.is_empty());
    assert_eq!(manifest.images[1].as_ref().unwrap().layers.len(), 2);
    assert_eq!(pointers(reader), ["/1/repotags", "/1", "/1/Layers/0"]);
}

#[test]
fn config_names_promise_a_digest() {
    let hex = "03b408fd8e38005880823fbe1c2a0fc63aeacd1890bee01634980c783d130a2a";
    for name in [format!("{hex}.json"), format!("sha256:{hex}"), format!("blobs/sha256/{hex}")] {
        assert_eq!(named_digest(&name).unwrap().hex(), hex, "{name}");
    }
    for name in ["config.json".to_owned(), format!("x/{hex}.json"), format!("blobs/md5/{hex}")] {
        assert_eq!(named_digest(&name), None, "{name}");
    }
}
