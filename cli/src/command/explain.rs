//! `ocivet explain`.

use std::{collections::BTreeMap, fmt::Write as _};

use ocivet_core::{Profile, Rule, escape_str, find_rule, rules};

use super::{Failure, PASS, Streams, args::ExplainArgs, rules::level};

/// Explains a rule, lists a group, or lists the groups.
pub(super) fn run(args: &ExplainArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let style = Style { ansi: streams.output.color };
    let text = match &args.rule {
        None => groups(),
        Some(name) => match find(name)? {
            Found::Rule(rule) => style.rule(rule),
            Found::Group(rules) => list(&rules),
        },
    };
    streams.write(&text)?;
    Ok(PASS)
}

enum Found {
    Rule(&'static Rule),
    Group(Vec<&'static Rule>),
}

/// A rule by its id or by the end of it, or the rules of a group.
fn find(name: &str) -> Result<Found, Failure> {
    let name = name.trim().to_ascii_lowercase().replace('_', "-");
    if let Some(rule) = find_rule(&name) {
        return Ok(Found::Rule(rule));
    }
    let all = || rules().iter().copied();
    let group: Vec<_> = all().filter(|rule| rule.id.group() == name).collect();
    if !group.is_empty() {
        return Ok(Found::Group(group));
    }
    let whole: Vec<_> = all().filter(|rule| short(rule) == name).collect();
    let ends: Vec<_> = all().filter(|rule| rule.id.as_str().ends_with(&name)).collect();
    for candidates in [whole, ends] {
        match candidates.as_slice() {
            [rule] => return Ok(Found::Rule(rule)),
            [] => {}
            _ => return Err(several(&name, &candidates)),
        }
    }
    Err(unknown(&name))
}

/// The part of a rule's id after the group.
fn short(rule: &Rule) -> &'static str {
    rule.id.as_str().split_once('/').map_or("", |(_, short)| short)
}

fn several(name: &str, candidates: &[&Rule]) -> Failure {
    let ids: Vec<&str> = candidates.iter().map(|rule| rule.id.as_str()).collect();
    Failure::new(format!("{} may be {}; name one of them", escape_str(name), ids.join(" or ")))
}

fn unknown(name: &str) -> Failure {
    let distance = |rule: &Rule| {
        let to = |known| strsim::damerau_levenshtein(known, name);
        to(rule.id.as_str()).min(to(short(rule)))
    };
    let nearest = rules().iter().min_by_key(|rule| distance(rule));
    let nearest = nearest.filter(|rule| distance(rule) <= name.len().div_ceil(3));
    let hint = match nearest {
        Some(rule) => format!("did you mean {}?", rule.id),
        None => "ocivet rules lists them".to_owned(),
    };
    Failure::new(format!("there is no rule {}; {hint}", escape_str(name)))
}

fn groups() -> String {
    let mut groups = BTreeMap::<&str, Vec<&str>>::new();
    for rule in rules() {
        groups.entry(rule.id.group()).or_default().push(short(rule));
    }
    let mut text = String::from(
        "Groups of rules; ocivet explain GROUP lists one, ocivet explain RULE explains a rule.\n",
    );
    for (group, names) in groups {
        let noun = if names.len() == 1 { "rule" } else { "rules" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "\n{group} ({} {noun})", names.len());
        text += &wrap(&names.join(", "));
    }
    text
}

/// Words in lines of at most 80 columns, indented.
fn wrap(words: &str) -> String {
    let mut text = String::new();
    let mut line = String::from(" ");
    for word in words.split(' ') {
        if line.len().saturating_add(word.len()) >= 80 {
            text += &line;
            text += "\n";
            " ".clone_into(&mut line);
        }
        line += " ";
        line += word;
    }
    text + &line + "\n"
}

fn list(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.id.as_str().len()).max().unwrap_or_default();
    let line = |rule: &&Rule| format!("{:width$}  {}\n", rule.id.as_str(), rule.summary);
    rules.iter().map(line).collect()
}

/// How a rule is set.
#[derive(Clone, Copy)]
struct Style {
    ansi: bool,
}

impl Style {
    fn rule(self, rule: &Rule) -> String {
        let [layer, package] = Profile::ALL.map(|profile| level(rule, profile));
        let mut lines = vec![
            format!("{}: {}", self.bold(rule.id.as_str()), rule.summary),
            format!("in image layers: {layer}; in packages: {package}; since {}", rule.since),
            String::new(),
        ];
        lines.extend(rule.explanation().trim().lines().map(|line| self.markdown(line)));
        if !rule.sources.is_empty() {
            lines.push(format!("\n{}", self.bold("Sources")));
            lines.extend(rule.sources.iter().map(|source| format!("  {source}")));
        }
        lines.join("\n") + "\n"
    }

    fn markdown(self, line: &str) -> String {
        match line.strip_prefix("## ") {
            Some(heading) => self.bold(heading),
            None => self.code(line),
        }
    }

    fn bold(self, text: &str) -> String {
        if self.ansi { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// A line of Markdown with its code spans in another colour, or as it is.
    fn code(self, line: &str) -> String {
        if !self.ansi || !line.matches('`').count().is_multiple_of(2) {
            return line.to_owned();
        }
        let span = |(at, part): (usize, &str)| match at % 2 {
            0 => part.to_owned(),
            _ => format!("\x1b[36m{part}\x1b[0m"),
        };
        line.split('`').enumerate().map(span).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, find};

    fn found(name: &str) -> String {
        match find(name) {
            Ok(Found::Rule(rule)) => rule.id.to_string(),
            Ok(Found::Group(rules)) => format!("group of {}", rules[0].id.group()),
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn rules_are_found_by_what_is_clear() {
        assert_eq!(found("path/parent-escape"), "path/parent-escape");
        assert_eq!(found("PATH/PARENT_ESCAPE"), "path/parent-escape");
        assert_eq!(found("parent-escape"), "path/parent-escape");
        assert_eq!(found("path"), "group of path");
        assert_eq!(
            found("path/parent-escap"),
            "there is no rule path/parent-escap; did you mean path/parent-escape?"
        );
        assert_eq!(found("xyzzy"), "there is no rule xyzzy; ocivet rules lists them");
    }
}
