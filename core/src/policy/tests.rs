//! Scopes, and what the files say.
