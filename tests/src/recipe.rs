//! A recipe: what input it makes, with which options, and which rules it may fire.

use serde::Deserialize;

use crate::{
    RecipeError,
    image::{Form, ImageSet, write_json},
    stream::ByteStream,
    tar::{Entry, Type},
};

/// What a recipe makes.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A tarball, whose contents decide what it is verified as.
    #[default]
    Tar,
    /// A tarball that is verified as an image layer.
    Layer,
    /// A tarball that is verified as a package.
    Package,
    /// An OCI image layout in a tar.
    Oci,
    /// A docker-archive.
    Docker,
    /// An OCI image layout as a folder.
    Layout,
    /// One document of an image.
    Document,
    /// The name of an image.
    Name,
}

/// The keys that every recipe can have; the others are those of its kind.
#[derive(Debug, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
#[derive(Default)]
struct Common {
    kind: Kind,
    options: toml::Table,
    also: Vec<String>,
}

impl Common {
    const KEYS: [&'static str; 3] = ["kind", "options", "also"];
}

#[derive(Clone, Debug)]
enum Body {
    Stream(Box<ByteStream>),
    Images(Box<ImageSet>),
    Name(Name),
}

/// The name of an image.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    text: String,
}

/// A recipe, read.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// What it makes.
    pub kind: Kind,
    /// The options as JSON.
    pub options: String,
    /// Other rules that it fires at warn or deny.
    pub also: Vec<String>,
    body: Body,
}

/// What a recipe makes.
#[derive(Clone, Debug)]
pub enum Input {
    /// One file.
    File(Vec<u8>),
    /// A folder, file by file.
    Folder(Vec<Item>),
    /// A name.
    Name(String),
}

/// Something in a folder.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its path in the folder.
    pub path: Vec<u8>,
    /// What it is.
    pub content: Content,
}

/// What something in a folder is.
#[derive(Clone, Debug)]
pub enum Content {
    /// A regular file.
    File(Vec<u8>),
    /// A folder.
    Directory,
    /// A symlink to that target.
    Symlink(Vec<u8>),
    /// A fifo.
    Fifo,
}

impl Recipe {
    /// Reads a recipe.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let fault = |fault: toml::de::Error| RecipeError::new(fault.to_string());
        let mut table: toml::Table = toml::from_str(text).map_err(fault)?;
        let mut common = toml::Table::new();
        for key in Common::KEYS {
            if let Some(value) = table.remove(key) {
                common.insert(key.to_owned(), value);
            }
        }
        let Common { kind, options, also } = common.try_into().map_err(fault)?;
        let body = match kind {
            Kind::Tar | Kind::Layer | Kind::Package => {
                Body::Stream(table.try_into().map_err(fault)?)
            }
            Kind::Oci | Kind::Docker | Kind::Layout | Kind::Document => {
                Body::Images(table.try_into().map_err(fault)?)
            }
            Kind::Name => Body::Name(table.try_into().map_err(fault)?),
        };
        Ok(Self { kind, options: options_json(kind, options)?, also, body })
    }

    /// Makes the input.
    pub fn build(&self) -> Result<Input, RecipeError> {
        match &self.body {
            Body::Stream(stream) if stream.media_type.is_some() => {
                Err(RecipeError::new("`media-type` is for the layers of an image"))
            }
            Body::Stream(stream) => stream.build().map(Input::File),
            Body::Images(images) => build_images(images, self.kind),
            Body::Name(name) => Ok(Input::Name(name.text.clone())),
        }
    }

    /// The tar as it is before any compression; none where an image is made.
    pub fn uncompressed(&self) -> Option<Result<Vec<u8>, RecipeError>> {
        match &self.body {
            Body::Stream(stream) => Some(stream.uncompressed()),
            Body::Images(_) | Body::Name(_) => None,
        }
    }
}

fn options_json(kind: Kind, mut options: toml::Table) -> Result<String, RecipeError> {
    // What a front end calls a file of that name in the folder it runs in.
    options.entry("name").or_insert_with(|| "input".into());
    let forced = match kind {
        Kind::Layer => Some("layer"),
        Kind::Package => Some("package"),
        _ => None,
    };
    if let Some(kind) = forced {
        options.insert("kind".to_owned(), kind.into());
    }
    let value = serde_json::to_value(options);
    let mut text = String::new();
    write_json(&value.map_err(|fault| RecipeError::new(fault.to_string()))?, &mut text);
    Ok(text)
}

fn build_images(images: &ImageSet, kind: Kind) -> Result<Input, RecipeError> {
    if (kind == Kind::Document) != images.piece.is_some() {
        return Err(RecipeError::new("`piece` says which document the kind `document` is"));
    }
    if images.style.is_some() && kind != Kind::Docker {
        return Err(RecipeError::new("`style` is for the kind `docker`"));
    }
    match (kind, &images.piece) {
        (_, Some(piece)) => images.piece(Form::Oci, piece).map(Input::File),
        (Kind::Layout, None) => {
            let members = images.members(Form::Oci)?;
            let items = members.into_iter().map(|piece| item(&piece.entry));
            items.collect::<Result<_, _>>().map(Input::Folder)
        }
        (Kind::Docker, None) => images.build(Form::Docker).map(Input::File),
        (_, None) => images.build(Form::Oci).map(Input::File),
    }
}

/// What a member is in a folder.
fn item(entry: &Entry) -> Result<Item, RecipeError> {
    let path = entry.path.clone().unwrap_or_default().to_vec()?;
    let content = match (&entry.symlink, entry.kind) {
        (Some(target), _) => Content::Symlink(target.to_vec()?),
        (None, Some(Type(b'6'))) => Content::Fifo,
        (None, Some(Type(b'5'))) => Content::Directory,
        (None, _) if path.ends_with(b"/") => Content::Directory,
        (None, _) => Content::File(entry.data.clone().unwrap_or_default().to_vec()?),
    };
    Ok(Item { path, content })
}
