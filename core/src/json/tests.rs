//! Validation and reading of JSON texts.

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use std::borrow::Cow;

use super::{FieldReader, Fields, JsonKind, rebuilt, root, validate};
use crate::model::{FieldFaultKind, JsonFaultKind, Limits};

fn faults(text: &[u8]) -> Vec<(u64, String, JsonFaultKind)> {
    let faults = validate(text, &Limits::default());
    faults.into_iter().map(|fault| (fault.offset, fault.pointer, fault.kind)).collect()
}

fn invalid(text: &[u8]) -> Option<(u64, &'static str)> {
    match faults(text).pop() {
        Some((offset, _, JsonFaultKind::Invalid { reason: Cow::Borrowed(reason) })) => {
            Some((offset, reason))
        }
        _ => None,
    }
}

#[test]
fn texts_of_the_specification_are_valid() {
    for text in [
        &br#"{"Image":{"Width":800,"IDs":[116,943,234,38793],"Animated":false}}"#[..],
        b" [ ] ",
        b"\t\r\n{}\n",
        br#""""#,
        b"-0.5e+10",
        b"0",
        b"null",
        br#"["\u00e9\ud83d\ude00\/"]"#,
        br#"{"":[{"a":{}},{"a":null}]}"#,
    ] {
        assert_eq!(faults(text), [], "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn what_lenient_readers_take_is_invalid() {
    for (text, offset, reason) in [
        (&b""[..], 0, "text ends where a value must be"),
        (b"  ", 2, "text ends where a value must be"),
        (b"\xef\xbb\xbf{}", 0, "byte order mark"),
        (b"{}{}", 2, "data after the value"),
        (b"{}\0", 2, "data after the value"),
        (b"[1,]", 3, "not a value"),
        (b"[,1]", 1, "not a value"),
        (br#"{"a":1,}"#, 7, "not a key"),
        (b"{a:1}", 1, "not a key"),
        (b"{'a':1}", 1, "not a key"),
        (br#"{"a" 1}"#, 5, "no colon after a key"),
        (b"[1 2]", 3, "neither a comma nor the end of the object or array"),
        (b"[1}", 2, "neither a comma nor the end of the object or array"),
        (b"[1", 2, "text ends inside an object or array"),
        (b"{", 1, "not a key"),
        (b"NaN", 0, "not a value"),
        (b"nul", 0, "not a value"),
        (b"nulls", 4, "data after the value"),
        (b"-", 1, "number without digits"),
        (b"+1", 0, "not a value"),
        (b"01", 1, "number with a leading zero"),
        (b"1.", 2, "number without digits"),
        (b".5", 0, "not a value"),
        (b"1e", 2, "number without digits"),
        (b"0x10", 1, "data after the value"),
        (b"[1/*c*/]", 2, "neither a comma nor the end of the object or array"),
        (b"\"a\nb\"", 2, "control byte in a string"),
        (b"\"\x7f\x1f\"", 2, "control byte in a string"),
        (b"\"a", 2, "string without its closing quote"),
        (br#""\x41""#, 1, "unknown escape"),
        (br#""\u12g4""#, 1, "escape without four hexadecimal digits"),
        (br#""\u+123""#, 1, "escape without four hexadecimal digits"),
        (br#""\ud800""#, 1, "lone surrogate"),
        (br#""\ude00\ud83d""#, 1, "lone surrogate"),
        (br#""\ud83d\ud83d""#, 1, "lone surrogate"),
        (b"\"\xff\"", 1, "not UTF-8"),
        (b"\"\xed\xa0\x80\"", 1, "not UTF-8"),
        (b"\"\xc0\xaf\"", 1, "not UTF-8"),
        (b"{\0\"\0a", 1, "not a key"),
    ] {
        assert_eq!(invalid(text), Some((offset, reason)), "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn duplicate_keys_are_found_at_any_depth_after_unescaping() {
    let text = br#"{"a":[0,{"digest":1,"x":{},"\u0064igest":2}],"b":1,"a":3}"#;
    assert_eq!(
        faults(text),
        [
            (27, "/a/1/digest".to_owned(), JsonFaultKind::DuplicateKey { first: 9 }),
            (51, "/a".to_owned(), JsonFaultKind::DuplicateKey { first: 1 }),
        ]
    );
    assert_eq!(faults(br#"{"a":1,"A":2,"":3,"b":{"a":1}}"#), []);
}

#[test]
fn every_repetition_is_reported_up_to_the_bound() {
    let found = faults(br#"{"a":1,"b":2,"a":3,"a":4}"#);
    let offsets: Vec<u64> = found.iter().map(|fault| fault.0).collect();
    assert_eq!(offsets, [13, 19]);

    let many = format!("{{{}\"a\":0}}", "\"a\":0,".repeat(1000));
    assert_eq!(faults(many.as_bytes()).len(), Limits::DOCUMENT_FAULTS);
    // The end of the text is missing: that is said whatever else there is.
    let cut = format!("[{many}");
    assert_eq!(invalid(cut.as_bytes()).unwrap().1, "text ends inside an object or array");
}

#[test]
fn depth_is_bounded_without_recursion() {
    let limits = Limits { json_depth: 3, ..Limits::default() };
    assert_eq!(validate(br#"[{"a":[]}]"#, &limits), []);
    let found = validate(br#"[{"a":[[]]}]"#, &limits);
    assert_eq!((found[0].offset, &*found[0].pointer), (7, "/0/a/0"));
    assert_eq!(found[0].kind, JsonFaultKind::TooDeep);

    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(validate(deep.as_bytes(), &limits)[0].kind, JsonFaultKind::TooDeep);
    let limits = Limits { json_depth: 100_000, ..Limits::default() };
    assert_eq!(validate(deep.as_bytes(), &limits), []);
    assert_eq!(root(deep.as_bytes()).items().count(), 1);
}

#[test]
fn size_is_bounded() {
    let limits = Limits { json_size: 4, ..Limits::default() };
    assert_eq!(validate(b"null", &limits), []);
    assert_eq!(validate(b"false", &limits)[0].kind, JsonFaultKind::TooLarge { size: 5 });
}

#[test]
fn many_keys_take_little_time() {
    let keys: Vec<_> =
        (0..200_000).map(|number| format!("\"prefix-that-is-shared-{number}\":0,")).collect();
    let text = format!("{{{}\"\\u0070refix-that-is-shared-7\":0}}", keys.concat());
    let found = faults(text.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1, "/prefix-that-is-shared-7");
}

#[test]
fn values_are_read_where_they_stand() {
    let text = br#" { "k\n" : [ 1 , "x" , {"y":[2]} , null ] , "n" : -3 } "#;
    let value = root(text);
    assert_eq!((value.kind(), value.start()), (JsonKind::Object, 1));
    let members: Vec<_> = value.members().collect();
    assert_eq!(members.len(), 2);
    assert_eq!(members[0].0.as_str().unwrap(), "k\n");
    assert_eq!(members[1].1.raw(), b"-3");
    assert_eq!(members[1].1.as_u64(), None);
    let items: Vec<_> = members[0].1.items().collect();
    let kinds: Vec<_> = items.iter().map(super::JsonValue::kind).collect();
    assert_eq!(kinds, [JsonKind::Number, JsonKind::String, JsonKind::Object, JsonKind::Null]);
    assert_eq!(items[0].as_u64(), Some(1));
    assert_eq!(items[1].as_str().unwrap(), "x");
    assert_eq!(value.items().count(), 0);
    assert_eq!(items[0].members().count(), 0);
}

#[test]
fn fields_fold_case_as_go_does() {
    const KNOWN: Fields<2> = Fields { read: ["size", "digest"], other: &["urls"] };
    let text = br#"{"Size":1,"digest":"x","DIGEST":"y","urls":1,"URLs":2,"rest":3}"#;
    let mut reader = FieldReader::new(0);
    let [size, digest] = reader.fields(root(text), &KNOWN).unwrap();
    assert_eq!(size.unwrap().as_u64(), Some(1));
    assert_eq!(digest.unwrap().as_str().unwrap(), "x");
    let faults = reader.finish().0;
    let kinds: Vec<_> = faults.list.into_iter().map(|fault| (fault.offset, fault.kind)).collect();
    let case = |key: &str, field| FieldFaultKind::CaseKey { key: key.to_owned(), field };
    assert_eq!(
        kinds,
        [(1, case("Size", "size")), (23, case("DIGEST", "digest")), (45, case("URLs", "urls"))]
    );
}

/// JSON-like texts: mostly valid, some with a piece cut out or put in.
fn texts() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        "\"[a-c\u{e9}\u{1f600}]{0,4}\"",
        "\"(\\\\u[0-9a-f]{4}|\\\\[nt/\"\\\\]|[a-z]){0,4}\"",
    ];
    let value = scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(" ,"))),
            proptest::collection::vec(("\"[ab\\\\/]{0,2}[0-9]{0,2}\"", inner), 0..4).prop_map(
                |members| {
                    let members: Vec<_> =
                        members.iter().map(|(k, v)| format!("{k}: {v}")).collect();
                    format!("{{{}}}", members.join(","))
                }
            ),
        ]
    });
    let piece = prop_oneof![4 => Just(String::new()), 1 => "[ ,:0e\\]}\"\\\\\u{0}]{1,2}"];
    (value, any::<u16>(), piece, any::<bool>()).prop_map(|(mut text, at, piece, cut)| {
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let place = *places.iter().cycle().nth(usize::from(at)).unwrap();
        match (piece.is_empty(), cut) {
            (true, _) => {}
            (false, true) => {
                text.remove(place);
            }
            (false, false) => text.insert_str(place, &piece),
        }
        text
    })
}

proptest! {
    /// Differs from `serde_json` only where keys are duplicate, which it takes.
    ///
    /// Numbers beyond a double's range, which a digit put in may make, say nothing: `serde_json` refuses what
    /// RFC 8259 allows.
    #[test]
    fn acceptance_is_that_of_serde_json(text in texts()) {
        let other = serde_json::from_str::<serde_json::Value>(&text);
        let beyond = |error: &serde_json::Error| error.to_string().starts_with("number out of range");
        proptest::prop_assume!(!other.as_ref().err().is_some_and(beyond));
        let found = validate(text.as_bytes(), &Limits::default());
        let readable = found.iter().all(|fault| {
            matches!(fault.kind, JsonFaultKind::DuplicateKey { .. })
        });
        assert_eq!(readable, other.is_ok(), "{text}: {found:?} {other:?}");
        if let (true, Ok(value)) = (found.is_empty(), other) {
            assert_eq!(rebuilt(root(text.as_bytes())), value, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_json_do_no_harm(text in proptest::collection::vec(any::<u8>(), 0..40)) {
        let _ = validate(&text, &Limits::default());
        let _ = rebuilt(root(&text));
    }
}
