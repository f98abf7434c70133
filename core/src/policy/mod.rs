//! What the user has decided about names: which are trusted, which are blocked, what an image must show.
//!
//! Three files say so, and a name must satisfy all of them: ocivet's own policy, containers-policy.json(5) and
//! containers-registries.conf(5). Within one file the most specific scope decides and nothing is merged.

mod containers;
mod decide;
mod emit;
mod explain;
mod identity;
mod notes;
mod registries;
mod scope;
mod signer;
mod table;

pub(crate) use containers::ContainersPolicy;
pub use decide::Policy;
pub(crate) use decide::{Origin, Ruling, Transport};
pub use emit::{Emitted, PolicyForm};
pub(crate) use registries::RegistriesConf;
pub(crate) use scope::Scope;
pub(crate) use signer::{KeyFiles, Signer};
pub(crate) use table::{Demand, LabelPattern, ScopeRule, Stance, Table};
