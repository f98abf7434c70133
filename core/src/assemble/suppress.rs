//! Marks the findings that the configuration allows.

use std::collections::BTreeMap;

use crate::model::{Allow, Digest, Finding, ImageSummary, RuleId, Suppression};

/// What is allowed, and which of it was of use.
#[derive(Debug)]
pub(super) struct Allowed<'a> {
    allows: &'a [Allow],
    used: Vec<bool>,
    /// Digest of the whole input, where it is known.
    input: Option<Digest>,
    images: BTreeMap<Digest, Vec<&'a ImageSummary>>,
}

impl<'a> Allowed<'a> {
    pub(super) fn new(
        allows: &'a [Allow],
        input: Option<Digest>,
        images: &'a [ImageSummary],
    ) -> Self {
        let by_image = allows.iter().any(|allow| allow.digest.is_some());
        let images = if by_image { images_by_blob(images) } else { BTreeMap::new() };
        Self { allows, used: vec![false; allows.len()], input, images }
    }

    /// Marks a finding, for the reason of the first that allows it. All that do are of use.
    pub(super) fn mark(&mut self, finding: &mut Finding) {
        let Self { allows, used, input, images } = self;
        let location = &finding.location;
        let blob = location.blob.as_ref();
        let takes = |allow: &Allow| {
            allow.rule == finding.rule
                && allow.takes_entry(location.entry.as_ref())
                && allow.digest.is_none_or(|digest| {
                    *input == Some(digest)
                        || blob.is_some_and(|blob| {
                            *blob == digest || is_part(images.get(blob), &digest)
                        })
                })
        };
        finding.suppressed = first(allows, used, takes);
    }

    /// Why findings that are only counted are allowed. Where they were is not known any more, so that only
    /// a whole rule takes them.
    pub(super) fn of_rule(&mut self, rule: RuleId) -> Option<Suppression> {
        let Self { allows, used, .. } = self;
        first(allows, used, |allow| allow.rule == rule && allow.is_whole_rule())
    }

    /// What allowed nothing, by its position.
    pub(super) fn stale(&self) -> Vec<(usize, &'a Allow)> {
        let all = self.allows.iter().enumerate().zip(&self.used);
        all.filter(|(_, used)| !**used).map(|(allow, _)| allow).collect()
    }
}

fn first(
    allows: &[Allow],
    used: &mut [bool],
    takes: impl Fn(&Allow) -> bool,
) -> Option<Suppression> {
    let mut reason = None;
    for (allow, used) in allows.iter().zip(used).filter(|(allow, _)| takes(allow)) {
        *used = true;
        reason.get_or_insert(&allow.reason);
    }
    reason.map(|reason| Suppression { reason: reason.clone() })
}

/// Every image that a blob is part of has this manifest or config. An image that nobody allowed may use the
/// same layer otherwise: one that is allowed does not speak for it.
fn is_part(images: Option<&Vec<&ImageSummary>>, digest: &Digest) -> bool {
    let named = |image: &&ImageSummary| {
        image.manifest.as_ref() == Some(digest) || image.config.as_ref() == Some(digest)
    };
    images.is_some_and(|images| !images.is_empty() && images.iter().all(named))
}

fn images_by_blob(images: &[ImageSummary]) -> BTreeMap<Digest, Vec<&ImageSummary>> {
    let mut by_blob: BTreeMap<Digest, Vec<&ImageSummary>> = BTreeMap::new();
    for image in images {
        let layers = image.layers.iter().filter_map(|layer| layer.digest);
        for blob in image.manifest.into_iter().chain(image.config).chain(layers) {
            by_blob.entry(blob).or_default().push(image);
        }
    }
    by_blob
}

#[cfg(test)]
mod tests;
