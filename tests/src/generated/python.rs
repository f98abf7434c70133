//! The types of the Python package that follow from the core's tables: the report, and the names in options.

use std::fmt::Write as _;

use ocivet_core::{Format, InputKind, Limits, Profile, Severity, Verdict, report_schema, rules};
use serde_json::Value;

const HEAD: &str = r#"# Written by `cargo run -p ocivet-tests --bin generate` from the core: edit there.
"""What a report holds, and the names that options take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
"#;

/// The module `python/ocivet/_generated.py`.
pub(super) fn module() -> String {
    let schema: Value = serde_json::from_str(&report_schema()).unwrap_or_default();
    let mut text = HEAD.to_owned();
    let unions = unions();
    for Union { name, what, values } in &unions {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(text, "\n{name} = Literal[");
        for value in values {
            let _ = writeln!(text, "    {value},");
        }
        let _ = writeln!(text, "]\n\"\"\"{what}\"\"\"");
    }
    let defined = || schema.get("$defs").and_then(Value::as_object).into_iter().flatten();
    for (name, definition) in defined().filter(|(_, definition)| !is_class(definition)) {
        let _ = writeln!(text, "\n{name} = {}", type_of(definition, &unions));
        docstring(&mut text, "", definition);
    }
    for (name, definition) in defined().filter(|(_, definition)| is_class(definition)) {
        class(&mut text, name, definition, &unions);
    }
    class(&mut text, "ReportData", &schema, &unions);
    text
}

/// Names that are listed once and referred to.
struct Union {
    name: &'static str,
    what: &'static str,
    /// As Python writes them.
    values: Vec<String>,
}

impl Union {
    fn new<'a>(
        name: &'static str,
        what: &'static str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self { name, what, values: values.into_iter().map(quoted).collect() }
    }
}

fn unions() -> Vec<Union> {
    let limits = Limits::TABLE.iter().map(|limit| limit.name);
    let kinds = InputKind::ALL.into_iter();
    let known = InputKind::READABLE.into_iter().filter(|&kind| kind != InputKind::Unknown);
    let reported = Severity::ALL.into_iter().filter(|&severity| severity != Severity::Off);
    vec![
        Union::new("RuleId", "The id of a rule.", rules().iter().map(|rule| rule.id.as_str())),
        Union::new("LimitName", "The name of a limit.", limits),
        Union::new("Format", "A form of the report.", Format::NAMES.iter().copied()),
        Union::new("InputKind", "What an input is.", kinds.map(InputKind::name)),
        Union::new("Kind", "What an input may be told to be.", known.map(InputKind::name)),
        Union::new("Profile", "How tar entries are judged.", Profile::ALL.map(Profile::name)),
        Union::new("Level", "What a rule may weigh.", Severity::ALL.map(Severity::name)),
        Union::new("Severity", "What a finding weighs.", reported.map(Severity::name)),
        Union::new("Verdict", "The answer, from best to worst.", Verdict::ALL.map(Verdict::name)),
    ]
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A definition of the schema is an object, and so a class; others are names for types.
fn is_class(definition: &Value) -> bool {
    definition.get("properties").is_some()
}

fn class(text: &mut String, name: &str, definition: &Value, unions: &[Union]) {
    let _ = writeln!(text, "\n\n@dataclass(frozen=True, slots=True)\nclass {name}:");
    docstring(text, "    ", definition);
    text.push('\n');
    // In the order of the report.
    let required = definition.get("required").and_then(Value::as_array).into_iter().flatten();
    let required: Vec<_> = required.filter_map(Value::as_str).collect();
    let fields = definition.get("properties").and_then(Value::as_object);
    for key in &required {
        let schema = fields.and_then(|fields| fields.get(*key)).unwrap_or(&Value::Null);
        field(text, key, schema, &type_of(schema, unions));
    }
    // Those that a report may leave out; a list is empty then.
    let others = fields.into_iter().flatten();
    for (key, schema) in others.filter(|(key, _)| !required.contains(&key.as_str())) {
        let kind = type_of(schema, unions);
        let absent =
            if kind.ends_with("None") || kind.starts_with("tuple[") { "" } else { " | None" };
        field(text, key, schema, &format!("{kind}{absent}"));
    }
}

fn field(text: &mut String, key: &str, schema: &Value, kind: &str) {
    // `$schema` is no name in Python.
    let _ = writeln!(text, "    {}: {kind}", key.trim_start_matches('$'));
    docstring(text, "    ", schema);
}

fn docstring(text: &mut String, indent: &str, definition: &Value) {
    let Some(description) = definition.get("description").and_then(Value::as_str) else { return };
    let description = description.replace("; null ", "; `None` ");
    let raw = if description.contains('\\') { "r" } else { "" };
    let mut lines = description.lines();
    let _ = write!(text, "{indent}{raw}\"\"\"{}", lines.next().unwrap_or_default());
    for line in lines.clone() {
        let _ = write!(text, "\n{}", format!("{indent}{line}").trim_end());
    }
    let end = if lines.next().is_some() { format!("\n{indent}") } else { String::new() };
    let _ = writeln!(text, "{end}\"\"\"");
}

/// The type that a schema allows.
fn type_of(schema: &Value, unions: &[Union]) -> String {
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(values) = list("enum") {
        let values: Vec<_> = values.iter().filter_map(Value::as_str).map(quoted).collect();
        let same = unions.iter().find(|union| union.values == values);
        return same.map_or_else(
            || format!("Literal[{}]", values.join(", ")),
            |same| same.name.to_owned(),
        );
    }
    if let Some(choices) = list("anyOf") {
        return joined(choices.iter().map(|choice| type_of(choice, unions)));
    }
    if let Some(items) = schema.get("items") {
        return format!("tuple[{}, ...]", type_of(items, unions));
    }
    match schema.get("type") {
        Some(Value::Array(types)) => joined(types.iter().map(primitive)),
        Some(one) => primitive(one),
        None => "object".to_owned(),
    }
}

fn joined(types: impl Iterator<Item = String>) -> String {
    types.collect::<Vec<_>>().join(" | ")
}

fn primitive(name: &Value) -> String {
    let name = match name.as_str() {
        Some("boolean") => "bool",
        Some("integer") => "int",
        Some("null") => "None",
        Some("string") => "str",
        _ => "object",
    };
    name.to_owned()
}
