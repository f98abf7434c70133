//! Decompression: finds the format by content and decodes what is pushed, byte for byte the same
//! however the input is cut into chunks.
//!
//! Bad input is no error: what is odd becomes a [`FramingAnomaly`], and decoding goes on where the
//! format lets it. Bounds: about 512 KiB a stream, and what the format's window needs, which
//! `Limits::zstd_window` and `Limits::xz_dictionary` bound.

#[cfg(feature = "bzip2")]
mod bzip2;
mod codec;
mod facts;
mod feed;
mod gzip;
mod meter;
#[cfg(not(feature = "bzip2"))]
mod missing;
mod source;
#[cfg(test)]
mod tests;
mod xz;
mod zstd;

use core::fmt;

use self::codec::{Codec, Step};
use self::facts::Facts;
use self::meter::Meter;
use self::source::{Held, Source};
use crate::model::{Compression, FramingAnomaly, FramingKind, Limits};

/// Bytes at the start of a stream that [`sniff`] needs at most.
pub(crate) const SNIFF_LENGTH: usize = 6;

/// Length of the pieces that come out, at most; no block of zstd holds more.
const PIECE: usize = 128 << 10;

/// The format whose magic bytes `head` starts with; at most [`SNIFF_LENGTH`] bytes are looked at.
///
/// Differs: GNU tar takes two bytes for gzip, and containerd four for bzip2. The method byte and
/// the start of the first block keep a tar whose first name starts with `BZh9` from being one.
pub(crate) fn sniff(head: &[u8]) -> Option<Compression> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            Some(Compression::Zstd)
        }
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Compression::Xz),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..]
        | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..] => Some(Compression::Bzip2),
        _ => None,
    }
}

/// This build can decode the format.
pub(crate) const fn decodes(format: Compression) -> bool {
    match format {
        Compression::Gzip | Compression::Xz | Compression::Zstd => true,
        Compression::Bzip2 => cfg!(feature = "bzip2"),
    }
}

/// Who decodes what both can.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BackEnd {
    /// The decoders of every build.
    Reference,
    /// C libraries, as far as the build has them. What is odd they leave to the reference: see
    /// [`Decoder::is_doubtful`].
    Native,
}

fn codec(format: Compression, limits: &Limits, back_end: BackEnd) -> Box<dyn Codec> {
    match format {
        Compression::Gzip => Box::new(gzip::Gzip::new()),
        Compression::Zstd => zstd::codec(limits.zstd_window, back_end),
        Compression::Xz => Box::new(xz::Xz::new(limits.xz_dictionary)),
        #[cfg(feature = "bzip2")]
        Compression::Bzip2 => Box::new(bzip2::Bzip2::new()),
        #[cfg(not(feature = "bzip2"))]
        Compression::Bzip2 => Box::new(missing::Missing { format }),
    }
}

/// A decoder of one stream.
///
/// ```text
/// while let Some(piece) = decoder.next(&mut chunk) { … }    // for each chunk
/// while let Some(piece) = decoder.finish() { … }            // at the end
/// ```
pub(crate) struct Decoder {
    state: State,
    held: Held,
    out: Vec<u8>,
    meter: Meter,
    facts: Facts,
    compression: Option<Compression>,
    limits: Limits,
    /// Who is to decode where there is a choice.
    back_end: BackEnd,
    /// Who does.
    decoded_by: BackEnd,
}

#[derive(Debug)]
enum State {
    /// The first bytes are not all there.
    Sniff,
    /// Nothing is compressed: the input is the output.
    Identity,
    Codec(Box<dyn Codec>),
    /// After the last member; all bytes since `start` are zero, or not.
    Rest {
        start: u64,
        zeros: bool,
    },
    /// Nothing more comes out, whatever follows.
    Over,
}

impl Decoder {
    /// A decoder that finds the format by content.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self::with_back_end(limits, BackEnd::Reference)
    }

    /// The same by these decoders.
    pub(crate) fn with_back_end(limits: &Limits, back_end: BackEnd) -> Self {
        Self {
            back_end,
            decoded_by: BackEnd::Reference,
            state: State::Sniff,
            held: Held::default(),
            out: Vec::new(),
            meter: Meter::new(limits),
            facts: Facts::default(),
            compression: None,
            limits: limits.clone(),
        }
    }

    /// The next piece of decoded bytes, never empty; none when all of `input` is used up.
    pub(crate) fn next<'d, 'c: 'd>(&'d mut self, input: &mut &'c [u8]) -> Option<&'d [u8]> {
        if matches!(self.state, State::Sniff) {
            self.sniff(input, false)?;
        }
        if matches!(self.state, State::Identity) {
            return self.pass(input);
        }
        let length = self.advance(input, false)?;
        self.out.get(..length)
    }

    /// The next piece after the end of the input, never empty; none when the stream is settled.
    pub(crate) fn finish(&mut self) -> Option<&[u8]> {
        let input: &mut &[u8] = &mut [].as_slice();
        if matches!(self.state, State::Sniff) {
            self.sniff(input, true)?;
        }
        if matches!(self.state, State::Identity) {
            return self.pass(input);
        }
        if let Some(length) = self.advance(input, true) {
            return self.out.get(..length);
        }
        self.meter.finish(&mut self.facts);
        if let State::Rest { start, zeros } = self.state {
            let bytes = self.held.offset().saturating_sub(start);
            if bytes > 0 {
                self.facts.note(start, FramingKind::TrailingData { bytes, zeros });
            }
            self.state = State::Over;
        }
        None
    }

    /// The format, once the first bytes are known.
    pub(crate) const fn compression(&self) -> Option<Compression> {
        self.compression
    }

    /// Nothing more is read, whatever follows: a limit was reached, or the stream cannot be decoded.
    pub(crate) const fn is_settled(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// Another decoder than the reference found something odd, or reached a limit: only the reference says
    /// what that is. To be called when it [is settled](Self::is_settled), or after the end.
    pub(crate) const fn is_doubtful(&self) -> bool {
        matches!(self.decoded_by, BackEnd::Native) && !self.facts.is_empty()
    }

    /// What was odd, by offset. To be called after the end.
    pub(crate) fn take_anomalies(&mut self) -> Vec<FramingAnomaly> {
        self.facts.take()
    }

    /// Finds the format; none while too few bytes are there.
    fn sniff(&mut self, input: &mut &[u8], last: bool) -> Option<()> {
        let format = sniff(Source::new(&mut self.held, input, last).peek(SNIFF_LENGTH)?);
        self.compression = format;
        let Some(format) = format else {
            self.state = State::Identity;
            return Some(());
        };
        let codec = codec(format, &self.limits, self.back_end);
        self.decoded_by = codec.back_end();
        self.state = State::Codec(codec);
        self.out = vec![0; PIECE];
        Some(())
    }

    /// Hands out input as it is.
    fn pass<'d, 'c: 'd>(&'d mut self, input: &mut &'c [u8]) -> Option<&'d [u8]> {
        let held = self.held.release();
        if !held.is_empty() {
            self.meter.pass(held.len());
            return Some(self.held.get(held));
        }
        let piece = core::mem::take(input);
        self.held.pass(piece.len());
        self.meter.pass(piece.len());
        (!piece.is_empty()).then_some(piece)
    }

    /// Decodes on until something comes out, and says how many bytes; none when input is wanting.
    fn advance(&mut self, input: &mut &[u8], last: bool) -> Option<usize> {
        loop {
            let mut source = Source::new(&mut self.held, input, last);
            let (wrote, next) = match &mut self.state {
                State::Codec(codec) => {
                    match codec.step(&mut source, &mut self.out, &mut self.facts)? {
                        Step::Wrote(wrote) => (wrote, None),
                        Step::Last(wrote) => (wrote, Some(State::Over)),
                        Step::Rest { start } => (0, Some(State::Rest { start, zeros: true })),
                    }
                }
                State::Rest { zeros, .. } => {
                    *zeros &= swallow(&mut source);
                    return None;
                }
                State::Over | State::Sniff | State::Identity => {
                    swallow(&mut source);
                    return None;
                }
            };
            let read = source.offset();
            if let Some(state) = next {
                self.state = state;
            }
            if wrote > 0 {
                let piece = self.out.get(..wrote).unwrap_or_default();
                let allowed = self.meter.count(piece, read, &mut self.facts);
                if self.meter.is_over() {
                    self.state = State::Over;
                }
                if allowed > 0 {
                    return Some(allowed);
                }
            }
        }
    }
}

/// Uses up all that is there, and says whether it is all zero.
fn swallow(source: &mut Source<'_, '_>) -> bool {
    let mut zeros = true;
    while let Some(some) = source.available() {
        zeros &= some.iter().all(|byte| *byte == 0);
        let length = some.len();
        if length == 0 {
            break;
        }
        source.consume(length);
    }
    zeros
}

impl fmt::Debug for Decoder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Decoder")
            .field("state", &self.state)
            .field("meter", &self.meter)
            .finish_non_exhaustive()
    }
}
