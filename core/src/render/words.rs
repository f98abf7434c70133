//! Words that more than one format uses. Everything given back is guarded.

use std::borrow::Cow;

use crate::model::{
    ChecksumSummary, Counts, Digest, EntryPath, Location, Omitted, Report, SignatureSummary,
    SignerSummary, SourceSummary, Stream, Suppression, Verdict, VouchingSummary,
};

use super::guard::guard;

/// The verdict as a person reads it first.
pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "PASS",
        Verdict::Warn => "WARN",
        Verdict::Deny => "DENY",
    }
}

/// What was judged and how many findings there are, for after the verdict.
pub(super) fn subject(report: &Report) -> String {
    let input = &report.input;
    let name = guard(&input.name);
    let kind = input.kind.name();
    match counts(&report.counts).as_str() {
        "" => format!("{name} ({kind})"),
        counts => format!("{name} ({kind}): {counts}"),
    }
}

/// The counts that are not zero.
fn counts(counts: &Counts) -> String {
    [
        (counts.deny, "deny"),
        (counts.warn, "warn"),
        (counts.info, "info"),
        (counts.suppressed, "suppressed"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, name)| format!("{count} {name}"))
    .collect::<Vec<_>>()
    .join(", ")
}

/// The place in one line, from the member inwards; empty for the whole input.
pub(super) fn place(location: &Location) -> String {
    let member = location.member.as_ref().map(|path| format!("member {}", path_text(path)));
    member.into_iter().chain(inner_place(location)).collect::<Vec<_>>().join(", ")
}

/// The parts of a place within its member.
pub(super) fn inner_place(location: &Location) -> Vec<String> {
    let entry = location.entry.as_ref().map(|path| format!("entry {}", path_text(path)));
    let pointer = location.pointer.as_deref().filter(|pointer| !pointer.is_empty());
    let value = pointer.map(|pointer| format!("value {}", guard(pointer)));
    let position = match (&location.region, location.offset) {
        (Some(region), _) => Some(format!("line {}, column {}", region.line, region.column)),
        (None, Some(offset)) => Some(format!("byte {offset} of the {}", stream(location.stream))),
        // Other places without an offset are told by their blob and member.
        (None, None) if location.stream == Stream::Checksums => {
            Some(format!("the {}", stream(location.stream)))
        }
        (None, None) => None,
    };
    entry.into_iter().chain(value).chain(position).collect()
}

/// What a build fetches, without what names it.
pub(super) fn source(source: &SourceSummary) -> String {
    let name = source.name.as_deref().map_or(Cow::Borrowed("not decided"), guard);
    let mut parts = vec![name.into_owned()];
    parts.extend(source.platform.as_ref().map(|platform| format!("platform {}", guard(platform))));
    parts.extend(source.only_on.as_ref().map(|on| format!("in builds for {}", guard(on))));
    if source.deferred {
        parts.push("in builds on top of this one".to_owned());
    }
    parts.join(", ")
}

/// What vouches for an input, in lines.
pub(super) fn vouching(vouching: &VouchingSummary) -> Vec<String> {
    let checksum = |checksum: &ChecksumSummary| {
        let word = if checksum.matches { "listed" } else { "listed otherwise" };
        format!("{word} as {}: {}", guard(&checksum.name), checksum.digest)
    };
    let signer = |signer: &SignerSummary| {
        let (key, user) = (guard(&signer.fingerprint), guard(&signer.user));
        let word = if vouching.signed { "signed" } else { "signed, beside others," };
        format!("list {word} by {key} ({user})")
    };
    let signers = vouching.signers.iter().map(signer);
    vouching.checksums.iter().map(checksum).chain(signers).collect()
}

/// A signature of an image.
pub(super) fn signature(signature: &SignatureSummary) -> String {
    let what = match &signature.predicate {
        Some(predicate) => format!("statement {}", guard(predicate)),
        None => "signed".to_owned(),
    };
    let by = signature.key.as_deref().map_or(Cow::Borrowed("no key that was given"), guard);
    format!("{what} by {by} ({})", signature.format)
}

/// What an offset counts in.
const fn stream(stream: Stream) -> &'static str {
    match stream {
        Stream::File => "input",
        Stream::Archive => "archive",
        Stream::Blob => "blob",
        Stream::Layer => "layer",
        Stream::Checksums => "list of checksums",
    }
}

/// A path as shown; one that is empty can be seen.
pub(super) fn path_text(path: &EntryPath) -> String {
    let shown = path.escaped();
    if shown.is_empty() { "\"\"".to_owned() } else { guard(&shown).into_owned() }
}

/// Findings that are counted but not listed.
pub(super) fn omitted(omitted: &Omitted) -> String {
    let text = format!("{} more at {} not listed", omitted.count, omitted.severity.name());
    match &omitted.suppressed {
        Some(suppression) => format!("{text}, {}", suppressed(suppression)),
        None => text,
    }
}

/// That findings are allowed, and why.
pub(super) fn suppressed(suppression: &Suppression) -> String {
    format!("suppressed: {}", guard(&suppression.reason))
}

/// The algorithm and the first twelve digits: enough to tell blobs of one archive apart.
pub(super) fn short_digest(digest: &Digest) -> String {
    digest.to_string().chars().take(digest.algorithm().name().len().saturating_add(13)).collect()
}

/// A number and its noun.
pub(super) fn number(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A size with one decimal, rounded down, in powers of 1024.
pub(super) fn bytes(size: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut unit = "";
    // In tenths of the unit, which may not fit in 64 bits.
    let mut tenths = u128::from(size).saturating_mul(10);
    for larger in UNITS {
        if tenths < 10_240 {
            break;
        }
        tenths >>= 10_u32;
        unit = larger;
    }
    let whole = tenths.checked_div(10).unwrap_or_default();
    let tenth = tenths.checked_rem(10).unwrap_or_default();
    if unit.is_empty() { number(size, "byte", "bytes") } else { format!("{whole}.{tenth} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_rounded_down_in_powers_of_1024() {
        for (size, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1023 bytes"),
            (1024, "1.0 KiB"),
            (1536, "1.5 KiB"),
            (1_048_575, "1023.9 KiB"),
            (351_000_000, "334.7 MiB"),
            (u64::MAX, "15.9 EiB"),
        ] {
            assert_eq!(bytes(size), text);
        }
    }
}
