//! The walk over the instructions, stage by stage.

use core::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    BuildArguments, Dockerfile, Fault, Secret, Source, Span,
    budget::Budget,
    directive,
    expand::{self, Style, Values},
    instruction::{Inner, Instruction, Keyword, NotTexts, Word},
    mount,
    platforms::{Found, REFERENCES, merge},
    remote::{self, Remote},
    scope::{Environment, Global, PLATFORMS, Scope},
    secret::is_secret,
    text::{instructions, push, stage_name},
};
use crate::model::{Digest, SourceKind, SourceOrigin as Origin, escape_str, sort_by_key};

/// Reads a file: the lines first, then the walk for each platform, where that makes a difference.
pub(super) fn read(text: &str, arguments: &BuildArguments) -> Dockerfile {
    let mut budget = Budget::new();
    let mut file = Dockerfile::default();
    let directives = directive::read(text, &mut file.faults);
    let escape = directives.escape.unwrap_or('\\');
    let instructions = instructions(text, escape, &mut budget, &mut file);
    // One by one: to collect them would bring in a sort of their own, 4 KB of WebAssembly.
    let mut names = BTreeSet::new();
    names.extend(instructions.iter().filter_map(stage_name));

    let by_platform = Cell::new(false);
    let mut walks = Vec::new();
    for platform in &PLATFORMS {
        let mut global = Global::new(arguments, platform, &by_platform);
        let mut walk = Walk {
            escape,
            names: &names,
            budget: &mut budget,
            faults: Vec::new(),
            secrets: Vec::new(),
            found: Vec::new(),
        };
        walk.all(&instructions, &mut global);
        if walks.is_empty() {
            file.faults.append(&mut walk.faults);
            file.secrets = walk.secrets;
        }
        walks.push((platform, walk.found));
        if !by_platform.get() {
            break;
        }
    }
    file.sources.extend(syntax(directives.syntax, arguments));
    merge(&walks, &mut file);
    sort_by_key(&mut file.faults, |fault| fault.span);
    file
}

/// The image of the program that reads the file.
fn syntax(named: Option<(String, Span)>, arguments: &BuildArguments) -> Option<Source> {
    let given = arguments.get("BUILDKIT_SYNTAX").map(|value| (value.clone(), None));
    let (name, span) = given.or_else(|| named.map(|(name, span)| (name, Some(span))))?;
    Some(Source { span, ..image(Origin::Syntax, name, Vec::new()) })
}

/// One walk, for one platform.
struct Walk<'a> {
    escape: char,
    /// Names of all stages.
    names: &'a BTreeSet<String>,
    budget: &'a mut Budget,
    faults: Vec<Fault>,
    secrets: Vec<Secret>,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn all(&mut self, instructions: &[Instruction], global: &mut Global<'_>) {
        let first = instructions.iter().position(|it| it.inner().keyword == Keyword::From);
        let (before, stages) =
            instructions.split_at_checked(first.unwrap_or(instructions.len())).unwrap_or_default();
        for instruction in
            before.iter().map(Instruction::inner).filter(|it| it.keyword == Keyword::Arg)
        {
            for (name, default) in self.assignments(&instruction, global) {
                let given = global.argument(&name).cloned();
                if let Some(value) = given.or(default) {
                    global.set(name, value);
                }
            }
        }
        let global = &*global;
        let mut environments: BTreeMap<String, Environment> = BTreeMap::new();
        let mut scope = Scope::new(global, Environment::default());
        let mut name = None;
        for instruction in stages {
            let inner = instruction.inner();
            if inner.keyword == Keyword::From {
                if let Some(name) = name.take() {
                    environments.insert(name, scope.environment());
                }
                let environment = self.from(&inner, global, &environments);
                scope = Scope::new(global, environment);
                name = stage_name(instruction);
            } else {
                self.step(&inner, &mut scope);
            }
        }
    }

    fn from(
        &mut self,
        inner: &Inner<'_>,
        global: &Global<'_>,
        stages: &BTreeMap<String, Environment>,
    ) -> Environment {
        let words = inner.blank_words();
        let base = match &words[..] {
            [base] => base,
            [base, as_word, name] if as_word.text.eq_ignore_ascii_case("as") => {
                if !is_stage_name(&name.text) {
                    let reason = format!("{} is no name of a stage", escape_str(&name.text));
                    self.fault(reason, inner.span(name));
                }
                base
            }
            _ => {
                self.fault(
                    "FROM takes an image, or an image, AS and a name".to_owned(),
                    inner.line.whole(),
                );
                return Environment::default();
            }
        };
        let span = inner.span(base);
        let Some((name, unset)) = self.expand(&base.text, span, global) else {
            self.add(Found::Nothing);
            return Environment::default();
        };
        let platform = inner.flag("platform").last();
        let platform = platform.and_then(|(value, span)| self.expand(value, span, global));
        if let Some(environment) = stages.get(&name.to_lowercase()) {
            self.add(Found::Stage);
            return Environment::clone(environment);
        }
        if name.is_empty() && unset.is_empty() {
            self.fault("FROM names nothing".to_owned(), span);
        }
        let found = if name == "scratch" {
            Found::Nothing
        } else {
            let platform = platform.map(|(platform, _)| platform).filter(|it| !it.is_empty());
            Found::Source(Source { platform, span: Some(span), ..image(Origin::From, name, unset) })
        };
        self.add(found);
        Environment::default()
    }

    fn step(&mut self, inner: &Inner<'_>, scope: &mut Scope<'_>) {
        match inner.keyword {
            Keyword::Arg if !inner.deferred => {
                for (name, default) in self.assignments(inner, scope) {
                    scope.declare(name, default);
                }
            }
            Keyword::Env if !inner.deferred => self.environment(inner, scope),
            Keyword::Copy => {
                for (value, span) in inner.flag("from") {
                    self.image_or_stage(Origin::Copy, value, span, inner, scope);
                }
            }
            Keyword::Run => {
                for (value, span) in inner.flag("mount") {
                    if let Some(from) = mount::from(value) {
                        self.image_or_stage(Origin::Mount, &from, span, inner, scope);
                    }
                }
            }
            Keyword::Add => self.add_sources(inner, scope),
            _ => {}
        }
    }

    /// What `COPY --from` or a mount names. `BuildKit` replaces no variables in it, others do.
    fn image_or_stage(
        &mut self,
        origin: Origin,
        value: &str,
        span: Span,
        inner: &Inner<'_>,
        scope: &Scope<'_>,
    ) {
        let Some((name, unset)) = self.expand_in(value, span, inner, scope) else {
            self.add(Found::Nothing);
            return;
        };
        // A later build has stages of its own.
        let is_stage = !inner.deferred && self.names.contains(&name.to_lowercase());
        let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        if is_stage || is_number || name == "scratch" || (name.is_empty() && unset.is_empty()) {
            self.add(if is_stage { Found::Stage } else { Found::Nothing });
            return;
        }
        let source = image(origin, name, unset);
        self.add(Found::Source(Source { span: Some(span), deferred: inner.deferred, ..source }));
    }

    fn add_sources(&mut self, inner: &Inner<'_>, scope: &Scope<'_>) {
        let whole = inner.rest_span();
        let mut words: Vec<(String, Span)> = match inner.list() {
            Some(Ok(words)) => words.into_iter().map(|word| (word, whole)).collect(),
            Some(Err(NotTexts)) => {
                self.fault("ADD has a JSON list of other things than texts".to_owned(), whole);
                return;
            }
            None => inner
                .blank_words()
                .into_iter()
                .map(|word| {
                    let span = inner.span(&word);
                    (word.text, span)
                })
                .collect(),
        };
        // The last one is the destination.
        words.pop();
        let has_checksum = inner
            .flag("checksum")
            .filter_map(|(value, span)| self.expand_in(value, span, inner, scope))
            .any(|(value, _)| remote::is_checksum(&value));
        for (word, span) in words {
            let Some((name, unset)) = self.expand_in(&word, span, inner, scope) else {
                self.add(Found::Nothing);
                continue;
            };
            let (kind, pinned) = match remote::of(&name) {
                Some(Remote::Http) => (SourceKind::Http, has_checksum),
                Some(Remote::Git { commit }) => (SourceKind::Git, commit || has_checksum),
                // The base image may set what this file does not.
                None if word.starts_with('$') && !unset.is_empty() => {
                    (SourceKind::Http, has_checksum)
                }
                None => {
                    self.add(Found::Nothing);
                    continue;
                }
            };
            let source = Source { kind, pinned, ..image(Origin::Add, name, unset) };
            self.add(Found::Source(Source {
                span: Some(span),
                deferred: inner.deferred,
                ..source
            }));
        }
    }

    /// Names and defaults of an `ARG`.
    fn assignments(
        &mut self,
        inner: &Inner<'_>,
        values: &dyn Values,
    ) -> Vec<(String, Option<String>)> {
        let words = inner.quoted_words(self.escape);
        if words.is_empty() {
            self.fault("ARG names nothing".to_owned(), inner.line.whole());
        }
        let mut all = Vec::new();
        for word in words {
            let span = inner.span(&word);
            let (name, default) = match word.text.split_once('=') {
                Some((name, default)) => (name.to_owned(), Some(default)),
                None => (word.text.clone(), None),
            };
            let Some((name, _)) = self.expand(&name, span, values) else { continue };
            let default = default.and_then(|default| self.expand(default, span, values));
            self.secret("ARG", &name, span);
            all.push((name, default.map(|(default, _)| default)));
        }
        all
    }

    /// `ENV name=value …` or `ENV name value`.
    fn environment(&mut self, inner: &Inner<'_>, scope: &mut Scope<'_>) {
        let words = inner.quoted_words(self.escape);
        let old = words.first().is_some_and(|word| !word.text.contains('='));
        let pairs: Vec<(String, String, Span)> = if old {
            let rest = inner.rest();
            let blanks = ['\t', '\x0b', '\x0c', '\r', ' '];
            let (name, value) = rest.split_once(blanks).unwrap_or((rest, ""));
            let value = value.trim_start_matches(blanks);
            vec![(name.to_owned(), value.to_owned(), inner.rest_span())]
        } else {
            let pair = |word: &Word| {
                let (name, value) = word.text.split_once('=')?;
                Some((name.to_owned(), value.to_owned(), inner.span(word)))
            };
            words.iter().filter_map(pair).collect()
        };
        let mut set = Vec::new();
        for (name, value, span) in pairs {
            let Some((name, _)) = self.expand(&name, span, scope) else { continue };
            let Some((expanded, _)) = self.expand(&value, span, scope) else { continue };
            if !matches!(value.as_str(), "" | "\"\"" | "''") {
                self.secret("ENV", &name, span);
            }
            set.push((name, expanded, span));
        }
        for (name, value, span) in set {
            if let Err(reason) = scope.set(name, value, self.budget) {
                self.fault(reason, span);
            }
        }
    }

    fn expand_in(
        &mut self,
        text: &str,
        span: Span,
        inner: &Inner<'_>,
        scope: &Scope<'_>,
    ) -> Option<(String, Vec<String>)> {
        if inner.deferred {
            self.expand(text, span, &expand::Nothing)
        } else {
            self.expand(text, span, scope)
        }
    }

    /// The text with variables replaced, and those that have no value; None where builders refuse it.
    fn expand(
        &mut self,
        text: &str,
        span: Span,
        values: &dyn Values,
    ) -> Option<(String, Vec<String>)> {
        match expand::expand(text, Style::plain(self.escape), values, self.budget) {
            Ok(expanded) => Some((expanded.text, expanded.unset)),
            Err(reason) => {
                self.fault(format!("{} {reason}", escape_str(text)), span);
                None
            }
        }
    }

    fn secret(&mut self, instruction: &'static str, name: &str, span: Span) {
        if self.secrets.len() < super::FAULTS && is_secret(name) {
            self.secrets.push(Secret { instruction, name: name.to_owned(), span });
        }
    }

    fn fault(&mut self, reason: String, span: Span) {
        push(&mut self.faults, Fault { reason, span });
    }

    fn add(&mut self, found: Found) {
        if self.found.len() <= REFERENCES {
            self.found.push(found);
        }
    }
}

fn is_stage_name(name: &str) -> bool {
    let mut letters = name.chars().map(|letter| letter.to_ascii_lowercase());
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|it| {
            it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '_' | '.')
        })
}

fn image(origin: Origin, name: String, unset: Vec<String>) -> Source {
    let digest = name.split_once('@').map(|(_, digest)| Digest::parse(digest));
    let pinned = unset.is_empty() && matches!(digest, Some(Ok(_)));
    Source {
        origin,
        kind: SourceKind::Image,
        name,
        platform: None,
        only_on: None,
        unset,
        pinned,
        deferred: false,
        span: None,
    }
}
