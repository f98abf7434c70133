//! What the parser makes of archives, right and wrong ones.

mod build;
mod chunking;
mod ends;
mod extensions;
mod headers;
mod readings;
mod sparse;

use super::{TarEvent, TarParser};
use crate::model::{Anomaly, AnomalyKind, Entry, Limits, to_u64};

/// What was seen of an archive.
#[derive(Clone, Debug, Default)]
struct Seen {
    entries: Vec<Entry>,
    /// Contents of each entry.
    contents: Vec<Vec<u8>>,
    /// Everything odd, in the order in which it was told; entries' own with their names.
    anomalies: Vec<Anomaly>,
}

impl Seen {
    fn paths(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.path.escaped()).collect()
    }

    fn kinds(&self) -> Vec<AnomalyKind> {
        self.anomalies.iter().map(|anomaly| anomaly.kind.clone()).collect()
    }

    /// Offsets and kinds.
    fn places(&self) -> Vec<(u64, AnomalyKind)> {
        self.anomalies.iter().map(|anomaly| (anomaly.offset, anomaly.kind.clone())).collect()
    }
}

fn read(bytes: impl AsRef<[u8]>) -> Seen {
    read_within(bytes, &Limits::default())
}

fn read_within(bytes: impl AsRef<[u8]>, limits: &Limits) -> Seen {
    let mut seen = Seen::default();
    let mut parser = TarParser::new(limits);
    let mut input = bytes.as_ref();
    while let Some(event) = parser.next(&mut input) {
        match event {
            TarEvent::Entry(entry) => {
                let own = entry.anomalies.iter().cloned();
                let entry_path = Some(entry.path.clone());
                seen.anomalies.extend(own.map(|own| Anomaly { entry: entry_path.clone(), ..own }));
                seen.entries.push(entry.clone());
                seen.contents.push(Vec::new());
            }
            TarEvent::Data(data) => {
                let contents = seen.contents.last_mut().expect("an entry comes first");
                contents.extend_from_slice(data);
            }
            TarEvent::EntryEnd => {
                let (entry, contents) =
                    (seen.entries.last().unwrap(), seen.contents.last().unwrap());
                assert!(!entry.kind.is_file() || entry.stored_size == to_u64(contents.len()));
            }
            TarEvent::Anomaly(anomaly) => seen.anomalies.push(anomaly.clone()),
        }
    }
    assert!(input.is_empty(), "the parser takes all of the input");
    seen.anomalies.extend(parser.finish());
    seen
}
