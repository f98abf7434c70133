//! The option `allow`: findings that do not count, and why.

use serde_json::Value;

use super::{
    OptionsError,
    value::{digest, known_rule, object, pattern, unknown, wrong},
};
use crate::model::{Allow, escape_str};

/// The keys of an item of `allow`.
const ALLOW_KEYS: [&str; 4] = ["digest", "entry", "reason", "rule"];

pub(super) fn allows(value: &Value) -> Result<Vec<Allow>, OptionsError> {
    let list = value.as_array().ok_or_else(|| wrong("allow", "a list of objects"))?;
    list.iter().enumerate().map(|(at, item)| allow(&format!("allow[{at}]"), item)).collect()
}

fn allow(key: &str, value: &Value) -> Result<Allow, OptionsError> {
    let table = object(key, value)?;
    if let Some(other) = table.keys().find(|name| !ALLOW_KEYS.contains(&name.as_str())) {
        return Err(unknown("key of allow", other, ALLOW_KEYS.into_iter()));
    }
    let name = |part: &str| format!("{key}.{part}");
    let required = |part: &str, expected: &str| {
        let text = table.get(part).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| wrong(&name(part), expected))
    };
    let rule = known_rule(required("rule", "the id of a rule")?)?;
    if rule.group() == "limit" {
        let expected = "a rule that looks at what was read; a limit is raised in limits";
        return Err(wrong(&name("rule"), expected));
    }
    if rule.group() == "policy" {
        return Err(wrong(&name("rule"), "a rule that looks at the input"));
    }
    let reason = required("reason", "a text that says why")?;
    Ok(Allow {
        rule,
        entry: table.get("entry").map(|value| pattern(&name("entry"), value)).transpose()?,
        digest: table.get("digest").map(|value| digest(&name("digest"), value)).transpose()?,
        reason: escape_str(reason.trim()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Options;

    #[test]
    fn what_is_allowed_needs_a_rule_and_a_reason() {
        let digest = "sha256:".to_owned() + &"a".repeat(64);
        let text = format!(
            r#"{{"allow":[{{"rule":"path/absolute","reason":" known\n"}},
            {{"rule":"path/absolute","reason":"r","entry":"a/**","digest":"{digest}"}}]}}"#
        );
        let options = Options::from_json(&text).unwrap();
        let [all, some] = &options.settings().allow[..] else { panic!("two items") };
        assert!(all.is_whole_rule() && !some.is_whole_rule());
        assert_eq!(all.reason, "known");
        assert_eq!(some.to_string(), format!("path/absolute in entry a/** of {digest}"));
    }

    #[test]
    fn what_cannot_be_allowed_is_refused() {
        for (item, expected) in [
            (r#"{"rule":"path/absolut","reason":"r"}"#, "unknown rule path/absolut; did you mean"),
            (r#"{"reason":"r"}"#, "option allow[0].rule must be the id of a rule"),
            (r#"{"rule":"path/absolute"}"#, "option allow[0].reason must be a text"),
            (r#"{"rule":"path/absolute","reason":" \n"}"#, "option allow[0].reason must be"),
            (r#"{"rule":"path/absolute","reason":1}"#, "option allow[0].reason must be"),
            (r#"{"rule":"path/absolute","reason":"r","entry":""}"#, "option allow[0].entry"),
            (r#"{"rule":"path/absolute","reason":"r","entry":7}"#, "option allow[0].entry"),
            (
                r#"{"rule":"path/absolute","reason":"r","digest":"sha256:AB"}"#,
                "option allow[0].dig",
            ),
            (r#"{"rule":"path/absolute","reason":"r","digest":null}"#, "option allow[0].digest"),
            (
                r#"{"rule":"limit/entries","reason":"r"}"#,
                "option allow[0].rule must be a rule that",
            ),
            (r#"{"rule":"policy/stale-allow","reason":"r"}"#, "option allow[0].rule must be a"),
            (
                r#"{"rule":"path/absolute","reason":"r","entri":"a"}"#,
                "unknown key of allow entri; did you mean entry",
            ),
            ("7", "option allow[0] must be an object"),
        ] {
            let error = Options::from_json(&format!("{{\"allow\":[{item}]}}")).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{item}: {error}");
        }
        let error = Options::from_json(r#"{"allow":{}}"#).unwrap_err();
        assert_eq!(error.to_string(), "option allow must be a list of objects");
    }
}
