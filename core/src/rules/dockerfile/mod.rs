//! Dockerfiles: what a build would fetch, and text that is not what it looks like.

mod add_remote;
mod ambiguous_line;
mod hidden_text;
mod secret_in_arg;
mod syntax_frontend;
mod undecided_image;
mod unpinned_base;
mod unreadable;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &add_remote::ADD_REMOTE,
    &ambiguous_line::AMBIGUOUS_LINE,
    &hidden_text::HIDDEN_TEXT,
    &secret_in_arg::SECRET_IN_ARG,
    &syntax_frontend::SYNTAX_FRONTEND,
    &undecided_image::UNDECIDED_IMAGE,
    &unpinned_base::UNPINNED_BASE,
    &unreadable::UNREADABLE,
];
