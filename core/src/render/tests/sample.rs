//! Reports made by hand.

use crate::model::{
    ChecksumSummary, Compression, Counts, Digest, DigestAlgorithm, EntryPath, Excerpt, Finding,
    ImageSummary, InputKind, InputSummary, LayerSummary, Location, NameSummary, Omitted, Region,
    Report, RuleId, Severity, SignatureSummary, SignerSummary, SourceKind, SourceOrigin,
    SourceSummary, Stream, Suppression, Verdict, VouchingSummary,
};

const ESCAPE: RuleId = RuleId::new("path/parent-escape");
const ABSOLUTE: RuleId = RuleId::new("path/absolute");
const SETUID: RuleId = RuleId::new("entry/setuid");
const CASE_KEY: RuleId = RuleId::new("manifest/sample-key");

/// Acts on terminals, log readers, XML, Markdown, URLs.
const EVIL: &str = "a\x1b]0;x\x07\r\n::error::x\n##vso[task.x]##[error]\u{202e}100%\u{9b}2J\0,b:c=d \
                    </failure><testcase name=\"fake\"/>'&[x](https://evil.example)\u{fffe}\\";

fn digest(byte: u8) -> Digest {
    Digest::new(DigestAlgorithm::Sha256, &[byte; 32])
}

fn finding(rule: RuleId, severity: Severity, message: &str, location: Location) -> Finding {
    Finding {
        rule,
        severity,
        message: message.to_owned(),
        location,
        related: Vec::new(),
        suppressed: None,
    }
}

fn layer_place(entry: &str, offset: u64) -> Location {
    Location {
        stream: Stream::Layer,
        offset: Some(offset),
        length: None,
        region: None,
        member: Some(EntryPath::new(*b"aa/layer.tar")),
        blob: Some(digest(0xbb)),
        entry: Some(EntryPath::new(entry.as_bytes())),
        pointer: None,
    }
}

fn reason(text: &str) -> Suppression {
    Suppression { reason: text.to_owned() }
}

/// A package in which nothing was found.
pub(in crate::render) fn passed() -> Report {
    Report {
        input: InputSummary {
            name: "pkg.tgz".to_owned(),
            kind: InputKind::Package,
            size: 1023,
            digest: Some(digest(0xaa)),
            compression: vec![Compression::Gzip],
        },
        verdict: Verdict::Pass,
        counts: Counts::default(),
        images: Vec::new(),
        names: Vec::new(),
        sources: None,
        vouching: None,
        findings: Vec::new(),
        omitted: Vec::new(),
    }
}

/// An image with findings of each severity, some of them omitted.
pub(in crate::render) fn denied() -> Report {
    let mut first = finding(
        ESCAPE,
        Severity::Deny,
        "name ../../etc/passwd climbs above the root",
        layer_place("../../etc/passwd", 1536),
    );
    first.related.push(layer_place("etc/passwd", 512));
    let second = "name ../x climbs above the root";
    let second = finding(ESCAPE, Severity::Deny, second, layer_place("../x", 4096));
    let setuid = layer_place("bin/su", 8192);
    let setuid = finding(SETUID, Severity::Info, "mode is 4755, owner 0", setuid);
    let key = Location {
        stream: Stream::Blob,
        offset: Some(17),
        length: Some(8),
        region: None,
        member: Some(EntryPath::new(*b"manifest.json")),
        blob: Some(digest(0xcc)),
        entry: None,
        pointer: Some("/0/config".to_owned()),
    };
    let key = finding(CASE_KEY, Severity::Warn, "key config differs from Config only in case", key);
    let absolute = layer_place("/opt/run", 12_288);
    let mut absolute = finding(ABSOLUTE, Severity::Deny, "name /opt/run is absolute", absolute);
    absolute.suppressed = Some(reason("our installer strips it"));
    Report {
        input: InputSummary {
            name: "image.tar".to_owned(),
            kind: InputKind::DockerArchive,
            size: 351_000_000,
            digest: None,
            compression: Vec::new(),
        },
        verdict: Verdict::Deny,
        counts: Counts { deny: 3, warn: 1, info: 5, suppressed: 2 },
        images: vec![image()],
        names: Vec::new(),
        vouching: None,
        sources: None,
        findings: vec![first, second, setuid, absolute, key],
        omitted: vec![
            Omitted { rule: ESCAPE, severity: Severity::Deny, count: 1, suppressed: None },
            Omitted { rule: SETUID, severity: Severity::Info, count: 4, suppressed: None },
            Omitted {
                rule: ABSOLUTE,
                severity: Severity::Deny,
                count: 1,
                suppressed: Some(reason("our installer strips it")),
            },
        ],
    }
}

fn image() -> ImageSummary {
    let missing = LayerSummary {
        digest: None,
        diff_id: Some(digest(0x11)),
        media_type: None,
        compression: None,
        size: 0,
        uncompressed_size: 0,
        entries: 0,
    };
    let present = LayerSummary {
        digest: Some(digest(0xbb)),
        compression: Some(Compression::Gzip),
        size: 1536,
        uncompressed_size: 3072,
        entries: 1,
        ..missing.clone()
    };
    ImageSummary {
        references: vec!["example.com/team/debian:1".to_owned(), "debian:latest".to_owned()],
        platform: Some("linux/amd64".to_owned()),
        manifest: None,
        config: Some(digest(0xdd)),
        layers: vec![missing, present],
        signatures: vec![
            SignatureSummary {
                format: "cosign",
                digest: digest(0xee),
                predicate: None,
                key: Some("SHA256:00".to_owned()),
            },
            SignatureSummary {
                format: "dsse",
                digest: digest(0xee),
                predicate: Some("https://slsa.dev/provenance/v1".to_owned()),
                key: None,
            },
        ],
    }
}

/// A report in which nothing was escaped before, as if every rule had forgotten to.
pub(in crate::render) fn hostile() -> Report {
    let place = Location {
        stream: Stream::Layer,
        offset: Some(u64::MAX),
        length: None,
        region: Some(region()),
        member: Some(EntryPath::new(EVIL.as_bytes())),
        blob: Some(digest(0xbb)),
        entry: Some(EntryPath::new([EVIL.as_bytes(), b"\xff\xfe"].concat())),
        pointer: Some(EVIL.to_owned()),
    };
    let unknown = Location::of(Stream::File);
    let mut first = finding(ESCAPE, Severity::Deny, EVIL, place.clone());
    first.related = vec![place.clone(), unknown.clone()];
    // Text that would be a command at the start of a line.
    let member = Location { member: Some(EntryPath::new(*b"::error::x")), blob: None, ..place };
    let second = finding(CASE_KEY, Severity::Warn, "::stop-commands::x", member);
    let third = finding(SETUID, Severity::Info, EVIL, unknown);
    let mut fourth = first.clone();
    fourth.rule = ABSOLUTE;
    fourth.suppressed = Some(reason(EVIL));
    let mut image = image();
    image.references = vec![EVIL.to_owned(), "::error::x".to_owned()];
    image.platform = Some(EVIL.to_owned());
    for signature in &mut image.signatures {
        signature.predicate = Some(EVIL.to_owned());
        signature.key = Some(EVIL.to_owned());
    }
    Report {
        input: InputSummary {
            name: format!("::error::{EVIL}"),
            kind: InputKind::OciArchive,
            size: u64::MAX,
            digest: Some(digest(0xee)),
            compression: vec![Compression::Zstd],
        },
        verdict: Verdict::Deny,
        counts: Counts { deny: 1, warn: 1, info: 1, suppressed: 1 },
        images: vec![image],
        names: vec![hostile_name()],
        sources: Some(vec![source()]),
        vouching: Some(vouching()),
        findings: vec![first, second, third, fourth],
        omitted: Vec::new(),
    }
}

fn vouching() -> VouchingSummary {
    let checksum =
        |matches| ChecksumSummary { name: EVIL.to_owned(), digest: digest(0xcc), matches };
    let signer = SignerSummary {
        fingerprint: "AB".repeat(20),
        user: EVIL.to_owned(),
        created: 1_700_000_000,
    };
    VouchingSummary {
        checksums: vec![checksum(true), checksum(false)],
        signed: true,
        signers: vec![signer],
    }
}

fn region() -> Region {
    let excerpt = Excerpt { text: EVIL.to_owned(), start: 3, end: 5 };
    Region { line: 2, column: 4, end_line: 2, end_column: 6, excerpt }
}

fn source() -> SourceSummary {
    SourceSummary {
        origin: SourceOrigin::From,
        kind: SourceKind::Image,
        name: Some(EVIL.to_owned()),
        platform: Some(EVIL.to_owned()),
        only_on: Some(EVIL.to_owned()),
        pinned: false,
        deferred: true,
        line: Some(2),
    }
}

fn hostile_name() -> NameSummary {
    NameSummary {
        normal: EVIL.to_owned(),
        familiar: EVIL.to_owned(),
        registry: EVIL.to_owned(),
        repository: EVIL.to_owned(),
        tag: Some(EVIL.to_owned()),
        digest: Some(digest(0xcc)),
        implied: NameSummary::IMPLIED.to_vec(),
        like: Some(EVIL.to_owned()),
        policy: vec![EVIL.to_owned()],
    }
}
