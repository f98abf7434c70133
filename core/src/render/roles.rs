//! What the blobs of an input are to its images.

use std::collections::BTreeMap;

use super::{guard::guard, words};
use crate::model::{Digest, ImageSummary, Report};

/// The roles of all blobs, gathered once: an archive may hold thousands of images that share layers.
pub(super) struct Roles<'a> {
    images: &'a [ImageSummary],
    roles: BTreeMap<Digest, Role>,
}

/// The first part that a blob is, and how many other images it is part of.
struct Role {
    image: usize,
    part: Part,
    last: usize,
    others: u64,
}

#[derive(Clone, Copy)]
enum Part {
    Manifest,
    Config,
    /// Its position, from 0.
    Layer(usize),
}

impl<'a> Roles<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let mut roles: BTreeMap<Digest, Role> = BTreeMap::new();
        for (image, summary) in report.images.iter().enumerate() {
            for (part, digest) in parts(summary) {
                let role =
                    roles.entry(digest).or_insert(Role { image, part, last: image, others: 0 });
                if role.last != image {
                    role.last = image;
                    role.others = role.others.saturating_add(1);
                }
            }
        }
        Self { images: &report.images, roles }
    }

    /// Where a blob stands among the parts of the first image that has it, for sorting.
    #[cfg(feature = "explain")]
    pub(super) fn place(&self, blob: &Digest) -> Option<(usize, usize)> {
        let role = self.roles.get(blob)?;
        let part = match role.part {
            Part::Manifest => 0,
            Part::Config => 1,
            Part::Layer(at) => at.saturating_add(2),
        };
        Some((role.image, part))
    }

    /// What a blob is, in words; none for one that no image names.
    pub(super) fn describe(&self, blob: &Digest) -> Option<String> {
        let role = self.roles.get(blob)?;
        let image = self.images.get(role.image)?;
        let part = match role.part {
            Part::Manifest => "manifest".to_owned(),
            Part::Config => "config".to_owned(),
            Part::Layer(at) => format!("layer {} of {}", at.saturating_add(1), image.layers.len()),
        };
        let name = image_name(image, role.image);
        Some(match role.others {
            0 => format!("{part} of image {name}"),
            others => {
                format!(
                    "{part} of image {name} and of {}",
                    words::number(others, "other", "others")
                )
            }
        })
    }
}

/// The parts of an image that are present.
fn parts(image: &ImageSummary) -> impl Iterator<Item = (Part, Digest)> {
    let layers = image.layers.iter().enumerate();
    let layers = layers.filter_map(|(at, layer)| Some((Part::Layer(at), layer.digest?)));
    let manifest = image.manifest.map(|digest| (Part::Manifest, digest));
    let config = image.config.map(|digest| (Part::Config, digest));
    manifest.into_iter().chain(config).chain(layers)
}

/// A short name of an image.
pub(super) fn image_name(image: &ImageSummary, number: usize) -> String {
    let digest = image.manifest.as_ref().or(image.config.as_ref());
    let mut name = match (image.references.as_slice(), digest) {
        ([reference], _) => guard(reference).into_owned(),
        ([reference, more @ ..], _) => format!("{} (+{})", guard(reference), more.len()),
        ([], Some(digest)) => words::short_digest(digest),
        ([], None) => format!("number {}", number.saturating_add(1)),
    };
    if let Some(platform) = &image.platform {
        name.push(' ');
        name.push_str(&guard(platform));
    }
    name
}
