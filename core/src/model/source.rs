//! What a Dockerfile fetches.

/// What names something that a build fetches.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum SourceOrigin {
    /// `ADD`.
    Add,
    /// `COPY --from`.
    Copy,
    /// `FROM`.
    From,
    /// `RUN --mount`.
    Mount,
    /// The `syntax` directive, or the build argument `BUILDKIT_SYNTAX` in its place.
    Syntax,
}

impl SourceOrigin {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Add, Self::Copy, Self::From, Self::Mount, Self::Syntax];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Copy => "copy",
            Self::From => "from",
            Self::Mount => "mount",
            Self::Syntax => "syntax",
        }
    }

    /// How it is written.
    pub(crate) const fn written(self) -> &'static str {
        match self {
            Self::Add => "ADD",
            Self::Copy => "COPY --from",
            Self::From => "FROM",
            Self::Mount => "RUN --mount",
            Self::Syntax => "# syntax",
        }
    }
}

/// What a build fetches.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum SourceKind {
    /// A git repository.
    Git,
    /// A file, by HTTP.
    Http,
    /// An image.
    Image,
}

impl SourceKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Git, Self::Http, Self::Image];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Http => "http",
            Self::Image => "image",
        }
    }
}

/// Something that the build of a Dockerfile fetches.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SourceSummary {
    /// What names it.
    pub origin: SourceOrigin,
    /// What it is.
    pub kind: SourceKind,
    /// Its name with all variables replaced, escaped; none where one of them has no value.
    pub name: Option<String>,
    /// The platform that the file asks for, escaped; none where that is the build's.
    pub platform: Option<String>,
    /// The platform of the build for which the name is this one; none where it is the same for all.
    pub only_on: Option<String>,
    /// A digest, checksum or commit in the file says what it is.
    pub pinned: bool,
    /// It is fetched by builds on top of this one (`ONBUILD`).
    pub deferred: bool,
    /// The line that names it, from 1; none for what a build argument names.
    pub line: Option<u64>,
}
