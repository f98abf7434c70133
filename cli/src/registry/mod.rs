//! The client of registries: what is sent, what is believed, and who gets credentials.
//!
//! The protocol knows only [`Transport`], so that its tests need no sockets; [`Http`] is the one that has them.

mod address;
mod body;
mod challenge;
mod client;
mod credentials;
mod error;
mod helper;
mod token;
mod transport;

pub(crate) use self::{
    address::{is_loopback, parse as parse_address, redirect},
    body::{Pace, read},
    client::{Access, Document, Repository, Retries, judge},
    credentials::Credentials,
    error::{RegistryError, misbehaved, show},
    transport::{Connections, Http, Request, Response, Transport},
};
