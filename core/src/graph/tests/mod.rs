//! Graphs of documents as tools write them.

mod archives;
mod bounds;
mod input;
mod layouts;
