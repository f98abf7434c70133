//! `ocivet policy`.

use ocivet_core::{PolicyForm, Reference, escape_str};

use super::{
    FOUND, Failure, PASS, Streams,
    args::{PolicyCheckArgs, PolicyCommand, PolicyEmitArgs, PolicyExplainArgs},
    config, output,
};

pub(super) fn run(command: &PolicyCommand, streams: &mut Streams) -> Result<u8, Failure> {
    match command {
        PolicyCommand::Check(args) => check(args, streams),
        PolicyCommand::Emit(args) => emit(args, streams),
        PolicyCommand::Explain(args) => explain(args, streams),
    }
}

/// A policy that is not sound is refused when it is loaded.
fn check(args: &PolicyCheckArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let configuration = config::load(&args.configuring)?;
    let policy = configuration.options.policy();
    let mut text = format!("{}\npolicy: {}\n", configuration.origin(), policy.summary());
    let notes = policy.notes();
    for note in &notes {
        text = text + "mend: " + note + "\n";
    }
    for note in policy.not_judged() {
        text = text + "note: " + &note + "\n";
    }
    streams.write(&text)?;
    Ok(if notes.is_empty() { PASS } else { FOUND })
}

fn explain(args: &PolicyExplainArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let configuration = config::load(&args.configuring)?;
    let mut text = String::new();
    for name in &args.names {
        let reference = Reference::parse(name)
            .map_err(|error| Failure::new(format!("{}: {error}", escape_str(name))))?;
        text += &configuration.options.policy().explain(&reference);
    }
    streams.write(&text)?;
    Ok(PASS)
}

fn emit(args: &PolicyEmitArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let configuration = config::load(&args.configuring)?;
    let form = PolicyForm::from_name(&args.form)
        .ok_or_else(|| Failure::new(format!("no form {}", escape_str(&args.form))))?;
    let emitted = configuration.options.policy().emit(form);
    for note in &emitted.left_out {
        streams.note(&format_args!("left out: {note}"));
    }
    output::write_new(&emitted.text, args.output.as_deref(), streams)?;
    Ok(PASS)
}
