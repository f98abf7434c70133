//! What `ADD` fetches from elsewhere.
//!
//! Source: `BuildKit`, `frontend/dockerfile/dockerfile2llb/convert.go` and `util/gitutil`.

/// Something that `ADD` fetches.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Remote {
    /// A file.
    Http,
    /// A git repository; `commit` where one is named in full.
    Git { commit: bool },
}

/// What a source of `ADD` is; None for a file of the build context.
pub(super) fn of(name: &str) -> Option<Remote> {
    let lower = name.to_ascii_lowercase();
    let address = lower.split(['#', '?']).next().unwrap_or_default();
    let is_http = address.starts_with("http://") || address.starts_with("https://");
    let is_git = ["git://", "ssh://", "git+"].iter().any(|scheme| address.starts_with(scheme))
        || (is_http && address.strip_suffix(".git").is_some())
        || is_scp(address);
    match (is_git, is_http) {
        (true, _) => Some(Remote::Git { commit: names_commit(&lower) }),
        (false, true) => Some(Remote::Http),
        (false, false) => None,
    }
}

/// `user@host:path`.
fn is_scp(address: &str) -> bool {
    let Some((user, rest)) = address.split_once('@') else { return false };
    let Some((host, path)) = rest.split_once(':') else { return false };
    let word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    word(user) && word(host) && !path.is_empty()
}

/// `#commit`, `#commit:folder`, or one of the queries that name a commit.
fn names_commit(address: &str) -> bool {
    let fragment = address.split_once('#').map(|(_, fragment)| fragment).unwrap_or_default();
    let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let named = query
        .split(['&', '#'])
        .filter_map(|part| part.strip_prefix("commit=").or_else(|| part.strip_prefix("checksum=")));
    named.chain(fragment.split(':').next()).any(is_commit)
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A checksum of a file, or a commit.
pub(super) fn is_checksum(text: &str) -> bool {
    crate::model::Digest::parse(text).is_ok() || is_commit(text)
}
