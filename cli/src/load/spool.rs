//! The copy that is verified and handed on: a file that has no name.
//!
//! What another process does to the input meanwhile changes nothing: either the copy is what was there before,
//! or it is another image, which is judged as what it is.

use std::{
    fs::{self, File},
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use ocivet_core::{Digest, parts::Links};

use crate::tarball::{END, header, padding};

/// Blobs of a layout folder.
const FILES: usize = 100_000;
/// Bytes of `index.json`.
const INDEX_SIZE: u64 = 4 << 20;
const INDEX_TYPE: &str = "application/vnd.oci.image.index.v1+json";

/// Copies an image to a file without a name in `folder`. A layout folder becomes the archive of it.
///
/// Where input and copy are on one file system that shares blocks, nothing is copied but names of blocks.
///
/// # Errors
/// Those of reading and writing, and a folder of too many files.
pub(crate) fn spool(image: Source<'_>, folder: &Path) -> io::Result<File> {
    let mut copy = tempfile::tempfile_in(folder)?;
    match image {
        Source::Path(path) if path.is_dir() => archive(path, &mut copy)?,
        Source::Path(path) => {
            io::copy(&mut File::open(path)?, &mut copy)?;
        }
        Source::Reader(reader) => {
            io::copy(reader, &mut copy)?;
        }
    }
    copy.seek(SeekFrom::Start(0))?;
    Ok(copy)
}

/// What is copied.
pub(crate) enum Source<'a> {
    Path(&'a Path),
    Reader(&'a mut dyn Read),
}

/// Writes the archive of a layout folder. Links are not followed: what is one is missing, which denies.
fn archive(root: &Path, copy: &mut File) -> io::Result<()> {
    let mut names = Vec::new();
    list(root, "", &mut names)?;
    names.sort();
    let mut out = io::BufWriter::new(copy);
    for name in names {
        let path = root.join(&name);
        if !fs::symlink_metadata(&path)?.is_file() {
            continue;
        }
        let file = File::open(&path)?;
        let size = file.metadata()?.len();
        out.write_all(&header(&name, size)?)?;
        if io::copy(&mut file.take(size), &mut out)? != size {
            return Err(io::Error::other(format!("{} changed while it was read", path.display())));
        }
        io::copy(&mut io::repeat(0).take(padding(size)), &mut out)?;
    }
    out.write_all(&END)?;
    out.flush()
}

/// The files that a layout may have, as paths below its root. Others are loaded by nobody.
fn list(root: &Path, folder: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let depth = path.matches('/').count();
        let known = match depth {
            0 => matches!(path.as_str(), "oci-layout" | "index.json" | "manifest.json" | "blobs"),
            _ => true,
        };
        let is_folder = entry.file_type()?.is_dir();
        if known && is_folder && depth < 2 {
            list(root, &path, names)?;
        } else if known && !is_folder {
            names.push(path);
        }
        if names.len() > FILES {
            let text = format!("{} has more than {FILES} files", root.display());
            return Err(io::Error::other(text));
        }
    }
    Ok(())
}

/// The digests that `index.json` of a verified archive names: those by which an engine that keeps whole indexes
/// knows the image. None of an archive that is compressed or has no such file.
pub(crate) fn top_digests(copy: &File) -> io::Result<Vec<Digest>> {
    let mut copy = copy;
    copy.seek(SeekFrom::Start(0))?;
    let mut found = Vec::new();
    for entry in tar::Archive::new(io::BufReader::new(copy)).entries_with_seek()? {
        let Ok(entry) = entry else { break };
        let path = entry.path_bytes();
        if path.strip_prefix(b"./").unwrap_or(&path) != b"index.json" {
            continue;
        }
        let mut text = Vec::new();
        entry.take(INDEX_SIZE).read_to_end(&mut text)?;
        if let Ok(links) = Links::read(&text, INDEX_TYPE) {
            found.extend(links.links.iter().map(|link| link.digest));
        }
        break;
    }
    copy.seek(SeekFrom::Start(0))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Read as _};

    use super::{Source, spool};

    #[test]
    fn the_copy_is_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("image.tar");
        fs::write(&path, "before").unwrap();
        let mut copy = spool(Source::Path(&path), folder.path()).unwrap();
        fs::write(&path, "after!").unwrap();
        let mut text = String::new();
        copy.read_to_string(&mut text).unwrap();
        assert_eq!(text, "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_layout_has_its_files_and_no_links() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("blobs/sha256")).unwrap();
        fs::create_dir(root.path().join("other")).unwrap();
        for name in ["oci-layout", "index.json", "blobs/sha256/ab", "other/x", "stray"] {
            fs::write(root.path().join(name), name).unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", root.path().join("blobs/sha256/cd")).unwrap();
        let spooled = tempfile::tempdir().unwrap();
        let copy = spool(Source::Path(root.path()), spooled.path()).unwrap();
        let mut archive = tar::Archive::new(copy);
        let names: Vec<String> = archive
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["blobs/sha256/ab", "index.json", "oci-layout"]);
    }
}
