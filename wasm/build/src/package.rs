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
    fs::create_dir_all(&dist)?;
    for (from, to) in FILES {
        fs::copy(top.join(from), out.join(to))?;
    }
    for file in fs::read_dir(top.join("wasm/js"))? {
        let file = file?;
        fs::copy(file.path(), dist.join(file.file_name()))?;
    }
    manifest(top, out)
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
