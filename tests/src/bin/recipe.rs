//! Writes what a recipe makes, so that other tools can look at it.
//!
//! `recipe FILE.toml` writes to standard output, `recipe FILE.toml OUT` to a file, or a folder where the
//! recipe makes one. `recipe --all FOLDER` writes what every case makes, for other front ends to verify: a folder
//! `GROUP.NAME.STEM` each, with `input` (or `name`, where a name is judged), `options.json` and the golden
//! `report.json` where there is one.
#![forbid(unsafe_code)]

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use ocivet_tests::{
    cases::Case,
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
