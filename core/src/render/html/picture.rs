//! The layers of an image as a picture: how large they are, and where in them the findings are.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use super::Weight;
use crate::model::{Digest, LayerSummary, Report, Stream};

/// Units of the picture's width.
const WIDTH: u64 = 1000;

/// Where findings are, by blob: how far into it, in thousandths, and the gravest there.
#[derive(Default)]
pub(super) struct Marks(BTreeMap<Digest, Vec<(Stream, u64, Weight)>>);

impl Marks {
    pub(super) fn new(report: &Report) -> Self {
        let mut marks = Self::default();
        for finding in &report.findings {
            let location = &finding.location;
            if let (Some(blob), Some(offset)) = (location.blob, location.offset) {
                let mark = (location.stream, offset, Weight::of(finding));
                marks.0.entry(blob).or_default().push(mark);
            }
        }
        marks
    }

    /// The marks of a layer by their place in a bar of that width, the gravest of each place.
    fn of(&self, layer: &LayerSummary, width: u64) -> BTreeMap<u64, Weight> {
        let mut places = BTreeMap::new();
        let marks = layer.digest.and_then(|digest| self.0.get(&digest));
        for &(stream, offset, weight) in marks.into_iter().flatten() {
            let length = match stream {
                Stream::Layer => layer.uncompressed_size,
                _ => layer.size,
            };
            // Whole steps, so that many findings make few marks.
            let at = scale(offset, length, width);
            let at = at.saturating_sub(at.checked_rem(STEP).unwrap_or_default());
            let held = places.entry(at).or_insert(weight);
            *held = weight.max(*held);
        }
        places
    }
}

/// Marks nearer to each other than this are one.
const STEP: u64 = 6;

/// `part` of `whole` on a line of `width`.
fn scale(part: u64, whole: u64, width: u64) -> u64 {
    let scaled = u128::from(part.min(whole)).saturating_mul(u128::from(width));
    let scaled = scaled.checked_div(u128::from(whole)).unwrap_or_default();
    u64::try_from(scaled).unwrap_or(width)
}

/// The largest of the sizes of layers.
pub(super) fn largest(layers: &[LayerSummary]) -> u64 {
    layers.iter().map(|layer| layer.size.max(layer.uncompressed_size)).max().unwrap_or_default()
}

/// A bar as long as the layer is when unpacked, one within it for what is stored, and a mark for each place
/// with findings.
pub(super) fn write(out: &mut String, layer: &LayerSummary, largest: u64, marks: &Marks) {
    let unpacked = scale(layer.uncompressed_size, largest, WIDTH).max(8);
    let stored = scale(layer.size, largest, WIDTH).max(4);
    out.push_str(
        "<svg class=\"picture\" viewBox=\"0 0 1000 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<rect class=\"back\" x=\"0\" y=\"6\" width=\"{unpacked}\" height=\"12\"/>\
         <rect class=\"front\" x=\"0\" y=\"14\" width=\"{stored}\" height=\"4\"/>"
    );
    for (at, weight) in marks.of(layer, unpacked) {
        let class = weight.class();
        let at = at.min(WIDTH.saturating_sub(STEP));
        // The graver, the taller: not by colour alone.
        let (top, height) = match weight {
            Weight::Deny => (0, 24),
            Weight::Warn => (2, 20),
            Weight::Info | Weight::Suppressed => (6, 12),
        };
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{at}\" y=\"{top}\" width=\"5\" height=\"{height}\"/>"
        );
    }
    out.push_str("</svg>");
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn parts_stay_within_the_whole() {
        for (part, whole, expected) in
            [(0, 10, 0), (5, 10, 500), (10, 10, 1000), (11, 10, 1000), (1, 0, 0)]
        {
            assert_eq!(scale(part, whole, 1000), expected, "{part} of {whole}");
        }
        assert_eq!(scale(u64::MAX, u64::MAX, 1000), 1000);
    }
}
