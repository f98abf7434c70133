//! Builds the npm package from this repository: the WebAssembly modules, their bindings, and the scripts; and the
//! browser page from the package.
//!
//! `ocivet-npm [PACKAGE [PAGE]]` writes them to these folders, or to `target/npm` and `target/page`.
//! It calls `tests/wasm-cargo` and needs
//! Node and npm, for the tools that `wasm/package-lock.json` names.
#![forbid(unsafe_code)]

mod glue;
mod modules;
mod package;
mod page;
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
    let folder =
        |number, usual| env::args_os().nth(number).map_or_else(|| top.join(usual), PathBuf::from);
    let (out, page) = (folder(1, "target/npm"), folder(2, "target/page"));
    tools::install(&top)?;
    package::begin(&top, &out)?;
    for module in modules::ALL {
        module.build(&top, &out.join("dist"))?;
    }
    page::build(&top, &out, &page)?;
    package::report(&out.join("dist"))?;
    package::report(&page)
}
