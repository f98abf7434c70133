//! A Dockerfile, from its text to the report.

use super::{
    gather::{Fetched, Gather, Source},
    naming,
    region::TextLines,
    vouching,
};
use crate::{
    blob::{Held, OuterSummary},
    dockerfile::{self, Dockerfile},
    model::{
        InputKind, InputSummary, NameSummary, Report, SourceKind, SourceSummary, escape_str, to_u64,
    },
    options::Options,
    reference::Reference,
    rules::{self, ArchiveContext, DockerfileContext, Findings, NameOrigin, judge_name},
};

/// Judges a Dockerfile.
pub(super) fn report(options: &Options, outer: OuterSummary) -> Report {
    let settings = options.settings();
    let OuterSummary { size, digests, compression, expanded_size, observations, held } = outer;
    let (text, over, is_text) = match &held {
        Held::Dockerfile(buffer) => (buffer.text(), buffer.over, compression.is_none()),
        _ => (&[][..], false, false),
    };
    let file =
        if is_text { dockerfile::read(text, &settings.build_args) } else { Dockerfile::default() };
    let lines = TextLines::new(text);
    let source = Source::text(&lines, super::outer_profile(settings, InputKind::Dockerfile));

    let references =
        file.sources.iter().filter(|it| it.kind == SourceKind::Image && it.is_decided());
    let references: Vec<_> = references.filter_map(|it| Reference::parse(&it.name).ok()).collect();
    let mut gather = Gather::new(settings, naming::raised_by(&references, options.policy()));
    gather.add(&source, &observations);
    let whole = Source::outer(super::outer_profile(settings, InputKind::Dockerfile));
    let vouching =
        vouching::judge(options, &digests, size, &whole, &mut gather).map(|it| it.summary);
    let mut findings = Findings::new();
    let context =
        DockerfileContext { file: &file, not_text: !is_text, over, limits: &settings.limits };
    rules::check_dockerfile(&context, &mut findings);
    let names = judge_names(&context, options, &mut findings);
    rules::check_archive(
        &ArchiveContext {
            kind: InputKind::Dockerfile,
            graph: None,
            digests: &digests,
            compressed: compression.is_some(),
            expanded_size,
            expect: &settings.expect,
            blobs_over: None,
            documents_over: None,
            merge_over: None,
            limits: &settings.limits,
        },
        &mut findings,
    );
    gather.add(&source, &findings.finish());
    let input = InputSummary {
        name: escape_str(&settings.name),
        kind: InputKind::Dockerfile,
        size,
        digest: digests.first().copied(),
        compression: compression.into_iter().collect(),
    };
    let sources = Some(summarise(&file, &lines));
    gather.finish(&source, input, Vec::new(), Fetched { names, sources, vouching })
}

/// The names of images that are pulled, judged by the rules for all names that images are fetched by.
fn judge_names(
    context: &DockerfileContext<'_>,
    options: &Options,
    out: &mut Findings,
) -> Vec<NameSummary> {
    let mut names: Vec<NameSummary> = Vec::new();
    let is_image = |it: &&dockerfile::Source| it.kind == SourceKind::Image && it.is_decided();
    for source in context.file.sources.iter().filter(is_image) {
        let place = DockerfileContext::place(source.span);
        let name = judge_name(&source.name, NameOrigin::Dockerfile, &place, options.policy(), out);
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

fn summarise(file: &Dockerfile, lines: &TextLines<'_>) -> Vec<SourceSummary> {
    let one = |source: &dockerfile::Source| SourceSummary {
        origin: source.origin,
        kind: source.kind,
        name: source.is_decided().then(|| escape_str(&source.name)),
        platform: source.platform.as_deref().map(escape_str),
        only_on: source.only_on.map(str::to_owned),
        pinned: source.pinned,
        deferred: source.deferred,
        line: source.span.map(|span| to_u64(lines.line(span.start).0)),
    };
    file.sources.iter().map(one).collect()
}
