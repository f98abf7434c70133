//! Any chunking, any order of members, any driver: the same report, byte for byte, for every recipe of
//! `cases/` and every file of `wild/`.

use std::{fs, process::ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use ocivet_core::{Format, Options};
use ocivet_tests::{
    cases::{Case, files_below, folder, is_input},
    drive::{Cut, Numbers, by_parts, verify},
    recipe::Input,
};

/// Inputs up to this many bytes are pushed byte by byte as well.
const SMALL: usize = 32 * 1024;
/// Inputs up to this many bytes are verified with several random cuts.
const MEDIUM: usize = 1024 * 1024;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (cases, _) = Case::all();
    let cases = cases.into_iter().map(|case| {
        Trial::test(case.name(), move || {
            let recipe = case.recipe()?;
            check(&recipe.build()?, &Options::from_json(&recipe.options)?)
        })
    });
    let wild = files_below(&folder("wild")).into_iter().filter(|path| is_input(path));
    let wild = wild.map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(format!("wild/{name}"), move || {
            let input = Input::File(fs::read(&path)?);
            check(&input, &Options::default())?;
            // The digest of the whole input keeps a driver from leaving anything out.
            check(&input, &Options::from_json(r#"{"digest":true}"#)?)
        })
    });
    libtest_mimic::run(&arguments, cases.chain(wild).collect()).exit_code()
}

fn check(input: &Input, options: &Options) -> Result<(), Failed> {
    let whole = verify(input, options, Cut::Whole).render(Format::Json);
    let length = match input {
        Input::File(bytes) => bytes.len(),
        Input::Folder(_) | Input::Name(_) => 0,
    };
    let mut ways =
        vec![("by 511", Cut::Every(511)), ("by 512", Cut::Every(512)), ("by 513", Cut::Every(513))];
    if length <= SMALL {
        ways.push(("byte by byte", Cut::Every(1)));
    }
    let seeds = if length <= MEDIUM { 4 } else { 1 };
    ways.extend((0..seeds).map(|seed| ("random cuts", Cut::Random(Numbers::new(seed)))));
    for (name, cut) in ways {
        same(&whole, &verify(input, options, cut).render(Format::Json), name)?;
    }
    for seed in 0..seeds {
        let report = by_parts(input, options, Numbers::new(seed)).render(Format::Json);
        same(&whole, &report, &format!("parts, seed {seed}"))?;
    }
    Ok(())
}

fn same(whole: &str, other: &str, way: &str) -> Result<(), Failed> {
    if whole == other {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(whole, other);
    let diff = diff.unified_diff().header("whole", way).to_string();
    Err(format!("{way} gives another report:\n{diff}").into())
}
