//! Brings an image or a file here, unjudged: what becomes of it is for the caller to say.
//!
//! An image becomes the archive of an OCI layout that only grows, or a folder of one. The documents come first;
//! they say what the rest is, down to the offset of each byte, so that a broken download goes on where it
//! ended, and is compared from its first byte again.

mod documents;
mod file;
mod fill;
mod place;
mod plan;
mod store;

use std::io;

use ocivet_core::{Digest, Reference};

pub(crate) use self::{file::fetch_file, place::Place, plan::Platforms};
use self::{
    fill::{Means, Wanted, fill},
    plan::{Content, Member, Plan},
    store::Store,
};
use crate::{
    Progress,
    registry::{RegistryError, Repository, Retries},
};

/// Why nothing was brought. What is there already is kept for the next try.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error(transparent)]
    Registry(#[from] RegistryError),
    #[error("cannot write: {0}; make room, or name another place: -o of fetch, --spool of pull")]
    Io(#[from] io::Error),
}

/// What of an image is brought, and as what.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) platforms: Platforms,
    /// Signatures and whatever else refers to it come along.
    pub(crate) referrers: bool,
    /// A folder instead of an archive.
    pub(crate) folder: bool,
    /// Bytes that it may have.
    pub(crate) limit: u64,
}

/// What was brought.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    /// Its name within the [`Place`].
    pub(crate) name: &'static str,
    /// Digest of what the reference names.
    pub(crate) digest: Digest,
    /// Platforms that were left out.
    pub(crate) left_out: usize,
    /// Documents that refer to it.
    pub(crate) referrers: usize,
}

/// Brings an image.
pub(crate) fn fetch_image(
    repository: &Repository<'_>,
    reference: &Reference,
    wish: &Wish,
    place: &Place,
    progress: &Progress,
) -> Result<Fetched, FetchError> {
    let plan = plan::make(repository, reference, &wish.platforms, wish.referrers)?;
    if plan.size() > wish.limit {
        let what = format!("{reference} has {} bytes, and {} are allowed", plan.size(), wish.limit);
        return Err(RegistryError::new(what, "allow more with --max-size").into());
    }
    progress.expect(plan.size());
    let name = if wish.folder { "layout" } else { "image.tar" };
    let path = place.path(name);
    let mut store = if wish.folder { Store::folder(&path)? } else { Store::archive(&path)? };
    for member in &plan.members {
        progress.set_member(member.name.as_bytes());
        write(&mut store, member, repository, progress)?;
    }
    store.close(&names(&plan))?;
    let Plan { digest, left_out, referrers, .. } = plan;
    Ok(Fetched { name, digest, left_out, referrers })
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.members.iter().map(|member| member.name.as_str()).collect()
}

fn write(
    store: &mut Store,
    member: &Member,
    repository: &Repository<'_>,
    progress: &Progress,
) -> Result<(), FetchError> {
    let slot = store.slot(&member.name, member.size())?;
    match &member.content {
        Content::Bytes(bytes) => {
            slot.ensure(bytes)?;
            progress.add(member.size());
        }
        Content::Blob { digest, size } => {
            let wanted = Wanted {
                name: format!("blob {digest}"),
                size: Some(*size),
                limit: *size,
                digest: Some(*digest),
            };
            let means = Means {
                ask: &|from| repository.blob(*digest, from),
                retries: &|| Retries::new(repository.access()),
                patience: repository.access().patience,
                progress,
            };
            fill(&slot, &wanted, &means)?;
        }
    }
    Ok(store.end_member(&slot, member.size())?)
}
