//! Reports made by hand, to hold the schema against.

use crate::{
    model::{
        ChecksumSummary, Compression, Counts, Digest, DigestAlgorithm, EntryPath, Excerpt, Finding,
        ImageSummary, InputKind, InputSummary, LayerSummary, Location, NameSummary, Omitted,
        Region, Report, RuleId, Severity, SignatureSummary, SignerSummary, SourceKind,
        SourceOrigin, SourceSummary, Stream, Suppression, Verdict, VouchingSummary,
    },
    rules::rules,
};

const EVIL: &str = "a\x1b[2J\r\n\u{202e}\u{0} ?#%[x](y)é";

fn digest(algorithm: DigestAlgorithm) -> Digest {
    Digest::new(algorithm, &[0xab; 64])
}

/// Reports that hold every value of every list, and text that no one should trust.
pub fn sample_reports() -> Vec<Report> {
    let algorithms = DigestAlgorithm::ALL.into_iter().cycle();
    let kinds = InputKind::ALL.into_iter().zip(algorithms);
    let mut reports: Vec<_> = kinds.map(|(kind, algorithm)| plain(kind, algorithm)).collect();
    for (report, verdict) in reports.iter_mut().zip(Verdict::ALL) {
        report.verdict = verdict;
    }
    if let Some(first) = reports.first_mut() {
        fill(first);
    }
    reports
}

fn fill(report: &mut Report) {
    report.input.name = format!("../dir/{EVIL}");
    report.input.compression = Compression::ALL.to_vec();
    report.images.push(image(EVIL));
    report.names.push(name(EVIL));
    report.sources = Some(sources(EVIL));
    report.vouching = Some(vouching(EVIL));
    let streams = Stream::ALL.into_iter().cycle();
    let severities = Severity::ALL.into_iter().skip(1).cycle();
    for ((rule, stream), severity) in rules().iter().cycle().zip(streams).zip(severities).take(12) {
        let reason = || Suppression { reason: EVIL.to_owned() };
        report.findings.push(Finding {
            suppressed: (severity == Severity::Warn).then(reason),
            ..finding(rule.id, severity, stream)
        });
        report.omitted.push(Omitted {
            rule: rule.id,
            severity,
            count: 7,
            suppressed: (severity == Severity::Info).then(reason),
        });
    }
}

fn finding(rule: RuleId, severity: Severity, stream: Stream) -> Finding {
    let bare = Location::of(stream);
    let full = Location {
        stream,
        offset: Some(u64::MAX),
        length: Some(u64::MAX),
        region: Some(region(EVIL)),
        member: Some(EntryPath::new(EVIL.as_bytes())),
        blob: Some(digest(DigestAlgorithm::Sha512)),
        entry: Some(EntryPath::new(*b"\xff\x00")),
        pointer: Some("/layers/0".to_owned()),
    };
    Finding {
        rule,
        severity,
        message: EVIL.to_owned(),
        location: full.clone(),
        related: vec![full, bare],
        suppressed: None,
    }
}

fn name(text: &str) -> NameSummary {
    NameSummary {
        normal: text.to_owned(),
        familiar: text.to_owned(),
        registry: text.to_owned(),
        repository: text.to_owned(),
        tag: Some(text.to_owned()),
        digest: None,
        implied: NameSummary::IMPLIED.to_vec(),
        like: None,
        policy: vec![text.to_owned()],
    }
}

fn plain(kind: InputKind, algorithm: DigestAlgorithm) -> Report {
    Report {
        input: InputSummary {
            name: String::new(),
            kind,
            size: 0,
            digest: Some(digest(algorithm)),
            compression: Vec::new(),
        },
        verdict: Verdict::Pass,
        counts: Counts { deny: 0, warn: 1, info: 2, suppressed: u64::MAX },
        images: Vec::new(),
        findings: Vec::new(),
        names: Vec::new(),
        sources: (kind == InputKind::Dockerfile).then(Vec::new),
        vouching: None,
        omitted: Vec::new(),
    }
}

fn region(text: &str) -> Region {
    let excerpt = Excerpt { text: text.to_owned(), start: 2, end: u64::MAX };
    Region { line: 1, column: u64::MAX, end_line: u64::MAX, end_column: 1, excerpt }
}

/// What a build fetches: every origin and every kind.
fn sources(text: &str) -> Vec<SourceSummary> {
    let kinds = SourceKind::ALL.into_iter().cycle();
    let one = |(origin, kind)| SourceSummary {
        origin,
        kind,
        name: Some(text.to_owned()).filter(|_| kind != SourceKind::Git),
        platform: Some(text.to_owned()).filter(|_| kind == SourceKind::Image),
        only_on: Some(text.to_owned()).filter(|_| kind == SourceKind::Http),
        pinned: kind == SourceKind::Image,
        deferred: kind == SourceKind::Git,
        line: Some(u64::MAX).filter(|_| kind != SourceKind::Http),
    };
    SourceOrigin::ALL.into_iter().zip(kinds).map(one).collect()
}

/// What vouches for an input: a line that is right and one that is not, and a signer.
fn vouching(text: &str) -> VouchingSummary {
    let checksum = |(algorithm, matches)| ChecksumSummary {
        name: text.to_owned(),
        digest: digest(algorithm),
        matches,
    };
    let lines = [(DigestAlgorithm::Sha256, true), (DigestAlgorithm::Sha512, false)];
    let signer =
        SignerSummary { fingerprint: text.to_owned(), user: text.to_owned(), created: u64::MAX };
    VouchingSummary {
        checksums: lines.into_iter().map(checksum).collect(),
        signed: true,
        signers: vec![signer],
    }
}

/// Signed only, by a key, or a statement by none that was given.
fn signature(format: &'static str, text: &str) -> SignatureSummary {
    let is_signed = format == "cosign";
    SignatureSummary {
        format,
        digest: digest(DigestAlgorithm::Sha256),
        predicate: Some(text.to_owned()).filter(|_| !is_signed),
        key: Some(text.to_owned()).filter(|_| is_signed),
    }
}

fn image(text: &str) -> ImageSummary {
    let layer = LayerSummary {
        digest: Some(digest(DigestAlgorithm::Sha256)),
        diff_id: Some(digest(DigestAlgorithm::Sha384)),
        media_type: Some(text.to_owned()),
        compression: Some(Compression::Zstd),
        size: 1,
        uncompressed_size: u64::MAX,
        entries: 3,
    };
    let missing = LayerSummary {
        digest: None,
        diff_id: None,
        media_type: None,
        compression: None,
        ..layer.clone()
    };
    ImageSummary {
        references: vec![text.to_owned()],
        platform: Some(text.to_owned()),
        manifest: Some(digest(DigestAlgorithm::Sha256)),
        config: None,
        layers: vec![layer, missing],
        signatures: SignatureSummary::FORMATS
            .into_iter()
            .map(|format| signature(format, text))
            .collect(),
    }
}
