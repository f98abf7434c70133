//! An OCI layout that is a directory.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "portable.rs")]
mod directory;

use std::{fs::File, path::Path};

use ocivet_core::{
    EntryPath, FileKind, Options, Report,
    parts::{Assembler, BlobSummary, Folder, MemberInfo},
};

use self::directory::Directory;
use super::{
    Control,
    archive::verify_file,
    error::Fault,
    input::{FileInput, State},
    pool,
    threads::Threads,
};

/// Paths of one directory. The largest layouts have some ten thousand.
const PATHS: usize = 1_000_000;
/// One of these stands at the top of every layout.
const MARKS: [&[u8]; 3] = [b"blobs", b"index.json", b"oci-layout"];

/// A path below the root, and what stands there.
struct Node {
    path: Vec<u8>,
    kind: FileKind,
    size: u64,
}

impl Node {
    /// What stands under a name in a directory, whose path is empty for the root.
    fn new(parent: &[u8], name: &[u8], kind: FileKind, size: u64) -> Self {
        let path = if parent.is_empty() { name.to_vec() } else { [parent, b"/", name].concat() };
        Self { path, kind, size }
    }
}

/// Verifies a directory as an OCI layout. Only regular files are opened, and no link is followed to them.
pub(super) fn check(
    root: &Path,
    options: &Options,
    control: &Control<'_>,
) -> Result<Report, Fault> {
    let root = Directory::open(root)?;
    let nodes = walk(&root)?;
    let mut folder = Folder::new(options);
    for node in &nodes {
        folder.add(&node.path, node.kind, node.size);
    }
    // What is no layout has a finding that says so; its files would be read for nothing.
    let files: Vec<Node> =
        if is_layout(&nodes) { nodes.into_iter().filter(is_file).collect() } else { Vec::new() };
    let mut assembler = Assembler::new(options);
    for summary in verify(&root, files, options, control)?.into_iter().flatten() {
        assembler.add(summary);
    }
    Ok(assembler.finish(folder.finish()))
}

fn verify(
    root: &Directory,
    mut files: Vec<Node>,
    options: &Options,
    control: &Control<'_>,
) -> Result<Vec<Option<BlobSummary>>, Fault> {
    let threads = Threads::new(control.jobs.get());
    control.progress.expect(files.iter().fold(0, |sum, file| sum.saturating_add(file.size)));
    files.sort_by_key(|file| file.size);
    pool::run(files, &threads, |node| {
        control.progress.set_member(&node.path);
        let read = || {
            let file = open_regular(root, &node)?;
            let state = State::of(&file.metadata()?);
            let info = MemberInfo { number: 0, path: EntryPath::new(node.path.clone()), offset: 0 };
            let input = FileInput::new(&file, 0, node.size);
            let summary = verify_file(info, &input, options, &threads, control)?;
            state.confirm(&file)?;
            Ok(summary)
        };
        read().map_err(|fault: Fault| fault.inside(&node.path))
    })
}

/// Opens a file that was regular when the directory was listed, and must be the same still.
fn open_regular(root: &Directory, node: &Node) -> Result<File, Fault> {
    let file = root.open_file(&node.path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.len() == node.size { Ok(file) } else { Err(Fault::changed()) }
}

/// Every path below the root, without following links. Where the top is none of a layout, that alone.
fn walk(root: &Directory) -> Result<Vec<Node>, Fault> {
    let mut nodes = list(root, b"")?;
    if !is_layout(&nodes) {
        return Ok(nodes);
    }
    let mut next = 0;
    while let Some(node) = nodes.get(next) {
        if node.kind == FileKind::Directory {
            let path = node.path.clone();
            let below = list(root, &path).map_err(|fault| fault.inside(&path))?;
            nodes.extend(below);
        }
        if nodes.len() > PATHS {
            return Err(Fault::too_many(PATHS));
        }
        next = next.saturating_add(1);
    }
    Ok(nodes)
}

/// What stands in one directory.
fn list(root: &Directory, path: &[u8]) -> Result<Vec<Node>, Fault> {
    let mut nodes = Vec::new();
    root.list(path, &mut |node| {
        nodes.push(node);
        if nodes.len() > PATHS { Err(Fault::too_many(PATHS)) } else { Ok(()) }
    })?;
    Ok(nodes)
}

fn is_layout(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| MARKS.contains(&node.path.as_slice()))
}

fn is_file(node: &Node) -> bool {
    node.kind == FileKind::Regular
}
