//! Image configs.

use std::borrow::Cow;

use super::platform::Platform;
use crate::{
    json::{FieldReader, Fields, JsonKind, JsonValue},
    model::{Digest, to_u64},
};

/// What rules need of an image config.
///
/// Source: OCI image-spec 1.1, config.md; Docker Image Specification v1.2, which Docker's configs follow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config<'a> {
    /// `os`, `architecture` and `variant`; which of them are absent shows as an empty text.
    pub(crate) platform: Platform<'a>,
    /// `rootfs`.
    pub(crate) rootfs: Option<Rootfs<'a>>,
    /// `history`, where there is one.
    pub(crate) history: Option<HistoryCount>,
    /// `config`: how a container of the image is run.
    pub(crate) options: ImageOptions<'a>,
}

/// The layers as a config names them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rootfs<'a> {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// `type`, and where it is in the document.
    pub(crate) kind: Option<(u64, Cow<'a, str>)>,
    /// `diff_ids`, from the lowest layer.
    pub(crate) diff_ids: Vec<DiffId>,
}

/// One item of `diff_ids`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct DiffId {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// The digest, where it is one that ocivet takes.
    pub(crate) digest: Option<Digest>,
}

/// How many steps a history has.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct HistoryCount {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// All of them.
    pub(crate) steps: u64,
    /// Those that made a layer: without `empty_layer`.
    pub(crate) layers: u64,
}

/// How a container of an image is run. Texts are left where they stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct ImageOptions<'a> {
    /// `User`: name or number, and perhaps a group.
    pub(crate) user: Option<JsonValue<'a>>,
    /// `WorkingDir`.
    pub(crate) working_dir: Option<JsonValue<'a>>,
    /// `Env`: items `NAME=value`.
    pub(crate) env: Option<JsonValue<'a>>,
    /// `Volumes`: an object whose keys are paths.
    pub(crate) volumes: Option<JsonValue<'a>>,
    /// `Labels`.
    pub(crate) labels: Option<JsonValue<'a>>,
}

const CONFIG: Fields<6> = Fields {
    read: ["os", "architecture", "variant", "rootfs", "history", "config"],
    other: &[
        "author",
        "comment",
        "container",
        "container_config",
        "created",
        "docker_version",
        "id",
        "os.features",
        "os.version",
        "parent",
    ],
};

const ROOTFS: Fields<2> = Fields { read: ["type", "diff_ids"], other: &[] };

const STEP: Fields<1> =
    Fields { read: ["empty_layer"], other: &["created", "author", "created_by", "comment"] };

/// Fields of `config` as the OCI has them, and those that Docker and Podman add.
const OPTIONS: Fields<5> = Fields {
    read: ["User", "WorkingDir", "Env", "Volumes", "Labels"],
    other: &[
        "ArgsEscaped",
        "Cmd",
        "Domainname",
        "Entrypoint",
        "ExposedPorts",
        "Healthcheck",
        "Hostname",
        "Image",
        "OnBuild",
        "Shell",
        "StopSignal",
        "StopTimeout",
    ],
};

impl<'a> Config<'a> {
    /// Reads an image config.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [os, architecture, variant, rootfs, history, options] =
            reader.fields(value, &CONFIG)?;
        let mut text = |name, value| reader.text(name, value).unwrap_or_default();
        let platform = Platform {
            os: text("os", os),
            architecture: text("architecture", architecture),
            variant: text("variant", variant),
        };
        Some(Self {
            platform,
            rootfs: Rootfs::read(reader, rootfs),
            history: HistoryCount::read(reader, history),
            options: ImageOptions::read(reader, options).unwrap_or_default(),
        })
    }
}

impl<'a> Rootfs<'a> {
    fn read(reader: &mut FieldReader, value: Option<JsonValue<'a>>) -> Option<Self> {
        let value = reader.optional("rootfs", value, JsonKind::Object)?;
        reader.at_key("rootfs", |reader| {
            let [kind, diff_ids] = reader.fields(value, &ROOTFS)?;
            let text = reader.text("type", kind);
            // Docker leaves the list out, and Go libraries write null, where there are no layers.
            let list = reader.optional("diff_ids", diff_ids, JsonKind::Array);
            let mut ids = Vec::new();
            reader.at_key("diff_ids", |reader| {
                for (index, item) in (0..).zip(list.iter().flat_map(JsonValue::items)) {
                    if !reader.spend() {
                        break;
                    }
                    let digest = reader.at_index(index, |reader| reader.digest(item));
                    ids.push(DiffId { offset: to_u64(item.start()), digest });
                }
            });
            Some(Self {
                offset: to_u64(value.start()),
                kind: kind.map(|kind| to_u64(kind.start())).zip(text),
                diff_ids: ids,
            })
        })
    }
}

impl HistoryCount {
    fn read(reader: &mut FieldReader, value: Option<JsonValue<'_>>) -> Option<Self> {
        let value = reader.optional("history", value, JsonKind::Array)?;
        let mut count = Self { offset: to_u64(value.start()), steps: 0, layers: 0 };
        reader.at_key("history", |reader| {
            for item in value.items() {
                let index = count.steps;
                count.steps = count.steps.saturating_add(1);
                let empty = reader.at_index(index, |reader| {
                    let [empty] = reader.fields(item, &STEP)?;
                    reader.optional("empty_layer", empty, JsonKind::Boolean)
                });
                if empty.is_none_or(|empty| empty.raw() != b"true") {
                    count.layers = count.layers.saturating_add(1);
                }
            }
        });
        Some(count)
    }
}

impl<'a> ImageOptions<'a> {
    fn read(reader: &mut FieldReader, value: Option<JsonValue<'a>>) -> Option<Self> {
        let value = reader.optional("config", value, JsonKind::Object)?;
        reader.at_key("config", |reader| {
            let [user, working_dir, env, volumes, labels] = reader.fields(value, &OPTIONS)?;
            Some(Self {
                user: reader.optional("User", user, JsonKind::String),
                working_dir: reader.optional("WorkingDir", working_dir, JsonKind::String),
                env: reader.optional("Env", env, JsonKind::Array),
                volumes: reader.optional("Volumes", volumes, JsonKind::Object),
                labels: reader.optional("Labels", labels, JsonKind::Object),
            })
        })
    }
}
