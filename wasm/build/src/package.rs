//! The files of the package that are not built.

use std::{fs, path::Path, process::Command};

use crate::{Fault, tools};

/// Files of the repository, and where they are in the package.
const FILES: &[(&str, &str)] = &[
    ("wasm/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Begins the package anew: what is not built.
pub(crate) fn begin(top: &Path, out: &Path) -> Result<(), Fault> {
    let dist = out.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(out)?;
    for (from, to) in FILES {
        fs::copy(top.join(from), out.join(to))?;
    }
    copy_all(&top.join("wasm/js"), &dist)?;
    manifest(top, out)
}

/// Copies a folder's files and folders into another one.
fn copy_all(from: &Path, to: &Path) -> Result<(), Fault> {
    fs::create_dir_all(to)?;
    for item in fs::read_dir(from)? {
        let item = item?;
        let place = to.join(item.file_name());
        if item.file_type()?.is_dir() {
            copy_all(&item.path(), &place)?;
        } else {
            fs::copy(item.path(), place)?;
        }
    }
    Ok(())
}

/// The package's description without what only its developers need.
fn manifest(top: &Path, out: &Path) -> Result<(), Fault> {
    fs::copy(top.join("wasm/package.json"), out.join("package.json"))?;
    tools::run(Command::new("npm").args(["pkg", "delete", "devDependencies"]).current_dir(out))
}

/// Prints what the files of a folder weigh.
pub(crate) fn report(folder: &Path) -> Result<(), Fault> {
    let mut files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        println!("{:>8} {}", file.metadata()?.len(), file.path().display());
    }
    Ok(())
}
