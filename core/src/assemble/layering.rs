//! Puts the layers of each image together and runs the rules about that.

use std::collections::{BTreeMap, btree_map::Entry};

use super::gather::{Gather, Source};
use crate::{
    graph::{Image, ImageGraph, ImageKind},
    layer::{MergeBounds, MergeLimit, Merged},
    model::{BlobSummary, Observation, Observations, Outline, Profile, Settings},
    rules::{self, Findings, LayeringContext, MergeOver, MergedContext},
};

/// Chains of layers that were looked at: from the chain below and a layer to the chain's number. Images share
/// their lower layers, and what is said of those is said once.
type Chains = BTreeMap<(usize, Option<usize>), usize>;

/// Judges the layers of every image. Gives the bound that was reached, if one was: then something was not
/// looked at.
pub(super) fn judge(
    graph: &ImageGraph<'_>,
    settings: &Settings,
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) -> Option<MergeOver> {
    let mut bounds = MergeBounds::new(&settings.limits);
    let mut chains = Chains::new();
    let mut findings = Findings::new();
    let mut over = None;
    for (number, image) in graph.images.iter().enumerate() {
        // The other image with the same config and layers gives the same findings.
        let is_second = image.twin.is_some_and(|twin| twin < number);
        if image.kind == ImageKind::Image && !is_second {
            let done = judge_image(graph, image, settings, &mut bounds, &mut chains, &mut findings);
            if let Err(reached) = done {
                over.get_or_insert(MergeOver::Image(reached));
            }
        }
    }
    let Observations { list, more } = findings.finish();
    // One layer over several others, or one config with several images: the same is said once.
    let mut once: Vec<Observation> = Vec::with_capacity(list.len());
    for observation in list {
        if !once.contains(&observation) {
            once.push(observation);
        }
    }
    let of_blob = |blob| graph.blob(blob).map(source);
    let observations = Observations { list: once, more };
    gather.add_across(&Source::outer(Profile::Layer), &of_blob, &observations);
    over
}

/// Judges the layers of one image.
fn judge_image(
    graph: &ImageGraph<'_>,
    image: &Image,
    settings: &Settings,
    bounds: &mut MergeBounds,
    chains: &mut Chains,
    findings: &mut Findings,
) -> Result<(), MergeLimit> {
    let edges = graph.layers_of(image).iter();
    let layers: Vec<_> = edges.map(|edge| outline(graph, edge.target.blob())).collect();
    let outlines = layers.iter().flatten().map(|&(_, outline)| outline);
    let mut merged = Merged::new(settings.hash_key, outlines, bounds)?;
    let mut chain = 0;
    let mut complete = true;
    for layer in layers {
        let next = chains.len().saturating_add(1);
        let entry = chains.entry((chain, layer.map(|(blob, _)| blob)));
        let is_new = matches!(entry, Entry::Vacant(_));
        chain = *entry.or_insert(next);
        let Some((blob, outline)) = layer else {
            complete = false;
            continue;
        };
        let applied = merged.apply(outline, blob, bounds)?;
        if is_new {
            let (merged, applied) = (&merged, &applied);
            let context = LayeringContext { graph, merged, applied, blob, complete };
            rules::check_layering(&context, findings);
        }
    }
    rules::check_merged(&MergedContext { graph, image, merged: &merged }, findings);
    Ok(())
}

fn outline<'a>(graph: &ImageGraph<'a>, blob: Option<usize>) -> Option<(usize, &'a Outline)> {
    let blob = blob?;
    Some((blob, graph.blob(blob)?.outline.as_ref()?))
}
