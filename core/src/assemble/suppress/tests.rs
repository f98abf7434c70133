use super::Allowed;
use crate::model::{
    Allow, Digest, DigestAlgorithm, EntryPath, Finding, Glob, ImageSummary, LayerSummary, Location,
    RuleId, Severity, Stream,
};

const RULE: RuleId = RuleId::new("path/absolute");

fn digest(byte: u8) -> Digest {
    Digest::new(DigestAlgorithm::Sha256, &[byte; 32])
}

fn allow(entry: Option<&str>, digest: Option<Digest>, reason: &str) -> Allow {
    let entry = entry.map(|text| (text.to_owned(), Glob::parse(text).unwrap()));
    Allow { rule: RULE, entry, digest, reason: reason.to_owned() }
}

fn finding(entry: &[u8], blob: Option<Digest>) -> Finding {
    let entry = Some(EntryPath::new(entry)).filter(|entry| !entry.as_bytes().is_empty());
    let location = Location { blob, entry, ..Location::of(Stream::Layer) };
    Finding {
        rule: RULE,
        severity: Severity::Deny,
        message: String::new(),
        location,
        related: Vec::new(),
        suppressed: None,
    }
}

fn image(manifest: u8, layers: &[u8]) -> ImageSummary {
    let layer = |byte: &u8| LayerSummary {
        digest: Some(digest(*byte)),
        diff_id: None,
        media_type: None,
        compression: None,
        size: 0,
        uncompressed_size: 0,
        entries: 0,
    };
    ImageSummary {
        references: Vec::new(),
        platform: None,
        manifest: Some(digest(manifest)),
        config: Some(digest(manifest.wrapping_add(1))),
        layers: layers.iter().map(layer).collect(),
        signatures: Vec::new(),
    }
}

/// The reason for which a finding is allowed, and the positions of what is stale then.
fn judge(
    allows: &[Allow],
    images: &[ImageSummary],
    mut finding: Finding,
) -> (Option<String>, Vec<usize>) {
    let mut allowed = Allowed::new(allows, Some(digest(77)), images);
    allowed.mark(&mut finding);
    let stale = allowed.stale().into_iter().map(|(number, _)| number).collect();
    (finding.suppressed.map(|it| it.reason), stale)
}

#[test]
fn the_first_that_allows_gives_the_reason_and_all_that_do_are_of_use() {
    let allows = [
        allow(Some("usr/*"), None, "one"),
        allow(Some("**"), None, "two"),
        allow(None, Some(digest(9)), "three"),
        allow(None, None, "four"),
    ];
    let found = judge(&allows, &[], finding(b"etc/passwd", None));
    assert_eq!(found, (Some("two".to_owned()), vec![0, 2]));
    let other = Finding { rule: RuleId::new("path/empty"), ..finding(b"etc/passwd", None) };
    assert_eq!(judge(&allows, &[], other), (None, vec![0, 1, 2, 3]));
}

#[test]
fn an_entry_is_not_allowed_where_there_is_none() {
    let allows = [allow(Some("**"), None, "x")];
    assert_eq!(judge(&allows, &[], finding(b"", Some(digest(1)))).0, None);
}

#[test]
fn a_name_that_was_cut_is_not_allowed_by_its_start() {
    let allows = [allow(Some("a/**"), None, "x")];
    let long = [b"a/".repeat(2048), b"b".to_vec()].concat();
    assert!(judge(&allows, &[], finding(&long, None)).0.is_some());
    let mut cut = finding(&long, None);
    cut.location.entry = Some(EntryPath::new(long).bounded());
    assert!(judge(&allows, &[], cut).0.is_none());
}

#[test]
fn entry_and_digest_must_both_be_right() {
    let allows = [allow(Some("a"), Some(digest(1)), "x")];
    assert!(judge(&allows, &[], finding(b"a", Some(digest(1)))).0.is_some());
    assert!(judge(&allows, &[], finding(b"b", Some(digest(1)))).0.is_none());
    assert!(judge(&allows, &[], finding(b"a", Some(digest(2)))).0.is_none());
    assert!(judge(&allows, &[], finding(b"a", None)).0.is_none());
}

#[test]
fn the_whole_input_speaks_for_all_in_it() {
    let allows = [allow(None, Some(digest(77)), "x")];
    assert!(judge(&allows, &[], finding(b"a", None)).0.is_some());
    assert!(judge(&allows, &[], finding(b"a", Some(digest(1)))).0.is_some());
}

#[test]
fn an_image_speaks_for_blobs_that_are_its_alone() {
    let images = [image(10, &[1, 2]), image(20, &[2, 3])];
    for (allowed, blob, expected) in [
        (10, 1, true),
        (11, 1, true),
        (10, 10, true),
        (10, 11, true),
        // A layer of the other image too.
        (10, 2, false),
        (20, 2, false),
        (2, 2, true),
        (10, 3, false),
        (10, 4, false),
    ] {
        let allows = [allow(None, Some(digest(allowed)), "x")];
        let reason = judge(&allows, &images, finding(b"a", Some(digest(blob)))).0;
        assert_eq!(reason.is_some(), expected, "{allowed} and {blob}");
    }
}

#[test]
fn counted_findings_are_taken_by_a_whole_rule_only() {
    let allows = [allow(Some("**"), None, "one"), allow(None, None, "two")];
    let mut allowed = Allowed::new(&allows[..1], None, &[]);
    assert_eq!(allowed.of_rule(RULE), None);
    assert_eq!(allowed.stale().len(), 1);
    let mut allowed = Allowed::new(&allows, None, &[]);
    assert_eq!(allowed.of_rule(RULE).unwrap().reason, "two");
    assert_eq!(allowed.of_rule(RuleId::new("path/empty")), None);
    assert_eq!(allowed.stale().len(), 1);
}
