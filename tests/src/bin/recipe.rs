//! Writes what a recipe makes, so that other tools can look at it.
//!
//! `recipe FILE.toml` writes to standard output, `recipe FILE.toml OUT` to a file, or a folder where the
//! recipe makes one. `recipe --all FOLDER` writes what all front ends must say the same of: a folder
//! `GROUP.NAME.STEM` for each case, `wild.NAME` for what other tools wrote and `fuzz.NAME` for what fuzzing found, with
//! `input` (or `name`, where a name is judged), `options.json` and `report.json`.
#![forbid(unsafe_code)]

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use ocivet_core::{Format, Options};
use ocivet_tests::{
    cases::{self, Case, files_below},
    drive::{Cut, verify},
    recipe::{Content, Input, Item, Recipe},
};

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["--all", folder] => write_all(Path::new(folder)),
        [recipe] => build(Path::new(recipe)).and_then(|input| write(&input, None)),
        [recipe, out] => {
            build(Path::new(recipe)).and_then(|input| write(&input, Some(Path::new(out))))
        }
        _ => Err("usage: recipe FILE.toml [OUT] | recipe --all FOLDER".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _ = writeln!(io::stderr(), "{fault}");
            ExitCode::from(2)
        }
    }
}

fn build(path: &Path) -> Result<Input, Fault> {
    Ok(Recipe::parse(&fs::read_to_string(path)?)?.build()?)
}

fn write_all(folder: &Path) -> Result<(), Fault> {
    for case in Case::all().0 {
        let recipe = case.recipe().map_err(|fault| fault.at(case.name()))?;
        let input = recipe.build().map_err(|fault| fault.at(case.name()))?;
        let folder = folder.join(case.name().replace('/', "."));
        fs::create_dir_all(&folder)?;
        let part = if matches!(input, Input::Name(_)) { "name" } else { "input" };
        write(&input, Some(&folder.join(part)))?;
        fs::write(folder.join("options.json"), &recipe.options)?;
        if case.report().exists() {
            fs::copy(case.report(), folder.join("report.json"))?;
        }
    }
    for (group, below) in [("wild", cases::folder("wild")), ("fuzz", cases::folder("../fuzz/kept"))]
    {
        for path in files_below(&below).iter().filter(|path| cases::is_input(path)) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            write_file(&folder.join(format!("{group}.{name}")), path)?;
        }
    }
    Ok(())
}

/// A file as it is, without options, and the core's report on it.
fn write_file(folder: &Path, file: &Path) -> Result<(), Fault> {
    const OPTIONS: &str = r#"{"name":"input"}"#;
    fs::create_dir_all(folder)?;
    let bytes = fs::read(file)?;
    fs::write(folder.join("input"), &bytes)?;
    fs::write(folder.join("options.json"), OPTIONS)?;
    let report = verify(&Input::File(bytes), &Options::from_json(OPTIONS)?, Cut::Whole);
    fs::write(folder.join("report.json"), report.render(Format::Json))?;
    Ok(())
}

fn write(input: &Input, out: Option<&Path>) -> Result<(), Fault> {
    match (input, out) {
        (Input::File(bytes), None) => io::stdout().write_all(bytes)?,
        (Input::File(bytes), Some(out)) => fs::write(out, bytes)?,
        (Input::Name(name), None) => io::stdout().write_all(name.as_bytes())?,
        (Input::Name(name), Some(out)) => fs::write(out, name)?,
        (Input::Folder(_), None) => return Err("this recipe makes a folder: name one".into()),
        (Input::Folder(items), Some(out)) => {
            for item in items {
                write_item(out, item)?;
            }
        }
    }
    Ok(())
}

fn write_item(folder: &Path, item: &Item) -> Result<(), Fault> {
    let name = std::str::from_utf8(&item.path)?;
    if name.starts_with('/') || name.split('/').any(|part| part == "..") {
        return Err(format!("{name:?} is not written: it is outside of the folder").into());
    }
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    match &item.content {
        Content::File(bytes) => fs::write(path, bytes)?,
        Content::Directory => fs::create_dir_all(path)?,
        Content::Symlink(target) => symlink(std::str::from_utf8(target)?, &path)?,
        Content::Fifo => return Err(format!("{name:?} is not written: it is a fifo").into()),
    }
    Ok(())
}

#[cfg(unix)]
fn symlink(target: &str, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn symlink(_: &str, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
