//! What a list of checksums says of the input.

use super::gather::{Gather, Source};
use crate::{
    model::{ChecksumSummary, Digest, Place, SignerSummary, Stream, VouchingSummary, escape_str},
    options::Options,
    rules::{self, ChecksumContext, Findings, SignatureContext},
    trust::{LineFault, Signing, Vouching},
};

/// What vouches for the input, judged.
#[derive(Debug)]
pub(super) struct Vouched {
    /// For the report.
    pub(super) summary: VouchingSummary,
    /// The list names the input, and its signatures are as they must be.
    pub(super) stands: bool,
}

/// Compares the input with the list that was given, if one was.
pub(super) fn judge(
    options: &Options,
    digests: &[Digest],
    size: u64,
    source: &Source<'_>,
    gather: &mut Gather<'_>,
) -> Option<Vouched> {
    let settings = options.settings();
    let none = Vouching::default();
    // A file of which nothing else is judged needs a list.
    let vouching = options.vouching().or(settings.any_file.then_some(&none))?;
    let signing = vouching.signing(options.images().time);
    let name = &settings.name;
    let context = ChecksumContext {
        list: &vouching.list,
        name,
        lookup: vouching.list.find(name),
        digests,
        size,
        signing: &signing,
        required: vouching.signatures.required,
    };
    let mut findings = Findings::new();
    rules::check_checksum(&context, &mut findings);
    let faults = vouching.list.faults.iter();
    let faults: Vec<_> = faults
        .filter_map(|(span, fault)| match fault {
            LineFault::Unreadable(reason) => Some((span.place(), *reason)),
            _ => None,
        })
        .collect();
    let signatures = SignatureContext {
        subject: "the list of checksums",
        place: &Place::whole(Stream::Checksums),
        signing: &signing,
        required: vouching.signatures.required,
        faults: &faults,
    };
    rules::check_signature(&signatures, &mut findings);
    gather.add(source, &findings.finish());
    Some(Vouched { summary: summarise(&context, &signing), stands: context.vouches() })
}

fn summarise(context: &ChecksumContext<'_>, signing: &Signing) -> VouchingSummary {
    let checksums = context.entries().filter_map(|entry| {
        let (digest, actual) = context.compared(entry)?;
        Some(ChecksumSummary { name: escape_str(&entry.name), digest, matches: digest == actual })
    });
    let signers = signing.signers().map(|signer| SignerSummary {
        fingerprint: signer.fingerprint.clone(),
        user: signer.user.clone(),
        created: signer.created,
    });
    VouchingSummary {
        checksums: checksums.collect(),
        signed: signing.is_good(),
        signers: signers.collect(),
    }
}
