//! From the text of a file to its instructions.

use super::{
    Ambiguity, Dockerfile, FAULTS, Fault, Span,
    budget::Budget,
    directive, heredoc,
    instruction::{Inner, Instruction, Keyword},
    lines::Lines,
};

/// Longest line that builders take, with its end.
const LINE: usize = (64 << 10) - 1;

/// The instructions, those that name something. What builders refuse goes to the faults of `file`.
pub(super) fn instructions(
    text: &str,
    escape: char,
    budget: &mut Budget,
    file: &mut Dockerfile,
) -> Vec<Instruction> {
    let mut instructions = Vec::new();
    let mut lines = Lines::new(text, directive::start(text), escape);
    let mut started = false;
    loop {
        let mut long = None;
        let line = lines.line(&mut |line| {
            if line.length > LINE {
                long = Some(Span {
                    start: line.start,
                    end: line.start.saturating_add(line.text.len()),
                });
            }
        });
        if let Some(span) = long {
            let reason = format!("line of more than {LINE} bytes");
            file.faults.push(Fault { reason, span });
        }
        let Some(line) = line else { break };
        let instruction = match Instruction::parse(line) {
            Ok(instruction) => instruction,
            Err(fault) => {
                push(&mut file.faults, fault);
                continue;
            }
        };
        heredoc::check_doubled(&lines, &instruction, &mut file.ambiguities);
        let ambiguities: &mut Vec<Ambiguity> = &mut file.ambiguities;
        heredoc::skip(&mut lines, text, &instruction, budget, &mut file.faults, ambiguities);
        let keyword = instruction.inner().keyword;
        if keyword == Keyword::From {
            started = true;
        } else if !started && keyword != Keyword::Arg {
            let reason = format!("{} stands before the first FROM", keyword.name());
            push(&mut file.faults, Fault { reason, span: instruction.line.whole() });
        }
        if matters(&instruction.inner()) {
            instructions.push(instruction);
        }
    }
    if !started {
        let end = text.trim_end().len();
        let reason = "there is no FROM".to_owned();
        file.faults.push(Fault { reason, span: Span { start: end, end } });
    }
    instructions
}

pub(super) fn push(faults: &mut Vec<Fault>, fault: Fault) {
    if faults.len() < FAULTS {
        faults.push(fault);
    }
}

fn matters(inner: &Inner<'_>) -> bool {
    match inner.keyword {
        Keyword::From | Keyword::Arg | Keyword::Env | Keyword::Add | Keyword::Copy => true,
        Keyword::Run => !inner.flags.is_empty(),
        _ => false,
    }
}

/// The name that a `FROM` gives its stage, in lower case.
pub(super) fn stage_name(instruction: &Instruction) -> Option<String> {
    let inner = instruction.inner();
    let words = if inner.keyword == Keyword::From { inner.blank_words() } else { Vec::new() };
    match &words[..] {
        [_, as_word, name] if as_word.text.eq_ignore_ascii_case("as") => {
            Some(name.text.to_lowercase())
        }
        _ => None,
    }
}
