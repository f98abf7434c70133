//! Any way to cut a stream gives the same events, and so does leaving data out.

use proptest::{collection::vec, prelude::*, sample::Index};

use super::build::{Archive, Header, header, pax};
use crate::{
    model::{Limits, saturating_usize, to_u64},
    tar::{TarEvent, TarParser},
};

/// What was told, with neighbouring parts of data as one; `bytes` where their length is seen.
#[derive(Debug, Default, PartialEq)]
struct Log {
    lines: Vec<String>,
    data: u64,
}

impl Log {
    fn line(&mut self, line: String) {
        if self.data > 0 {
            self.lines.push(format!("{} bytes", self.data));
            self.data = 0;
        }
        self.lines.push(line);
    }
}

/// Reads a stream in chunks that end at `cuts`; `skip` leaves out all data that may be left out.
fn log(bytes: &[u8], cuts: &[usize], skip: bool) -> Vec<String> {
    // Small limits, so that they are reached.
    let limits = Limits { pax_size: 600, long_name: 300, entries: 40, ..Limits::default() };
    let mut parser = TarParser::new(&limits);
    let mut log = Log::default();
    let mut start = 0;
    for end in cuts.iter().copied().chain([bytes.len()]) {
        let mut input = &bytes[start..end];
        start = end;
        loop {
            if skip {
                let length = parser.skippable().min(to_u64(input.len()));
                assert_eq!(parser.skip_data(length), length);
                input = &input[saturating_usize(length)..];
                log.data += length;
            }
            match parser.next(&mut input) {
                None => break,
                Some(TarEvent::Data(data)) => {
                    assert!(!data.is_empty());
                    log.data += to_u64(data.len());
                }
                Some(event) => log.line(format!("{event:?}")),
            }
        }
        assert!(input.is_empty());
    }
    for anomaly in parser.finish() {
        log.line(format!("{anomaly:?}"));
    }
    log.line("end".to_owned());
    log.lines
}

fn any_header() -> impl Strategy<Value = Header> {
    let kinds: Vec<u8> = b"0000\x00123456775SLKxgDVMNX".to_vec();
    let names = prop::sample::select(vec!["a", "b/", "long/name", "../x"]);
    let sizes = prop::sample::select(vec![0, 0, 3, 512, 513, 1024, 5000, 1 << 34]);
    (names, prop::sample::select(kinds), sizes, 0..8_usize).prop_map(
        |(name, kind, size, layout)| {
            let header = header(name).kind(kind).size(size).link("target");
            match layout {
                0 => header.v7(),
                1 | 2 => header.gnu(),
                3 => header.put(345, "prefix"),
                4 => header.sum("000000\0 "),
                5 => header.gnu().put(386, [b'7'; 97]),
                _ => header,
            }
        },
    )
}

fn records() -> impl Strategy<Value = Vec<u8>> {
    let record = prop::sample::select(vec![
        ("path", "pax/name"),
        ("path", ""),
        ("size", "700"),
        ("size", "x"),
        ("mtime", "1.5"),
        ("comment", "x\n13 path=evil"),
        ("GNU.sparse.major", "1"),
        ("GNU.sparse.minor", "0"),
        ("GNU.sparse.name", "sparse"),
        ("GNU.sparse.realsize", "99"),
    ]);
    vec(record, 0..6).prop_map(|records| pax(&records))
}

/// A piece of an archive, seldom a right one.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any_header().prop_map(|header| Archive::new().header(header).0),
        (any_header(), vec(any::<u8>(), 0..1200))
            .prop_map(|(header, data)| Archive::new().with_data(header, data).0),
        (any_header(), any_header()).prop_map(|(outer, inner)| {
            let inner = Archive::new().header(inner).end();
            Archive::new().with_data(outer, inner).0
        }),
        records().prop_map(|data| Archive::new().pax_raw(b'x', data).0),
        records().prop_map(|data| Archive::new().pax_raw(b'g', data).0),
        (1..400_usize).prop_map(|length| Archive::new().long(b'L', &"l".repeat(length)).0),
        (1..400_usize).prop_map(|length| Archive::new().long(b'K', &"k".repeat(length)).0),
        Just(Archive::new().file("map", "2\n0\n3\n20\n4\n1234567").0),
        (1..5_usize).prop_map(|blocks| vec![0; blocks * 512]),
        vec(any::<u8>(), 1..700),
    ]
}

fn archive() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<u8>());
    (vec(piece(), 0..12), vec(change, 0..3), any::<Index>(), any::<bool>()).prop_map(
        |(pieces, changes, end, cut)| {
            let mut bytes = pieces.concat();
            if !bytes.is_empty() {
                for (at, byte) in changes {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
                if cut {
                    bytes.truncate(end.index(bytes.len()));
                }
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_cuts_give_the_same_events(bytes in archive(), cuts in vec(any::<Index>(), 0..8)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let whole = log(&bytes, &[], false);
        prop_assert_eq!(&log(&bytes, &cuts, false), &whole);
        prop_assert_eq!(&log(&bytes, &cuts, true), &whole);
    }

    #[test]
    fn chunks_of_one_size_give_the_same_events(bytes in archive()) {
        let whole = log(&bytes, &[], false);
        for size in [1, 511, 512, 513] {
            let cuts: Vec<usize> = (size..bytes.len()).step_by(size).collect();
            prop_assert_eq!(&log(&bytes, &cuts, false), &whole);
            prop_assert_eq!(&log(&bytes, &cuts, true), &whole);
        }
    }
}
