//! Roles of blobs, and blobs without one.

use super::build::is_left_out;
use super::model::{ImageGraph, Role};
use crate::docker::named_digest;
use crate::json::{self, JsonKind};
use crate::model::{BlobContent, BlobSummary};

/// Fills `roles`, `unreferenced` and `stray`.
pub(super) fn assign(graph: &mut ImageGraph<'_>, lone: bool) {
    let documents = graph.documents.iter().map(|document| (document.blob, document.role));
    let edges = graph.edges.iter().filter_map(|edge| Some((edge.target.blob()?, edge.role)));
    for (blob, role) in documents.chain(edges) {
        if let Some(roles) = graph.roles.get_mut(blob) {
            roles.insert(role);
        }
    }
    if lone {
        return;
    }
    let docker = graph.well_known.manifest_json || graph.well_known.repositories;
    for (number, (blob, roles)) in graph.blobs.iter().zip(&mut graph.roles).enumerate() {
        if !roles.is_empty() {
            continue;
        }
        let name = blob.member.path.normal();
        if docker && is_legacy(blob, &name) {
            roles.insert(Role::Legacy);
        } else if is_blob(blob, &name) {
            graph.unreferenced.push(number);
        } else {
            graph.stray.push(number);
        }
    }
}

/// `<64 hex>/VERSION`, `<64 hex>/json`, or such a config below `blobs/`, where Docker from 25 has it.
fn is_legacy(blob: &BlobSummary, name: &[u8]) -> bool {
    if let Some((folder, file)) = name.split_at_checked(64)
        && folder.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    {
        return file == b"/VERSION" || file == b"/json";
    }
    name.starts_with(b"blobs/") && is_legacy_config(blob)
}

/// An image config of version 1: it has an id of its own, which no newer one has.
fn is_legacy_config(blob: &BlobSummary) -> bool {
    let BlobContent::Document(document) = &blob.content else { return false };
    let Some(text) = &document.text else { return false };
    let mut has_id = false;
    let mut has_created = false;
    for (key, value) in json::root(text).members() {
        match key.as_str().as_deref() {
            Some("id") => has_id = value.as_str().is_some_and(|id| id.len() == 64),
            Some("created") => has_created = value.kind() == JsonKind::String,
            Some("rootfs" | "layers" | "manifests" | "schemaVersion") => return false,
            _ => {}
        }
    }
    has_id && has_created
}

/// Whether a member without a role is a blob or layer file by its place, its name or its content.
fn is_blob(blob: &BlobSummary, name: &[u8]) -> bool {
    name.starts_with(b"blobs/")
        || matches!(blob.content, BlobContent::Tar(_))
        || core::str::from_utf8(name).is_ok_and(|name| named_digest(name).is_some())
        || is_left_out(blob)
}
