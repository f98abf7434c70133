//! What is signed about the images of an input, by whom, and whether that is enough.

use super::gather::{Gather, Source};
use crate::{
    graph::{Body, Edge, Image, ImageGraph, ImageKind, sha256},
    model::{BlobContent, BlobSummary, Digest, Limits, Place, SignatureSummary},
    options::Options,
    rules::{self, Findings, SignatureContext},
    trust::{Outcome, Signature, Signing, Statement, StatementFormat},
};

/// Statements of one input that are looked at.
const STATEMENTS: usize = 64;

/// What is signed about the images of a graph, by their number.
#[derive(Debug)]
pub(super) struct Signed {
    /// For the report.
    pub(super) summaries: Vec<Vec<SignatureSummary>>,
    /// A key that was given has signed it, or an index that leads to it.
    pub(super) good: Vec<bool>,
}

/// A statement that the input holds.
struct Found {
    /// What it is kept for: the subject of its manifest, what its tag says, or all that there is.
    claimed: Vec<Digest>,
    statement: Statement,
    /// What its signatures are worth.
    signatures: Vec<Signature>,
}

/// Judges the signatures of all images.
pub(super) fn judge(
    graph: &ImageGraph<'_>,
    options: &Options,
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) -> Signed {
    let keys = options.image_keys();
    let found: Vec<Found> = statements(graph, &options.settings().limits)
        .take(STATEMENTS)
        .map(|(claimed, statement)| {
            let signatures = keys.verify(&statement);
            Found { claimed, statement, signatures }
        })
        .collect();
    let chains: Vec<Vec<Digest>> =
        graph.images.iter().map(|image| digests_above(graph, image)).collect();
    let found = with_strays(found, graph, &chains);
    let mut signed = Signed { summaries: Vec::new(), good: Vec::new() };
    for ((number, image), digests) in graph.images.iter().enumerate().zip(&chains) {
        signed.summaries.push(summaries(&found, digests));
        let is_second = image.twin.is_some_and(|twin| twin < number);
        let is_judged = image.kind == ImageKind::Image && !image.absent && !is_second;
        let signing = signing(&found, digests, keys.is_empty());
        signed.good.push(is_judged && signing.signers().next().is_some());
        let document = graph.documents.get(image.document);
        let Some(blob) = document.and_then(|it| graph.blob_of(it)).filter(|_| is_judged) else {
            continue;
        };
        let place = Place::whole(graph.stream);
        let context = SignatureContext {
            subject: "the image",
            place: &place,
            signing: &signing,
            required: !keys.is_empty(),
            faults: &[],
        };
        let mut findings = Findings::new();
        rules::check_signature(&context, &mut findings);
        gather.add(&source(blob), &findings.finish());
    }
    signed
}

/// Where all images have one top, a signature of nothing that is here is kept for that.
fn with_strays(
    mut found: Vec<Found>,
    graph: &ImageGraph<'_>,
    chains: &[Vec<Digest>],
) -> Vec<Found> {
    let is_image = |image: &Image| image.kind == ImageKind::Image;
    let images = graph.images.iter().zip(chains).filter(|(image, _)| is_image(image));
    let mut tops: Vec<Digest> = images.filter_map(|(_, chain)| chain.last().copied()).collect();
    tops.dedup();
    if let [top] = tops[..] {
        for found in &mut found {
            let mut all = chains.iter().flatten();
            if !all.any(|digest| found.statement.digests.contains(digest)) {
                found.claimed.push(top);
            }
        }
    }
    found
}

/// All statements that can be read, with what they are kept for.
fn statements<'a>(
    graph: &'a ImageGraph<'_>,
    limits: &'a Limits,
) -> impl Iterator<Item = (Vec<Digest>, Statement)> + 'a {
    let artifacts = graph.images.iter().filter(|image| image.kind != ImageKind::Image);
    artifacts.flat_map(move |artifact| {
        let read = |edge: &Edge| statement(graph, edge, limits);
        let edges = graph.layers_of(artifact).iter().filter_map(read);
        edges.map(move |statement| (claimed(graph, artifact), statement))
    })
}

fn statement(graph: &ImageGraph<'_>, edge: &Edge, limits: &Limits) -> Option<Statement> {
    let descriptor = graph.descriptor(edge)?;
    let format = StatementFormat::of(descriptor.media_type.as_deref()?)?;
    let BlobContent::Document(document) = &graph.blob(edge.target.blob()?)?.content else {
        return None;
    };
    let annotations = descriptor.annotations.as_deref();
    let signature = annotations.and_then(|annotations| annotations.signature.as_deref());
    Statement::read(format, document.text.as_deref()?, signature, limits).ok()
}

/// What an artifact is kept for: its subject, and the digest in cosign's tag `sha256-HEX.sig`.
fn claimed(graph: &ImageGraph<'_>, artifact: &Image) -> Vec<Digest> {
    let body = graph.documents.get(artifact.document).map(|document| &document.body);
    let subject = match body {
        Some(Body::Manifest(manifest)) => manifest.subject.as_ref().and_then(|it| it.digest),
        _ => None,
    };
    let of_tag = |name: &&str| {
        let tag = name.rsplit(':').next()?;
        let tag = tag.strip_suffix(".sig").or_else(|| tag.strip_suffix(".att"))?;
        Digest::parse(&tag.replacen('-', ":", 1)).ok()
    };
    let names = graph.references_of(artifact);
    subject.into_iter().chain(names.iter().filter_map(of_tag)).collect()
}

/// The digests of an image's manifest and of the indexes that lead to it; none where it has no manifest.
fn digests_above(graph: &ImageGraph<'_>, image: &Image) -> Vec<Digest> {
    if image.item.is_some() {
        return Vec::new();
    }
    let documents = graph.documents_above(image).filter_map(|number| graph.documents.get(number));
    // What no descriptor names is the top of the layout, which is not signed.
    let named = documents.filter(|document| document.found_by.is_some());
    named.filter_map(|document| sha256(graph.blob_of(document)?)).collect()
}

fn summaries(found: &[Found], digests: &[Digest]) -> Vec<SignatureSummary> {
    let one = |found: &Found| {
        let digest = found.statement.digests.iter().find(|digest| digests.contains(digest))?;
        let good = found.signatures.iter().find_map(|signature| match &signature.outcome {
            Outcome::Good(signer) => Some(signer.fingerprint.clone()),
            _ => None,
        });
        Some(SignatureSummary {
            format: found.statement.format.name(),
            digest: *digest,
            predicate: found.statement.predicate.clone(),
            key: good,
        })
    };
    found.iter().filter_map(one).collect()
}

/// What the signatures of an image are worth. Statements about it do not sign it.
fn signing(found: &[Found], digests: &[Digest], no_keys: bool) -> Signing {
    let mut list = Vec::new();
    for found in found.iter().filter(|found| found.statement.predicate.is_none()) {
        let is_about = |about: &[Digest]| about.iter().any(|digest| digests.contains(digest));
        if is_about(&found.statement.digests) {
            list.extend_from_slice(&found.signatures);
        } else if is_about(&found.claimed) {
            let digests: Vec<String> =
                found.statement.digests.iter().take(3).map(ToString::to_string).collect();
            let outcome = Outcome::OtherSubject(digests.join(", "));
            list.push(Signature { key: String::new(), outcome });
        }
    }
    let is_signed = !list.is_empty();
    if no_keys {
        list.retain(|signature| signature.outcome != Outcome::UnknownKey);
    }
    match (is_signed, list.is_empty()) {
        (false, _) => Signing::None,
        (true, true) => Signing::Unverified,
        (true, false) => Signing::Verified(list),
    }
}
