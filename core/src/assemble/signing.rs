//! What is signed about the images of an input, by whom, and whether that is enough.

use super::gather::{Gather, Source};
use crate::{
    graph::{Body, Edge, Image, ImageGraph, ImageKind, sha256},
    model::{BlobContent, BlobSummary, Digest, Limits, Place, SignatureSummary},
    options::Options,
    rules::{self, Findings, SignatureContext},
    trust::{ImageKeys, Outcome, Proof, Signature, Signing, Statement, StatementFormat},
};

/// Statements of one input that are looked at.
const STATEMENTS: usize = 64;

/// What is signed about the images of a graph, by their number.
#[derive(Debug)]
pub(super) struct Signed {
    /// For the report.
    pub(super) summaries: Vec<Vec<SignatureSummary>>,
    /// What is good of it, for the policy.
    pub(super) proofs: Vec<Vec<Proof>>,
}

/// A statement that the input holds, or that was given.
struct Found {
    /// What it is kept for: the subject of its manifest, what its tag says, or all that there is.
    claimed: Vec<Digest>,
    statement: Statement,
    /// What its signatures are worth.
    signatures: Vec<Signature>,
}

/// An image, and what statements about it name.
struct Chain {
    /// Its manifest and the indexes that lead to it, from the image up; none where it has no manifest.
    above: Vec<Digest>,
    /// The same, and the input as a whole.
    all: Vec<Digest>,
}

/// Judges the signatures of all images. `digests` are those of the input.
pub(super) fn judge(
    graph: &ImageGraph<'_>,
    options: &Options,
    digests: &[Digest],
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) -> Signed {
    let images = options.images();
    let chains: Vec<Chain> =
        graph.images.iter().map(|image| chain(graph, image, digests)).collect();
    let found = find(graph, options, &chains);
    let mut signed = Signed { summaries: Vec::new(), proofs: Vec::new() };
    for ((number, image), chain) in graph.images.iter().enumerate().zip(&chains) {
        signed.summaries.push(summaries(&found, &chain.all));
        let is_second = image.twin.is_some_and(|twin| twin < number);
        let is_judged = image.kind == ImageKind::Image && !image.absent && !is_second;
        signed.proofs.push(proofs(&found, &chain.all));
        let document = graph.documents.get(image.document);
        let Some(blob) = document.and_then(|it| graph.blob_of(it)).filter(|_| is_judged) else {
            continue;
        };
        let place = Place::whole(graph.stream);
        let context = SignatureContext {
            subject: "the image",
            place: &place,
            signing: &signing(&found, &chain.all, &images.keys),
            required: !images.keys.is_empty(),
            faults: &[],
        };
        let mut findings = Findings::new();
        rules::check_signature(&context, &mut findings);
        gather.add(&source(blob), &findings.finish());
    }
    signed
}

/// All statements with what they are kept for. Those that lie apart, and are about nothing that is here, are
/// kept for every image; so are the others where all images have one top.
fn find(graph: &ImageGraph<'_>, options: &Options, chains: &[Chain]) -> Vec<Found> {
    let is_image = |image: &Image| image.kind == ImageKind::Image;
    let images = graph.images.iter().zip(chains).filter(|(image, _)| is_image(image));
    let mut tops: Vec<Digest> =
        images.filter_map(|(_, chain)| chain.above.last().or(chain.all.last()).copied()).collect();
    tops.dedup();
    let within = statements(graph, &options.settings().limits).take(STATEMENTS);
    let given = options.images();
    let apart = given.statements.iter();
    let within = within.map(|(claimed, statement)| (claimed, statement, false));
    let apart = apart.map(|statement| (Vec::new(), statement.clone(), true));
    let one = |(mut claimed, statement, apart): (Vec<Digest>, Statement, bool)| {
        let mut all = chains.iter().flat_map(|chain| &chain.all);
        let is_stray = !all.any(|digest| statement.digests.contains(digest));
        if is_stray && (apart || tops.len() == 1) {
            claimed.extend(&tops);
        }
        let signatures = given.known_keys.verify(&statement, given.time);
        Found { claimed, statement, signatures }
    };
    within.chain(apart).map(one).collect()
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

fn chain(graph: &ImageGraph<'_>, image: &Image, input: &[Digest]) -> Chain {
    let mut above = Vec::new();
    if image.item.is_none() {
        let documents =
            graph.documents_above(image).filter_map(|number| graph.documents.get(number));
        // What no descriptor names is the top of the layout, which is not signed.
        let named = documents.filter(|document| document.found_by.is_some());
        above.extend(named.filter_map(|document| sha256(graph.blob_of(document)?)));
    }
    let all = above.iter().chain(input).copied().collect();
    Chain { above, all }
}

fn summaries(found: &[Found], digests: &[Digest]) -> Vec<SignatureSummary> {
    let one = |found: &Found| {
        Some(SignatureSummary {
            format: found.statement.format.name(),
            digest: first_of(&found.statement.digests, digests)?,
            predicate: found.statement.predicate.clone(),
            key: found.good_keys().next(),
        })
    };
    found.iter().filter_map(one).collect()
}

fn proofs(found: &[Found], digests: &[Digest]) -> Vec<Proof> {
    let one = |found: &Found| {
        first_of(&found.statement.digests, digests)?;
        let keys: Vec<String> = found.good_keys().collect();
        let Statement { format, identity, predicate, .. } = &found.statement;
        let (identity, predicate) = (identity.clone(), predicate.clone());
        (!keys.is_empty()).then_some(Proof { format: *format, identity, predicate, keys })
    };
    found.iter().filter_map(one).collect()
}

/// The first digest that is among others.
fn first_of(digests: &[Digest], others: &[Digest]) -> Option<Digest> {
    digests.iter().find(|digest| others.contains(digest)).copied()
}

impl Found {
    /// The keys that it verifies with.
    fn good_keys(&self) -> impl Iterator<Item = String> {
        self.signatures.iter().filter_map(|signature| match &signature.outcome {
            Outcome::Good(signer) => Some(signer.fingerprint.clone()),
            _ => None,
        })
    }
}

/// What the signatures of an image are worth by the keys that must have signed it. Statements about it do not
/// sign it.
fn signing(found: &[Found], digests: &[Digest], keys: &ImageKeys) -> Signing {
    let mut list = Vec::new();
    for found in found.iter().filter(|found| found.statement.predicate.is_none()) {
        let is_about = |about: &[Digest]| first_of(about, digests).is_some();
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
    if keys.is_empty() {
        list.retain(|signature| signature.outcome != Outcome::UnknownKey);
    } else {
        let ids = keys.ids();
        for signature in &mut list {
            if matches!(&signature.outcome, Outcome::Good(by) if !ids.contains(&by.fingerprint)) {
                // Some scope of the policy names the key; that does not make it one for all images.
                signature.outcome = Outcome::UnknownKey;
            }
        }
    }
    match (is_signed, list.is_empty()) {
        (false, _) => Signing::None,
        (true, true) => Signing::Unverified,
        (true, false) => Signing::Verified(list),
    }
}
