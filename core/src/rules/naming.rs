//! Names wherever they come from: what rules may see of them, and how one is judged.

use std::borrow::Cow;

use super::{Findings, check_demand, check_name};
use crate::{
    model::{NameSummary, Place, escape_str},
    policy::{Demand, Policy, Ruling, Signer, Stance},
    reference::{Difference, LookAlike, Reference, ReferenceError, look_alike},
    trust::{ImageKeys, Proof},
};

/// Where a name stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NameOrigin {
    /// Somebody gave it, to fetch an image by it.
    Given,
    /// A Dockerfile names it; whether it is pinned is for rules of their own.
    Dockerfile,
    /// The input was fetched by it.
    Fetched,
    /// `RepoTags` of a docker-archive.
    RepoTag,
    /// The annotation `org.opencontainers.image.ref.name`: a tag, a whole name, or what its writer likes.
    RefName,
    /// The annotation `io.containerd.image.name`.
    ImageName,
}

impl NameOrigin {
    /// An image is or was fetched by the name; otherwise it came with the image.
    pub(crate) const fn is_fetched(self) -> bool {
        self.is_to_fetch() || matches!(self, Self::Fetched)
    }

    /// An image will be fetched by the name: what is left out in it is still to be decided.
    pub(crate) const fn is_to_fetch(self) -> bool {
        matches!(self, Self::Given | Self::Dockerfile)
    }
}

/// What a name is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Name {
    /// A reference.
    Reference(Reference),
    /// A name that says nothing of a repository: a tag, or what an OCI layout may call an image.
    Label,
    /// Nothing that any tool should take for a name.
    Invalid(ReferenceError),
    /// There is no name: the image alone is judged.
    None,
}

impl Name {
    /// Reads a name where it stands.
    pub(crate) fn read(text: &str, origin: NameOrigin) -> Self {
        let is_tag = origin == NameOrigin::RefName && !text.contains(['/', ':', '@']);
        match Reference::parse(text) {
            Ok(reference) if !is_tag => Self::Reference(reference),
            Ok(_) => Self::Label,
            Err(_) if origin == NameOrigin::RefName && is_ref_name(text) => Self::Label,
            Err(error) => Self::Invalid(error),
        }
    }

    /// The reference, if it is one.
    pub(crate) const fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Reference(reference) => Some(reference),
            _ => None,
        }
    }
}

/// Whether a text is what the annotation may hold; `_` at the start of a tag is taken too.
///
/// Source: OCI image-spec 1.1, annotations.md, `org.opencontainers.image.ref.name`.
fn is_ref_name(text: &str) -> bool {
    let is_separator = |byte: u8| matches!(byte, b'-' | b'.' | b'_' | b':' | b'@' | b'+');
    text.split('/').all(|component| {
        let bytes = component.as_bytes();
        let ends = [bytes.first(), bytes.last()];
        let whole = ends.iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric));
        let legal = bytes.iter().all(|&byte| byte.is_ascii_alphanumeric() || is_separator(byte));
        let joined = bytes.windows(2).all(|pair| match pair {
            [one, other] => pair == b"--" || !is_separator(*one) || !is_separator(*other),
            _ => true,
        });
        whole && legal && joined && !component.contains("---")
    })
}

/// A name, or an image that has none.
#[derive(Debug)]
pub(crate) struct NameContext<'a> {
    /// As it is written.
    pub(crate) text: &'a str,
    /// What it is.
    pub(crate) name: &'a Name,
    /// Where it stands.
    pub(crate) origin: NameOrigin,
    /// What the user has decided.
    pub(crate) policy: &'a Policy,
    /// What that says about it.
    pub(crate) rulings: &'a [Ruling<'a>],
    /// What it looks like and is not.
    pub(crate) like: Option<&'a LookAlike>,
    /// The name.
    pub(crate) place: &'a Place,
}

impl NameContext<'_> {
    /// What is judged, for messages; escaped.
    pub(crate) fn subject(&self) -> String {
        match self.name {
            Name::Reference(reference) => reference.to_string(),
            Name::None => "image without a name".to_owned(),
            Name::Label | Name::Invalid(_) => escape_str(self.text),
        }
    }

    /// The trusted name that is most like it, where one is not far.
    pub(crate) fn nearest_trusted(&self) -> Option<&str> {
        let reference = self.name.reference()?;
        let near = self.policy.trusted_names().map(|name| {
            // The part of the name that is as deep as the scope.
            let depth = name.split('/').count();
            let start: Vec<_> = reference.name().splitn(depth.saturating_add(1), '/').collect();
            let start = start.get(..depth).unwrap_or(&start).join("/");
            (strsim::osa_distance(&start, name), name)
        });
        near.min().filter(|(distance, name)| *distance <= name.len() / 6).map(|it| it.1)
    }

    /// Some file takes the name for a trusted one.
    pub(crate) fn is_trusted(&self) -> bool {
        self.rulings.iter().any(|ruling| ruling.stance == Some(Stance::Trusted))
    }
}

/// What an image or its name must show, and does not.
#[derive(Debug)]
pub(crate) struct DemandContext<'a> {
    /// What is demanded.
    pub(crate) demand: &'a Demand,
    /// By whom.
    pub(crate) by: &'a Ruling<'a>,
    /// Of what, for messages; escaped.
    pub(crate) subject: &'a str,
    /// Where that stands.
    pub(crate) place: &'a Place,
}

/// What an image has shown. Whoever verifies it says so; nothing is taken for granted.
pub(crate) struct Shown<'a> {
    /// Its checksum stands in a list that was given.
    pub(crate) checksum: bool,
    /// It is the one that is named by digest.
    pub(crate) digest: bool,
    /// Signatures of it and statements about it that were verified.
    pub(crate) proofs: &'a [Proof],
    /// The keys that are given for images of any name.
    pub(crate) keys: &'a ImageKeys,
    /// What it is for; escaped.
    pub(crate) platform: Option<String>,
    /// The values of a label.
    pub(crate) labels: &'a dyn Fn(&str) -> Vec<Cow<'a, str>>,
}

impl Shown<'_> {
    /// Whether what a ruling demands is met.
    pub(crate) fn meets(&self, by: &Ruling<'_>, demand: &Demand) -> bool {
        let is_shown = |predicate: Option<&String>, signer: &Signer| {
            let mut proofs =
                self.proofs.iter().filter(|proof| proof.predicate.as_ref() == predicate);
            proofs.any(|proof| signer.takes(proof, self.keys, by.intended))
        };
        match demand {
            Demand::Attestation(predicate, signer) => is_shown(Some(predicate), signer),
            Demand::Checksum => self.checksum,
            Demand::Digest => self.digest,
            Demand::Label(label) => {
                // Readers of a key that stands there twice take one or the other.
                let values = (self.labels)(&label.key);
                !values.is_empty() && values.iter().all(|it| label.glob.matches(it.as_bytes()))
            }
            Demand::Platform(any) => self.platform.as_ref().is_some_and(|it| any.contains(it)),
            Demand::Signature(signer) => is_shown(None, signer),
        }
    }
}

/// Judges what rulings demand of something.
pub(crate) fn judge_demands(
    rulings: &[Ruling<'_>],
    is_met: impl Fn(&Ruling<'_>, &Demand) -> bool,
    subject: &str,
    place: &Place,
    out: &mut Findings,
) {
    for by in rulings {
        for demand in by.demands.iter().filter(|demand| !is_met(by, demand)) {
            check_demand(&DemandContext { demand, by, subject, place }, out);
        }
    }
}

/// Judges a name, and says what it resolves to if it is one.
///
/// What an image must show is not judged here, but for the digest in a name to fetch by.
pub(crate) fn judge_name(
    text: &str,
    origin: NameOrigin,
    place: &Place,
    policy: &Policy,
    out: &mut Findings,
) -> Option<NameSummary> {
    let name = Name::read(text, origin);
    let rulings = match name.reference() {
        Some(reference) if origin.is_fetched() => policy.rulings(reference),
        Some(reference) => policy.own_ruling(Some(reference)).into_iter().collect(),
        None => Vec::new(),
    };
    let like = name.reference().and_then(|reference| like(reference, origin, policy, &rulings));
    let context = NameContext {
        text,
        name: &name,
        origin,
        policy,
        rulings: &rulings,
        like: like.as_ref(),
        place,
    };
    check_name(&context, out);
    let reference = name.reference()?;
    if origin.is_to_fetch() {
        let pinned = reference.digest().is_some();
        // What only an image can show is not demanded of its name.
        let is_met = |_: &Ruling<'_>, demand: &Demand| pinned || *demand != Demand::Digest;
        judge_demands(&rulings, is_met, &reference.to_string(), place, out);
    }
    Some(summarise(reference, like, &rulings))
}

fn like(
    reference: &Reference,
    origin: NameOrigin,
    policy: &Policy,
    rulings: &[Ruling<'_>],
) -> Option<LookAlike> {
    if rulings.iter().any(Ruling::is_own_trust) {
        return None;
    }
    // The name of an image that is here does not choose the registry that it came from.
    let counts = |like: &LookAlike| origin.is_fetched() || like.by != Difference::Registry;
    look_alike(reference, policy.trusted_names()).filter(counts)
}

fn summarise(
    reference: &Reference,
    like: Option<LookAlike>,
    rulings: &[Ruling<'_>],
) -> NameSummary {
    let implied = reference.implied();
    let implied = [implied.domain, implied.library, implied.tag];
    let implied = NameSummary::IMPLIED.into_iter().zip(implied);
    NameSummary {
        normal: reference.to_string(),
        familiar: reference.familiar(),
        registry: reference.domain().to_owned(),
        repository: reference.path().to_owned(),
        tag: reference.tag().map(str::to_owned),
        digest: reference.digest(),
        implied: implied.filter(|(_, is)| *is).map(|(name, _)| name).collect(),
        like: like.map(|like| like.name),
        policy: rulings.iter().map(ToString::to_string).collect(),
    }
}
