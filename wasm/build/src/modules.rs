//! The WebAssembly modules: compiled, bound and made small.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{Fault, glue, tools};

/// One module: a build of a crate.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its file, without the suffix.
    name: &'static str,
    /// What its script is called by.
    key: &'static str,
    /// Its crate, and the features that make it.
    package: &'static str,
    features: &'static str,
}

/// The modules of the package.
pub(crate) const ALL: &[Module] = &[
    Module { name: "ocivet", key: "check", package: "ocivet-wasm", features: "check" },
    Module { name: "ocivet-render", key: "render", package: "ocivet-wasm", features: "render" },
];

/// What `wasm/bench` holds the first of them against.
pub(crate) const KERNELS: Module =
    Module { name: "kernels", key: "kernels", package: "ocivet-wasm-kernels", features: "" };

impl Module {
    /// Builds the module and its script into `dist`.
    pub(crate) fn build(&self, top: &Path, dist: &Path) -> Result<(), Fault> {
        let work = top.join("target/wasm-module").join(self.key);
        let compiled = self.compile(top)?;
        // A failed build must leave nothing of an earlier one.
        let _ = fs::remove_dir_all(&work);
        Bindgen::new()
            .input_path(compiled)
            .out_name("module")
            .no_modules(true)?
            .typescript(false)
            .remove_producers_section(true)
            .generate(&work)?;
        let script = glue::function_of(&fs::read_to_string(work.join("module.js"))?)?;
        fs::write(dist.join(format!("glue-{}.js", self.key)), script)?;
        optimize(top, &work.join("module_bg.wasm"), &dist.join(format!("{}.wasm", self.name)))
    }

    fn compile(&self, top: &Path) -> Result<PathBuf, Fault> {
        // A folder for each module: their features differ, and each would replace the other's file.
        let target = top.join("target/wasm-build").join(self.key);
        tools::run(
            Command::new(top.join("tests/wasm-cargo"))
                .args(["build", "--locked", "--profile", "wasm", "--no-default-features"])
                .args(["-p", self.package, "--features", self.features])
                .arg("--target-dir")
                .arg(&target)
                .env("CARGO_ENCODED_RUSTFLAGS", flags(top)?)
                .current_dir(top),
        )?;
        let file = self.package.replace('-', "_");
        Ok(target.join(format!("wasm32-unknown-unknown/wasm/{file}.wasm")))
    }
}

/// Flags of the compiler: vector instructions, and no path of this machine in the texts of panics.
fn flags(top: &Path) -> Result<String, Fault> {
    let cargo = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(env::var_os("HOME").ok_or("HOME is not set")?).join(".cargo"),
    };
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let registry = cargo.join("registry/src");
    let mut flags = vec![
        "-Ctarget-feature=+simd128".to_owned(),
        remap(top, "ocivet"),
        remap(&registry, "crates"),
    ];
    for index in fs::read_dir(&registry).into_iter().flatten() {
        flags.push(remap(&index?.path(), "crates"));
    }
    // Cargo's separator.
    Ok(flags.join("\x1f"))
}

/// Without `--all-features`, which would allow what Node does not load: the module names the features it uses.
fn optimize(top: &Path, from: &Path, to: &Path) -> Result<(), Fault> {
    let program = top.join("wasm/node_modules/binaryen/bin/wasm-opt");
    tools::run(
        Command::new("node")
            .arg(program)
            .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
            .arg(from)
            .arg("-o")
            .arg(to),
    )
}
