//! Every recipe of `cases/` against its rule and its golden report.

use std::{env, fs, process::ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use ocivet_core::{Format, Options, Report, Severity, find_rule};
use ocivet_tests::{
    cases::Case,
    drive::{Cut, verify},
};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (cases, strays) = Case::all();
    let folder = Trial::test("folder", move || match &strays[..] {
        [] => Ok(()),
        _ => Err(strays.join("\n").into()),
    });
    let trials = cases.into_iter().map(|case| Trial::test(case.name(), move || check(&case)));
    libtest_mimic::run(&arguments, trials.chain([folder]).collect()).exit_code()
}

fn check(case: &Case) -> Result<(), Failed> {
    let recipe = case.recipe()?;
    let options = Options::from_json(&recipe.options)?;
    let report = verify(&recipe.build()?, &options, Cut::Whole);
    let mut faults = rule_faults(case, &recipe.also, &report);
    let text = report.render(Format::Json);
    faults.extend(reading_faults(&report, &text));
    faults.extend(golden_fault(case, &text));
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n\n").into()) }
}

/// What the findings show: the case's own rule and no other, but for those that the recipe names.
fn rule_faults(case: &Case, also: &[String], report: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    let rule = case.rule.as_str();
    if find_rule(rule).is_none() {
        faults.push(format!("there is no rule {rule}"));
    }
    let found: Vec<_> = report.findings.iter().map(|finding| finding.rule.as_str()).collect();
    match (case.fires(), found.contains(&rule)) {
        (true, false) => faults.push(format!("{rule} is not reported; found: {found:?}")),
        (false, true) => faults.push(format!("{rule} is reported")),
        _ => {}
    }
    for finding in report.findings.iter().filter(|finding| finding.severity >= Severity::Warn) {
        let id = finding.rule.as_str();
        if id != rule && !also.iter().any(|other| other == id) {
            faults.push(format!("{id} is reported and is not in `also`: {}", finding.message));
        }
    }
    let idle = also.iter().filter(|id| !found.contains(&id.as_str()));
    faults.extend(idle.map(|id| format!("{id} is in `also` and is not reported")));
    faults
}

/// A report that is read from its text says the same in every format.
fn reading_faults(report: &Report, text: &str) -> Vec<String> {
    let read = match Report::from_json(text) {
        Ok(read) => read,
        Err(fault) => return vec![fault.to_string()],
    };
    let formats = Format::NAMES.iter().filter_map(|name| Some((name, Format::from_name(name)?)));
    let differing = formats.filter(|(_, format)| read.render(*format) != report.render(*format));
    differing.map(|(name, _)| format!("read from its text it differs as {name}")).collect()
}

/// Compares with the golden report, or writes it where `BLESS` is set.
fn golden_fault(case: &Case, seen: &str) -> Option<String> {
    let path = case.report();
    let golden = fs::read_to_string(&path).unwrap_or_default();
    if golden == seen {
        return None;
    }
    if env::var_os("BLESS").is_some_and(|value| !value.is_empty()) {
        return fs::write(&path, seen).err().map(|fault| fault.to_string());
    }
    let what = if golden.is_empty() { "is missing" } else { "differs" };
    let diff = similar::TextDiff::from_lines(golden.as_str(), seen);
    let diff = diff.unified_diff().header("golden", "seen").to_string();
    Some(format!("the golden report {what} (BLESS=1 writes it anew):\n{diff}"))
}
