//! Judges names: those of the images in an input, the one that it was fetched by, and a name alone.

use std::collections::BTreeMap;

use super::{
    gather::{Fetched, Gather, Source},
    images,
};
use crate::{
    graph::{Body, Document, Image, ImageGraph, ImageKind, sha256},
    model::{
        BlobSummary, Digest, InputKind, InputSummary, NameSummary, Place, Profile, Report, RuleId,
        Severity, Stream, escape_str, to_u64,
    },
    options::Options,
    policy::{Policy, Ruling, Transport},
    reference::Reference,
    rules::{self, Findings, Name, NameContext, NameOrigin, Shown, judge_demands, judge_name},
    trust::Proof,
};

/// Judges a name without an image: is it one, what does it resolve to, may it be meant otherwise, what does
/// the policy say.
///
/// Of the options `policy`, `rules` and `allow` count.
///
/// ```
/// use ocivet_core::{Options, Verdict, check_name};
///
/// let options = Options::from_json(r#"{"policy": {"trust": ["quay.io/acme"], "block": ["docker.io"]}}"#)?;
/// assert_eq!(check_name("alpine", &options).verdict, Verdict::Deny);
/// assert_eq!(check_name("quay.io/acrne/app:1", &options).verdict, Verdict::Warn);
/// assert_eq!(check_name("quay.io/acme/app:1", &options).verdict, Verdict::Pass);
/// # Ok::<(), ocivet_core::OptionsError>(())
/// ```
pub fn check_name(text: &str, options: &Options) -> Report {
    let options = options.clone().for_names();
    let (options, place) = match Reference::parse(text) {
        Ok(reference) => (options.with_reference(reference), Place::whole(Stream::File)),
        Err(error) => (options, Place::at(Stream::File, to_u64(error.offset()))),
    };
    let mut gather = Gather::new(options.settings(), BTreeMap::new());
    let source = Source::outer(Profile::Package);
    let mut findings = Findings::new();
    let name = judge_name(text, NameOrigin::Given, &place, options.policy(), &mut findings);
    gather.add(&source, &findings.finish());
    let input = InputSummary {
        name: escape_str(text),
        kind: InputKind::Reference,
        size: to_u64(text.len()),
        digest: None,
        compression: Vec::new(),
    };
    let fetched = Fetched { names: name.into_iter().collect(), sources: None, vouching: None };
    gather.finish(&source, input, Vec::new(), fetched)
}

/// Judges the name that the input was fetched by.
pub(super) fn judge_fetched(
    options: &Options,
    source: &Source<'_>,
    gather: &mut Gather<'_>,
) -> Vec<NameSummary> {
    let Some(reference) = options.reference() else { return Vec::new() };
    let mut findings = Findings::new();
    let text = reference.to_string();
    let place = Place::whole(Stream::File);
    let name = judge_name(&text, NameOrigin::Fetched, &place, options.policy(), &mut findings);
    gather.add(source, &findings.finish());
    name.into_iter().collect()
}

/// The severities to which the names in an input raise rules: the scopes of the policy that they are in say
/// so. An input must not choose a milder judge by the name that it gives itself.
pub(super) fn raised(graph: &ImageGraph<'_>, policy: &Policy) -> BTreeMap<RuleId, Severity> {
    let names = graph.images.iter().flat_map(|image| references(graph, image));
    raised_by(&names.collect::<Vec<_>>(), policy)
}

/// The same for names that are known.
pub(super) fn raised_by(names: &[Reference], policy: &Policy) -> BTreeMap<RuleId, Severity> {
    let mut raised: BTreeMap<RuleId, Severity> = BTreeMap::new();
    let rules = names.iter();
    let rules = rules.filter_map(|name| Some(policy.own.find(Some(name))?.1.levels.clone()));
    for (rule, level) in rules.flatten() {
        let entry = raised.entry(rule).or_insert(level);
        *entry = level.max(*entry);
    }
    raised
}

/// What is known of the input besides its images.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// What it is.
    pub(super) kind: InputKind,
    /// Of the whole input, where they are known.
    pub(super) digests: &'a [Digest],
    /// A list of checksums vouches for it.
    pub(super) vouched: bool,
    /// What was shown about each image, by its number.
    pub(super) proofs: &'a [Vec<Proof>],
}

/// Judges the names of all images, and what the images must show.
pub(super) fn judge(
    graph: &ImageGraph<'_>,
    options: &Options,
    known: &Known<'_>,
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) {
    let mut findings = Findings::new();
    let judge = Judge { graph, options, known };
    for document in &graph.documents {
        judge.names(document, &mut findings);
        let Some(blob) = graph.blob_of(document) else { continue };
        let observations = findings.drain();
        if !observations.list.is_empty() {
            gather.add(&source(blob), &observations);
        }
    }
    if !options.policy().is_empty() {
        for (number, image) in graph.images.iter().enumerate() {
            let is_second = image.twin.is_some_and(|twin| twin < number);
            if image.kind != ImageKind::Image || image.absent || is_second {
                continue;
            }
            judge.image(number, image, &mut findings);
            let document = graph.documents.get(image.document);
            let Some(blob) = document.and_then(|document| graph.blob_of(document)) else {
                continue;
            };
            let observations = findings.drain();
            gather.add(&source(blob), &observations);
        }
    }
    gather.add(&Source::outer(Profile::Layer), &findings.finish());
}

struct Judge<'a> {
    graph: &'a ImageGraph<'a>,
    options: &'a Options,
    known: &'a Known<'a>,
}

impl Judge<'_> {
    /// The names that a document gives to images.
    fn names(&self, document: &Document<'_>, out: &mut Findings) {
        let policy = self.options.policy();
        let mut judge = |text: &str, origin, offset, pointer: String| {
            let place = Place::at(self.graph.stream, offset).with_pointer(pointer);
            judge_name(text, origin, &place, policy, out);
        };
        match &document.body {
            Body::ArchiveManifest(manifest) => {
                for (item, image) in manifest.images.iter().enumerate() {
                    let tags = image.iter().flat_map(|image| &image.tags).enumerate();
                    for (number, tag) in tags {
                        let pointer = format!("/{item}/RepoTags/{number}");
                        judge(&tag.text, NameOrigin::RepoTag, tag.offset, pointer);
                    }
                }
            }
            Body::Index(index) if document.found_by.is_none() => {
                for (number, descriptor) in index.manifests.iter().enumerate() {
                    let Some(annotations) =
                        descriptor.as_ref().and_then(|it| it.annotations.as_ref())
                    else {
                        continue;
                    };
                    let at = format!("/manifests/{number}/annotations/");
                    if let Some(name) = &annotations.ref_name {
                        let pointer = at.clone() + "org.opencontainers.image.ref.name";
                        judge(&name.text, NameOrigin::RefName, name.offset, pointer);
                    }
                    if let Some(name) = &annotations.image_name {
                        let pointer = at + "io.containerd.image.name";
                        judge(&name.text, NameOrigin::ImageName, name.offset, pointer);
                    }
                }
            }
            _ => {}
        }
    }

    /// An image by itself: what it must show, and that nobody knows its name.
    fn image(&self, number: usize, image: &Image, out: &mut Findings) {
        let policy = self.options.policy();
        let names = references(self.graph, image);
        let fetched = self.options.reference();
        let place = self.place(image);
        let mut own = Vec::new();
        if names.is_empty() && fetched.is_none() {
            own.extend(policy.own_ruling(None));
        }
        own.extend(
            self.transport().and_then(|transport| policy.containers_ruling(transport, None)),
        );
        let nameless = NameContext {
            text: "",
            name: &Name::None,
            origin: NameOrigin::RepoTag,
            policy,
            rulings: &own,
            like: None,
            place: &place,
        };
        rules::check_name(&nameless, out);

        let mut rulings: Vec<Ruling<'_>> = own;
        rulings.extend(fetched.map(|name| policy.rulings(name)).unwrap_or_default());
        rulings.extend(names.iter().filter_map(|name| policy.own_ruling(Some(name))));
        let mut once: Vec<Ruling<'_>> = Vec::new();
        for ruling in rulings {
            if !once.contains(&ruling) {
                once.push(ruling);
            }
        }
        let subject = fetched.into_iter().chain(&names).next();
        let subject = subject.map_or_else(|| "image".to_owned(), |name| format!("image {name}"));
        let labels = |key: &str| images::labels(self.graph, image, key);
        let shown = Shown {
            checksum: self.known.vouched,
            digest: self.is_expected(image),
            proofs: self.known.proofs.get(number).map(Vec::as_slice).unwrap_or_default(),
            keys: &self.options.images().keys,
            platform: images::platform(self.graph, image),
            labels: &labels,
        };
        judge_demands(&once, |ruling, demand| shown.meets(ruling, demand), &subject, &place, out);
    }

    /// The manifest of an image, or its item of `manifest.json`.
    fn place(&self, image: &Image) -> Place {
        let body = self.graph.documents.get(image.document).map(|document| &document.body);
        let (offset, pointer) = match (body, image.item) {
            (Some(Body::ArchiveManifest(manifest)), Some(item)) => {
                let image = manifest.images.get(item).and_then(Option::as_ref);
                (image.map_or(0, |image| image.offset), format!("/{item}"))
            }
            _ => (0, String::new()),
        };
        Place::at(self.graph.stream, offset).with_pointer(pointer)
    }

    const fn transport(&self) -> Option<Transport> {
        match self.known.kind {
            InputKind::DockerArchive => Some(Transport::DockerArchive),
            InputKind::OciArchive => Some(Transport::OciArchive),
            InputKind::OciLayout => Some(Transport::OciLayout),
            _ => None,
        }
    }

    /// A digest that was expected is that of the input, of the image, or of an index that leads to it.
    fn is_expected(&self, image: &Image) -> bool {
        let expect = &self.options.settings().expect;
        let config = self.graph.config_of(image).map(|(config, _)| config);
        let mut found = self.known.digests.iter().any(|digest| expect.contains(digest));
        for number in config.into_iter().chain(self.graph.documents_above(image)) {
            let blob = self.graph.documents.get(number).and_then(|it| self.graph.blob_of(it));
            found |= blob.is_some_and(|blob| {
                blob.digests.iter().chain(&sha256(blob)).any(|digest| expect.contains(digest))
            });
        }
        found
    }
}

/// The names of an image that are references.
fn references(graph: &ImageGraph<'_>, image: &Image) -> Vec<Reference> {
    let twin = image.twin.and_then(|twin| graph.images.get(twin));
    let images = [Some(image), twin];
    let mut names = Vec::new();
    for image in images.into_iter().flatten() {
        let origin = match image.item {
            Some(_) => NameOrigin::RepoTag,
            None => NameOrigin::RefName,
        };
        for text in graph.references_of(image) {
            if let Name::Reference(name) = Name::read(text, origin)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
    }
    names
}
