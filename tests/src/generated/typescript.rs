//! The types of the npm package that follow from the core's tables: the report, and the names in options.

use std::fmt::Write as _;

use ocivet_core::{InputKind, Limits, Profile, report_schema, rules};
use serde_json::Value;

const HEAD: &str =
    "// Written by `cargo run -p ocivet-tests --bin generate` from the core: edit there.\n";

/// The declarations of `wasm/js/generated.d.ts`.
pub(super) fn declarations() -> String {
    let schema: Value = serde_json::from_str(&report_schema()).unwrap_or_default();
    let mut text = HEAD.to_owned();
    union(&mut text, "The id of a rule.", "RuleId", rules().iter().map(|rule| rule.id.as_str()));
    union(
        &mut text,
        "The name of a limit.",
        "LimitName",
        Limits::TABLE.iter().map(|limit| limit.name),
    );
    union(
        &mut text,
        "What an input is.",
        "InputKind",
        InputKind::ALL.into_iter().map(InputKind::name),
    );
    union(
        &mut text,
        "How tar entries are judged.",
        "Profile",
        Profile::ALL.into_iter().map(Profile::name),
    );
    for (name, definition) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        declare(&mut text, name, definition);
    }
    declare(&mut text, "ReportData", &schema);
    text
}

fn union<'a>(text: &mut String, what: &str, name: &str, values: impl Iterator<Item = &'a str>) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n/** {what} */\nexport type {name} =");
    for value in values {
        let _ = write!(text, "\n  | \"{value}\"");
    }
    text.push_str(";\n");
}

/// A definition of the schema: an interface where it is an object, else a name for its type.
fn declare(text: &mut String, name: &str, definition: &Value) {
    text.push('\n');
    comment(text, "", definition);
    let Some(properties) = definition.get("properties").and_then(Value::as_object) else {
        let _ = writeln!(text, "export type {name} = {};", type_of(definition));
        return;
    };
    let _ = writeln!(text, "export interface {name} {{");
    let required = definition.get("required").and_then(Value::as_array);
    let is_required = |key: &str| required.is_some_and(|keys| keys.iter().any(|it| it == key));
    for (key, value) in properties {
        comment(text, "  ", value);
        let mark = if is_required(key) { "" } else { "?" };
        let _ = writeln!(text, "  readonly {key}{mark}: {};", type_of(value));
    }
    text.push_str("}\n");
}

fn comment(text: &mut String, indent: &str, definition: &Value) {
    let Some(description) = definition.get("description").and_then(Value::as_str) else { return };
    let lines: Vec<_> = description.replace("*/", "*\\/").lines().map(str::to_owned).collect();
    if let [line] = lines.as_slice() {
        let _ = writeln!(text, "{indent}/** {line} */");
        return;
    }
    let _ = writeln!(text, "{indent}/**");
    for line in lines {
        let _ = writeln!(text, "{}", format!("{indent} * {line}").trim_end());
    }
    let _ = writeln!(text, "{indent} */");
}

/// The type that a schema allows.
fn type_of(schema: &Value) -> String {
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    if let Some(values) = list("enum") {
        return joined(values.iter().map(Value::to_string));
    }
    if let Some(choices) = list("anyOf") {
        return joined(choices.iter().map(type_of));
    }
    if let Some(items) = schema.get("items") {
        return format!("readonly {}[]", type_of(items));
    }
    match schema.get("type") {
        Some(Value::Array(types)) => joined(types.iter().map(primitive)),
        Some(one) => primitive(one),
        None => "unknown".to_owned(),
    }
}

fn joined(types: impl Iterator<Item = String>) -> String {
    types.collect::<Vec<_>>().join(" | ")
}

fn primitive(name: &Value) -> String {
    match name.as_str() {
        Some("integer") => "number".to_owned(),
        Some(name @ ("boolean" | "null" | "number" | "string")) => name.to_owned(),
        _ => "unknown".to_owned(),
    }
}
