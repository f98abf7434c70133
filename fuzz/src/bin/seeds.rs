//! Writes where fuzzing starts: `seeds FOLDER` makes a folder of inputs for each property, each named by its digest.
#![forbid(unsafe_code)]

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use ocivet_fuzz::{
    PROPERTIES,
    seeds::{Seeds, name},
};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match &arguments[..] {
        [folder] => write(Path::new(folder)),
        _ => Err(io::Error::other("usage: seeds FOLDER")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _ = writeln!(io::stderr(), "{fault}");
            ExitCode::from(2)
        }
    }
}

fn write(folder: &Path) -> io::Result<()> {
    let seeds = Seeds::read();
    for property in PROPERTIES {
        let folder = folder.join(property.name);
        fs::create_dir_all(&folder)?;
        for input in seeds.of(property) {
            fs::write(folder.join(name(&input)), input)?;
        }
    }
    Ok(())
}
