//! Programs that the build calls.

use std::{fs, path::Path, process::Command};

use crate::Fault;

/// Installs the development tools of the package, unless they are there as the lock file has them.
pub(crate) fn install(top: &Path) -> Result<(), Fault> {
    let package = top.join("wasm");
    let time =
        |file: &str| fs::metadata(package.join(file)).and_then(|metadata| metadata.modified());
    let installed = time("node_modules/.package-lock.json");
    if installed
        .is_ok_and(|installed| time("package-lock.json").is_ok_and(|locked| locked <= installed))
    {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    run(npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(package))
}

/// Runs a program; that it fails is an error.
pub(crate) fn run(command: &mut Command) -> Result<(), Fault> {
    let status = command.status().map_err(|fault| format!("{command:?}: {fault}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}
