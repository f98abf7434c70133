//! Builds the npm package from this repository: the WebAssembly modules, their bindings, and the scripts.
//!
//! `ocivet-npm [FOLDER]` writes the package to FOLDER, or to `target/npm`. It calls `tests/wasm-cargo` and needs
//! Node and npm, for the tools that `wasm/package-lock.json` names.
#![forbid(unsafe_code)]

mod glue;
mod modules;
mod package;
mod tools;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("ocivet-npm: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let out = env::args_os().nth(1).map_or_else(|| top.join("target/npm"), PathBuf::from);
    tools::install(&top)?;
    package::begin(&top, &out)?;
    for module in modules::ALL {
        module.build(&top, &out.join("dist"))?;
    }
    package::report(&out)
}
