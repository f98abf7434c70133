//! One tar stream: parser, index and entry rules together.

use std::sync::Arc;

use super::contents::{Contents, Repeat};
use crate::{
    layer::LayerIndex,
    model::{Anomaly, Entry, EntryKind, PathTraits, Settings, Stream, TarTotals},
    rules::{self, AnomalyContext, EntryContext, Findings, StreamContext},
    tar::{TarEvent, TarParser},
};

/// Reads a tar stream, judges its entries and keeps its index.
#[derive(Debug)]
pub(crate) struct EntryStage {
    parser: TarParser,
    judge: Judge,
}

/// What happened in a tar stream.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// An entry starts.
    Entry(&'a Entry),
    /// Contents of the entry.
    Data(&'a [u8]),
    /// The entry is complete.
    EntryEnd,
    /// Something odd was noted.
    Noted,
}

#[derive(Debug)]
struct Judge {
    settings: Arc<Settings>,
    stream: Stream,
    index: LayerIndex,
    contents: Contents,
    totals: TarTotals,
}

impl EntryStage {
    /// A stage for a tar stream whose offsets are those of `stream`.
    pub(crate) fn new(settings: &Arc<Settings>, stream: Stream) -> Self {
        Self {
            parser: TarParser::new(&settings.limits),
            judge: Judge {
                settings: Arc::clone(settings),
                stream,
                contents: Contents::new(settings, stream),
                index: LayerIndex::new(settings.hash_key),
                totals: TarTotals::default(),
            },
        }
    }

    /// What happens next in `input`, or None when all of it is used up.
    pub(crate) fn next<'a, 'i: 'a>(
        &'a mut self,
        input: &mut &'i [u8],
        findings: &mut Findings,
    ) -> Option<Step<'a>> {
        Some(match self.parser.next(input)? {
            TarEvent::Entry(entry) => {
                self.judge.entry(entry, findings);
                Step::Entry(entry)
            }
            TarEvent::Data(data) => {
                self.judge.contents.data(data);
                Step::Data(data)
            }
            TarEvent::EntryEnd => {
                self.judge.contents.end(&mut self.judge.index, findings);
                Step::EntryEnd
            }
            TarEvent::Anomaly(anomaly) => {
                self.judge.anomaly(anomaly, None, findings);
                Step::Noted
            }
        })
    }

    /// Bytes from the present position that need not be read: contents of the current entry.
    pub(crate) fn skippable(&self) -> u64 {
        if self.judge.contents.is_open() { 0 } else { self.parser.skippable() }
    }

    /// Leaves out bytes that [`skippable`](Self::skippable) allows.
    pub(crate) fn skip(&mut self, length: u64) {
        self.parser.skip_data(length.min(self.skippable()));
    }

    /// The end of the stream.
    pub(crate) fn finish(mut self, findings: &mut Findings) -> (LayerIndex, TarTotals) {
        for anomaly in self.parser.finish() {
            self.judge.anomaly(&anomaly, None, findings);
        }
        self.judge.contents.finish(findings);
        let Judge { settings, stream, index, totals, .. } = self.judge;
        let context = StreamContext { index: &index, stream, limits: &settings.limits };
        rules::check_stream(&context, findings);
        (index, totals)
    }
}

impl Judge {
    fn entry(&mut self, entry: &Entry, findings: &mut Findings) {
        self.totals.entries = self.totals.entries.saturating_add(1);
        if entry.kind.is_file() {
            self.totals.file_bytes = self.totals.file_bytes.saturating_add(entry.size);
        }
        let parents = self.index.walk_parents(entry.path.as_bytes());
        let target = match entry.kind {
            EntryKind::Symlink => {
                Some(self.index.walk_symlink(&parents, entry.link_target.as_bytes()))
            }
            EntryKind::HardLink => Some(self.index.walk_hard_link(entry.link_target.as_bytes())),
            _ => None,
        };
        let earlier = self.index.at(&parents);
        let compares = self.contents.compares(entry);
        let before = earlier.filter(|_| compares).and_then(|earlier| {
            let before = self.index.node(earlier.node)?.content?;
            Some((earlier, before))
        });
        let context = EntryContext {
            entry,
            name: entry.path.name(),
            traits: PathTraits::of(entry.path.as_bytes()),
            index: &self.index,
            parents: &parents,
            earlier,
            compared: before.is_some(),
            target: target.as_ref(),
            stream: self.stream,
            limits: &self.settings.limits,
        };
        rules::check_entry(&context, findings);
        let repeat = before.map(|(earlier, before)| Repeat {
            kind: entry.kind,
            path: entry.path.clone(),
            place: context.place(),
            earlier: context.place_of(&earlier),
            before,
        });
        for anomaly in &entry.anomalies {
            self.anomaly(anomaly, Some(entry), findings);
        }
        let node = self.index.insert(entry, parents, target.as_ref(), &self.settings.limits);
        if compares {
            self.contents.start(node, repeat);
        }
    }

    fn anomaly(&self, anomaly: &Anomaly, entry: Option<&Entry>, findings: &mut Findings) {
        let limits = &self.settings.limits;
        let context = AnomalyContext { anomaly, entry, stream: self.stream, limits };
        rules::check_anomaly(&context, findings);
    }
}
