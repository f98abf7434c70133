//! What makes a finding the same one in the next run.

use crate::{
    digest::{Hashers as _, InlineHashers},
    model::{Digest, DigestAlgorithm, EntryPath, Finding},
};

/// The first sixteen hexadecimal digits of SHA-256 over the rule's id, the blob's digest (where none is known,
/// the member's name), the entry's name and the JSON pointer or line of text, each with its length in front.
/// Offsets and messages are left out, since a rebuilt archive moves them.
pub(super) fn fingerprint(finding: &Finding) -> String {
    let location = &finding.location;
    // As the report shows them: all that is known of a report that was read from its text.
    let member = location.member.as_ref().map(EntryPath::escaped);
    let blob = location.blob.map(|digest| digest.to_string()).or(member);
    let entry = location.entry.as_ref().map(EntryPath::escaped);
    // In a text the line itself: numbers change with each line above.
    let line = location.region.as_ref().map(|region| region.excerpt.text.as_str());
    let parts = [
        finding.rule.as_str().as_bytes(),
        blob.as_deref().unwrap_or_default().as_bytes(),
        entry.as_deref().unwrap_or_default().as_bytes(),
        location.pointer.as_deref().or(line).unwrap_or_default().as_bytes(),
    ];
    let mut hasher = InlineHashers.hasher(DigestAlgorithm::Sha256);
    for part in parts {
        hasher.update(&crate::model::to_u64(part.len()).to_be_bytes());
        hasher.update(part);
    }
    let digest = Digest::new(DigestAlgorithm::Sha256, &hasher.finish());
    digest.hex().chars().take(16).collect()
}
