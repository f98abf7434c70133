//! From an image to a container engine, by way of a copy that nothing else can touch.

mod engine;
mod spool;

pub(crate) use self::{
    engine::{Engine, LoadError, Recipient, confirm, hand_over},
    spool::{Source, spool, top_digests},
};
