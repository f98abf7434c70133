//! Roles of blobs, and blobs without one.

use super::model::{Body, ImageGraph, Role};
use crate::{
    docker::named_digest,
    json::{self, JsonKind},
    model::{BlobContent, BlobSummary, sort_by},
};

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
    let complete = is_complete(graph);
    for (number, (blob, roles)) in graph.blobs.iter().zip(&mut graph.roles).enumerate() {
        let name = blob.member.path.normal();
        // A second member of one name is that name's matter: see `Members::duplicates`.
        let is_second = graph.members.get(&name).is_none_or(|member| member.blob != Some(number));
        if !roles.is_empty() || is_second {
            continue;
        }
        if docker && (is_legacy_name(&name) || is_legacy_config(blob, &name)) {
            roles.insert(Role::Legacy);
        } else if is_blob(blob, &name) {
            if complete {
                graph.unreferenced.push(number);
            }
        } else {
            graph.stray.push(name);
        }
    }
    let files = graph.members.iter().filter(|(_, member)| member.kind.is_file());
    let passed_over = files.filter(|(_, member)| member.blob.is_none()).map(|(name, _)| name);
    graph
        .stray
        .extend(passed_over.filter(|name| !(docker && is_legacy_name(name))).map(<[u8]>::to_vec));
    sort_by(&mut graph.stray, Ord::cmp);
}

/// All documents that refer to others were read: what nothing refers to is known.
fn is_complete(graph: &ImageGraph<'_>) -> bool {
    let refers = |role| matches!(role, Role::ArchiveManifest | Role::Index | Role::Manifest);
    let mut documents = graph.documents.iter().filter(|document| refers(document.role));
    graph.limits.is_empty() && documents.all(|document| !matches!(document.body, Body::Unread))
}

/// `<64 hex>/VERSION` or `<64 hex>/json`, as Docker wrote them before 25.
fn is_legacy_name(name: &[u8]) -> bool {
    name.split_at_checked(64).is_some_and(|(folder, file)| {
        folder.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && (file == b"/VERSION" || file == b"/json")
    })
}

/// A blob that is an image config of version 1, as Docker from 25 adds one for each layer: it has an id of
/// its own, which no newer config has.
fn is_legacy_config(blob: &BlobSummary, name: &[u8]) -> bool {
    let BlobContent::Document(document) = &blob.content else { return false };
    let Some(text) = document.text.as_ref().filter(|_| name.starts_with(b"blobs/")) else {
        return false;
    };
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
}
