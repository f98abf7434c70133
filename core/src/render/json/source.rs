//! What a Dockerfile fetches, and places in its text.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::names;
use crate::model::{Excerpt, Region, SourceKind, SourceOrigin, SourceSummary};

/// Something that the build of a Dockerfile fetches.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Source"))]
pub(super) struct SourceJson<'a> {
    /// What names it: `FROM`, `COPY --from`, `ADD`, `RUN --mount`, or the `syntax` directive.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::origins())))]
    origin: Cow<'static, str>,
    /// What it is.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::source_kinds())))]
    kind: Cow<'static, str>,
    /// Its name with all variables replaced; null where one of them has no value.
    name: Option<Cow<'a, str>>,
    /// The platform that the file asks for; null where that is the build's.
    platform: Option<Cow<'a, str>>,
    /// The platform of the build for which the name is this one; null where it is the same for all.
    only_on: Option<Cow<'a, str>>,
    /// A digest, checksum or commit in the file says what it is.
    pinned: bool,
    /// It is fetched by builds on top of this one (`ONBUILD`).
    deferred: bool,
    /// The line that names it, from 1; null for what a build argument names.
    line: Option<u64>,
}

/// A place in a text. Lines and columns count from 1, columns in Unicode code points.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Region"))]
pub(super) struct RegionJson<'a> {
    /// The first line.
    line: u64,
    /// The first column.
    column: u64,
    /// The last line.
    end_line: u64,
    /// The column behind the last one.
    end_column: u64,
    /// What stands in the first line.
    excerpt: ExcerptJson<'a>,
}

/// A line of a text as it can be shown.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Excerpt"))]
struct ExcerptJson<'a> {
    /// The line, or as much of it as is near the place.
    text: Cow<'a, str>,
    /// Characters of `text` before the place.
    start: u64,
    /// Characters of `text` up to the end of the place in this line.
    end: u64,
}

impl<'a> SourceJson<'a> {
    pub(super) fn new(source: &'a SourceSummary) -> Self {
        Self {
            origin: source.origin.name().into(),
            kind: source.kind.name().into(),
            name: source.name.as_deref().map(Into::into),
            platform: source.platform.as_deref().map(Into::into),
            only_on: source.only_on.as_deref().map(Into::into),
            pinned: source.pinned,
            deferred: source.deferred,
            line: source.line,
        }
    }

    pub(super) fn read(self) -> Option<SourceSummary> {
        Some(SourceSummary {
            origin: SourceOrigin::ALL.into_iter().find(|it| it.name() == self.origin)?,
            kind: SourceKind::ALL.into_iter().find(|it| it.name() == self.kind)?,
            name: self.name.map(Into::into),
            platform: self.platform.map(Into::into),
            only_on: self.only_on.map(Into::into),
            pinned: self.pinned,
            deferred: self.deferred,
            line: self.line,
        })
    }
}

impl<'a> RegionJson<'a> {
    pub(super) fn new(region: &'a Region) -> Self {
        let Excerpt { text, start, end } = &region.excerpt;
        Self {
            line: region.line,
            column: region.column,
            end_line: region.end_line,
            end_column: region.end_column,
            excerpt: ExcerptJson { text: text.into(), start: *start, end: *end },
        }
    }

    pub(super) fn read(self) -> Region {
        let ExcerptJson { text, start, end } = self.excerpt;
        Region {
            line: self.line,
            column: self.column,
            end_line: self.end_line,
            end_column: self.end_column,
            excerpt: Excerpt { text: text.into_owned(), start, end },
        }
    }
}
