//! From an image set to its pieces: what OCI and Docker forms share.

use serde_json::{Value, json};

use super::{
    Blob, Image, ImageSet,
    pieces::{Piece, Pieces},
};
use crate::{RecipeError, stream::ByteStream, tar::Entry};

/// Which form an image set takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// An OCI image layout.
    Oci,
    /// What `docker save` and its like write.
    Docker,
}

/// An image with its number and its names.
pub(super) struct Numbered {
    pub(super) image: Image,
    pub(super) reference: String,
    pub(super) prefix: String,
}

impl Numbered {
    /// The name of one of its pieces.
    pub(super) fn piece(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The names of its layers.
    pub(super) fn layers(&self) -> Vec<String> {
        let count = self.image.layer.as_ref().map_or(0, Vec::len);
        (0..count).map(|number| self.piece(&format!("layer.{number}"))).collect()
    }

    /// The reference's name and tag.
    pub(super) fn name_and_tag(&self) -> (&str, &str) {
        self.reference.rsplit_once(':').unwrap_or((&self.reference, "latest"))
    }
}

impl ImageSet {
    /// The members, in the order asked for.
    pub fn members(&self, form: Form) -> Result<Vec<Piece>, RecipeError> {
        self.pieces(form)?.ordered(&self.order, &self.omit)
    }

    /// The bytes of one piece.
    pub fn piece(&self, form: Form, name: &str) -> Result<Vec<u8>, RecipeError> {
        Ok(self.pieces(form)?.bytes(name)?.to_vec())
    }

    /// The archive.
    pub fn build(&self, form: Form) -> Result<Vec<u8>, RecipeError> {
        if !self.archive.entry.is_empty() || self.archive.data.is_some() {
            return Err(RecipeError::new("the entries of `archive` are given as `member`"));
        }
        let entry = self.members(form)?.into_iter().map(|piece| piece.entry).collect();
        ByteStream { entry, ..self.archive.clone() }.build()
    }

    fn pieces(&self, form: Form) -> Result<Pieces, RecipeError> {
        let images = self.numbered();
        let mut blobs: Vec<&Blob> = self.blob.iter().collect();
        let mut pieces = Pieces::new(self.algorithm);
        for image in &images {
            make_layers(image, &mut pieces)?;
        }
        make_blobs(&mut blobs, &mut pieces);
        for image in &images {
            make_config(image, &mut pieces)?;
        }
        make_blobs(&mut blobs, &mut pieces);
        match form {
            Form::Oci => self.place_oci(&images, &mut blobs, &mut pieces)?,
            Form::Docker => self.place_docker(&images, &mut blobs, &mut pieces)?,
        }
        make_blobs(&mut blobs, &mut pieces);
        if let Some(blob) = blobs.first() {
            let fault = pieces.fill(&blob.data).err();
            let fault = fault.unwrap_or_else(|| RecipeError::new("cannot be made"));
            return Err(fault.at(format_args!("blob.{}", blob.name)));
        }
        for (number, entry) in self.member.iter().enumerate() {
            let entry = pieces.fill_entry(entry)?;
            pieces.add(&format!("member.{number}"), entry);
        }
        Ok(pieces)
    }

    fn numbered(&self) -> Vec<Numbered> {
        let first = Image {
            name: self.name.clone(),
            layer: self.layer.clone(),
            config: self.config.clone(),
            manifest: self.manifest.clone(),
        };
        let images = [first].into_iter().chain(self.image.iter().cloned());
        let numbered = images.enumerate().map(|(number, image)| Numbered {
            reference: image
                .name
                .clone()
                .unwrap_or_else(|| format!("example.com/app:{}", number + 1)),
            prefix: if number == 0 { String::new() } else { format!("image.{number}.") },
            image: Image {
                layer: Some(image.layer.clone().unwrap_or_else(|| vec![small_layer()])),
                ..image
            },
        });
        numbered.collect()
    }
}

/// A layer as small as one gets that holds something.
fn small_layer() -> ByteStream {
    ByteStream::tar(vec![Entry::file("etc/hostname", "example\n")])
}

fn make_layers(image: &Numbered, pieces: &mut Pieces) -> Result<(), RecipeError> {
    let layers = image.image.layer.iter().flatten();
    for (layer, name) in layers.zip(image.layers()) {
        let bytes = layer.uncompressed().map_err(|fault| fault.at(&name))?;
        pieces.let_be(&name, "diff-id", pieces.algorithm().digest(&bytes));
        let bytes = layer.compress.compress(bytes).map_err(|fault| fault.at(&name))?;
        pieces.know(&name, bytes);
    }
    Ok(())
}

fn make_config(image: &Numbered, pieces: &mut Pieces) -> Result<(), RecipeError> {
    let layers = image.layers();
    let diff_ids: Vec<_> = layers.iter().map(|name| pieces.value(name, "diff-id")).collect();
    let history: Vec<Value> =
        (0..layers.len()).map(|number| json!({"created_by": format!("step {number}")})).collect();
    let default = json!({
        "architecture": "amd64",
        "os": "linux",
        "config": {},
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "history": history,
    });
    let name = image.piece("config");
    let text = image.image.config.text(default, |bytes| pieces.fill(bytes));
    pieces.know(&name, text.map_err(|fault| fault.at(&name))?);
    Ok(())
}

/// Makes the blobs whose placeholders are all known by now, and gives them their places.
pub(super) fn make_blobs(blobs: &mut Vec<&Blob>, pieces: &mut Pieces) {
    blobs.retain(|blob| {
        let Ok(bytes) = pieces.fill(&blob.data) else { return true };
        let name = format!("blob.{}", blob.name);
        pieces.know(&name, bytes);
        match &blob.path {
            Some(path) => pieces.place(&name, path),
            None => pieces.place_blob(&name),
        }
        false
    });
}

/// A descriptor of a piece.
pub(super) fn descriptor(pieces: &Pieces, name: &str, media_type: &str) -> Value {
    json!({
        "mediaType": media_type,
        "digest": pieces.value(name, "digest"),
        "size": pieces.size(name),
    })
}
