//! What a file fetches on the platforms that it makes a difference between, put together.

use super::{Dockerfile, SOURCES, Source, scope::Platform};

/// References of one file that are looked at, those to stages among them.
pub(super) const REFERENCES: usize = 8 * SOURCES;

/// What a reference leads to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Found {
    /// A stage of the file.
    Stage,
    /// Nothing that is fetched.
    Nothing,
    Source(Source),
}

/// Puts the walks together. The same reference stands at the same place in each: every step adds one for each.
///
/// One that is a stage on some platform (`FROM base-$TARGETARCH`) is meant to be one: on others the file has no
/// build, and what is left is a name without a registry.
pub(super) fn merge(walks: &[(&'static Platform, Vec<Found>)], file: &mut Dockerfile) {
    let length = walks.iter().map(|(_, found)| found.len()).max().unwrap_or_default();
    for at in 0..length {
        let all: Vec<_> =
            walks.iter().filter_map(|(on, found)| Some((on.name, found.get(at)?))).collect();
        if all.iter().any(|(_, found)| **found == Found::Stage) {
            continue;
        }
        let mut different: Vec<(&'static str, Source)> = Vec::new();
        for (on, found) in all {
            let Found::Source(source) = found else { continue };
            let same = different.iter_mut().find(|(_, other)| is_same(other, source));
            let Some((_, other)) = same else {
                different.push((on, source.clone()));
                continue;
            };
            // `--platform=$BUILDPLATFORM`: it is that of the build.
            if other.platform != source.platform {
                other.platform = None;
            }
        }
        let several = different.len() > 1;
        for (on, source) in different {
            if file.sources.len() >= SOURCES {
                file.too_many = true;
                return;
            }
            file.sources.push(Source { only_on: several.then_some(on), ..source });
        }
    }
    file.too_many |= length > REFERENCES;
}

/// The same image, perhaps for another platform.
fn is_same(one: &Source, other: &Source) -> bool {
    (one.kind, &one.name, &one.unset) == (other.kind, &other.name, &other.unset)
}
