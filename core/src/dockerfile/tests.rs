use proptest::prelude::*;

use super::{AmbiguityKind, BuildArguments, Dockerfile, HiddenKind, SOURCES, Source, read};

fn of(text: &str) -> Dockerfile {
    read(text.as_bytes(), &BuildArguments::new())
}

/// Each source as `origin name`, with what is odd about it.
fn sources(file: &Dockerfile) -> Vec<String> {
    file.sources.iter().map(written).collect()
}

fn written(source: &Source) -> String {
    let mut text = format!("{} {}", source.origin.name(), source.name);
    let platform = source.platform.as_ref().map(|platform| format!(" for {platform}"));
    let on = source.only_on.map(|on| format!(" on {on}"));
    let unset = Some(format!(" without {}", source.unset.join("+")));
    let unset = unset.filter(|_| !source.unset.is_empty());
    text.extend([platform, on, unset].into_iter().flatten());
    for (is_true, word) in [(source.pinned, " pinned"), (source.deferred, " later")] {
        text.push_str(if is_true { word } else { "" });
    }
    text
}

/// The file is read without faults, and fetches these.
fn fetches(text: &str, expected: &[&str]) {
    let file = of(text);
    assert_eq!(file.faults, [], "{text}");
    assert_eq!(sources(&file), expected, "{text}");
}

/// The reasons why builders refuse the file.
fn faults(text: &str) -> Vec<String> {
    of(text).faults.into_iter().map(|fault| fault.reason).collect()
}

#[test]
fn stages_are_no_images() {
    let text = "FROM debian AS Base\nFROM base\nFROM scratch\nCOPY --from=BASE /a /\nCOPY --from=0 /b /\n\
                COPY --from=alpine:3 / /\nRUN --mount=from=base,target=/x --mount=type=bind,from=busybox id\n";
    fetches(text, &["from debian", "copy alpine:3", "mount busybox"]);
    // A stage is one from its line on; COPY may name a later one, which builders refuse, and no image.
    fetches("FROM later\nFROM debian AS later\n", &["from later", "from debian"]);
    fetches(
        "from a as b\nonbuild COPY --from=b x /\nONBUILD ADD http://x/y /\n",
        &["from a", "copy b later", "add http://x/y later"],
    );
}

#[test]
fn variables_are_those_of_the_builder() {
    let before = |from: &str| format!("ARG A=one\nARG E=\nARG V=1.2.3\nFROM {from}\n");
    for (from, expected) in [
        ("$A", "from one"),
        ("${A}-x", "from one-x"),
        ("x:${A:-y}", "from x:one"),
        ("x:${E:-y}", "from x:y"),
        ("x:${E-y}z", "from x:z"),
        ("x:${N-y}", "from x:y"),
        ("x:${N:-${A}}", "from x:one"),
        ("x${A:+:y}", "from x:y"),
        ("x${N:+:y}", "from x"),
        ("x${E+:y}", "from x:y"),
        ("x:${V%.*}", "from x:1.2"),
        ("x:${V%%.*}", "from x:1"),
        ("x:${V#*.}", "from x:2.3"),
        ("x:${V##*.}", "from x:3"),
        ("x:${V/./-}", "from x:1-2.3"),
        ("x:${V//./-}", "from x:1-2-3"),
        ("\"x:$A\"", "from x:one"),
        ("x:'$A'", "from x:$A"),
        ("x:\\$A", "from x:$A"),
        ("x:$N", "from x: without N"),
        ("$N", "from  without N"),
        ("x$N", "from x without N"),
    ] {
        fetches(&before(from), &[expected]);
    }
    for (from, reason) in [
        ("x:${N:?say}", "needs a value for N"),
        ("x:${V@Q}", "modifier"),
        ("x:${V", "no } at the end"),
        ("x:\"$V", "double quote"),
    ] {
        let found = faults(&before(from));
        assert!(found.iter().any(|fault| fault.contains(reason)), "{from}: {found:?}");
    }
}

#[test]
fn scopes_are_those_of_the_builder() {
    // An ARG of before the first FROM is none in a stage, until the stage declares it.
    let text = "ARG U=http://one/\nFROM a\nADD $U /\nARG U\nADD $U /\nENV U=http://two/\nADD $U /\nFROM b\nADD $U /\n";
    fetches(
        text,
        &[
            "from a",
            "add  without U",
            "add http://one/",
            "add http://two/",
            "from b",
            "add  without U",
        ],
    );
    // ENV goes on in stages that are made from the one that sets it, ARG does not.
    let text = "FROM a AS s\nENV U=http://x/\nARG V=http://y/\nFROM s\nADD $U $V /\n";
    fetches(text, &["from a", "add http://x/", "add  without V"]);
    let given: BuildArguments = [("T".to_owned(), "9".to_owned())].into();
    let text = b"ARG T=8\nFROM a:$T\nARG N=1\nCOPY --from=b:$T / /\nARG T\nCOPY --from=b:$T / /\n";
    let file = read(text, &given);
    assert_eq!(sources(&file), ["from a:9", "copy b: without T", "copy b:9"]);
}

#[test]
fn platforms_are_told_apart_where_they_differ() {
    fetches("FROM --platform=$BUILDPLATFORM golang AS b\n", &["from golang"]);
    fetches("FROM --platform=linux/arm64 golang\n", &["from golang for linux/arm64"]);
    let file = of("FROM base:$TARGETARCH\nFROM x\n");
    let found = sources(&file);
    assert!(found.contains(&"from base:amd64 on linux/amd64".to_owned()), "{found:?}");
    assert!(found.contains(&"from base:arm64 on linux/arm64".to_owned()), "{found:?}");
    assert_eq!(found.last().map(String::as_str), Some("from x"));
    // A stage for each platform that there is: no image is meant.
    fetches("FROM a AS b-amd64\nFROM c AS b-arm64\nFROM b-$TARGETARCH\n", &["from a", "from c"]);
    let given: BuildArguments = [("TARGETARCH".to_owned(), "arm64".to_owned())].into();
    assert_eq!(sources(&read(b"FROM base:$TARGETARCH\n", &given)), ["from base:arm64"]);
}

#[test]
fn lines_are_those_of_the_builder() {
    fetches("FROM \\\n  # comment\n\n  debian\\\n:12 \\\n AS x\nRUN true\n", &["from debian:12"]);
    fetches("# escape=`\nFROM a`\nb\nRUN dir c:\\\nCOPY --from=d . .\n", &["from ab", "copy d"]);
    fetches("\u{feff}# escape=`\r\nFROM a`\r\nb\r\n", &["from ab"]);
    fetches(
        "FROM a\nRUN <<X cat <<-'Y'\nFROM b\nX\nFROM c\n\tY\nCOPY --from=d . .\n",
        &["from a", "copy d"],
    );
    fetches("FROM a\nRUN echo '<<X'\nFROM b\n", &["from a", "from b"]);
    fetches("FROM a\nRUN [\"echo\", \"<<X\"]\nFROM b\n", &["from a", "from b"]);
    let found = faults("FROM a\nRUN <<X\nFROM b\n");
    assert!(found.len() == 1 && found[0].contains("has no end"), "{found:?}");
}

#[test]
fn the_place_is_that_of_the_name() {
    let text = "FROM --platform=linux/arm64 \\\n  debian:12 AS x\nCOPY --chown=a --from=b /c /d\nADD a http://x/y /\n";
    let file = of(text);
    let places: Vec<_> =
        file.sources.iter().map(|source| source.span.map(|it| &text[it.start..it.end])).collect();
    assert_eq!(places, [Some("debian:12"), Some("b"), Some("http://x/y")]);
}

#[test]
fn directives_name_a_program() {
    for text in [
        "# syntax=a:1\n",
        "#syntax = a:1 more\n",
        "#!/bin/sh\n# syntax=a:1\n",
        "# check=skip=all\n# Syntax=a:1\n",
    ] {
        fetches(&format!("{text}FROM b\n"), &["syntax a:1", "from b"]);
    }
    for text in ["\n# syntax=a:1\n", "# word\n# syntax=a:1\n", "# syntax:a\n"] {
        fetches(&format!("{text}FROM b\n"), &["from b"]);
    }
    assert_eq!(faults("# escape=x\nFROM a\n").len(), 1);
    assert_eq!(faults("# escape=`\n# escape=`\nFROM a\n").len(), 1);
    let given: BuildArguments = [("BUILDKIT_SYNTAX".to_owned(), "c".to_owned())].into();
    assert_eq!(sources(&read(b"# syntax=a\nFROM b\n", &given)), ["syntax c", "from b"]);
}

#[test]
fn pinned_is_what_cannot_change() {
    let digest = "sha256:".to_owned() + &"0123456789abcdef".repeat(4);
    let commit = "0123456789".repeat(4);
    fetches(&format!("FROM a:1@{digest}\n"), &[&format!("from a:1@{digest} pinned")]);
    fetches("FROM a@sha256:12\n", &["from a@sha256:12"]);
    fetches(
        &format!("FROM a\nADD --checksum={digest} https://x/y /\n"),
        &["from a", "add https://x/y pinned"],
    );
    let git = format!("https://x/y.git#{commit}");
    fetches(
        &format!("FROM a\nADD {git} https://x/y.git#main git@x:y /z\n"),
        &["from a", &format!("add {git} pinned"), "add https://x/y.git#main", "add git@x:y"],
    );
    fetches("FROM a\nADD [\"https://x/y\", \"z\", \"/\"]\n", &["from a", "add https://x/y"]);
}

#[test]
fn what_builders_refuse_is_a_fault() {
    for (text, reason) in [
        ("", "there is no FROM"),
        ("# only words\n", "there is no FROM"),
        ("RUN true\nFROM a\n", "RUN stands before the first FROM"),
        ("FROM\n", "FROM takes"),
        ("FROM a b\n", "FROM takes"),
        ("FROM a AS 1\n", "no name of a stage"),
        ("FROMM a\nFROM a\n", "unknown instruction FROMM"),
        ("FROM a\nONBUILD FROM b\n", "ONBUILD FROM is not allowed"),
        ("FROM a\nONBUILD\n", "no instruction behind"),
        ("FROM \"\"\n", "names nothing"),
        ("FROM a\nADD [1, 2]\n", "other things than texts"),
    ] {
        let found = faults(text);
        assert!(found.iter().any(|fault| fault.contains(reason)), "{text}: {found:?}");
    }
    // A list that is none is words.
    fetches("FROM a\nADD [http://x/y z] /\n", &["from a"]);
    // All that follows is told all the same.
    assert_eq!(sources(&of("NO\nFROM a\nNO\nCOPY --from=b . .\n")), ["from a", "copy b"]);
}

#[test]
fn lines_that_builders_read_differently() {
    let kinds = |text: &str| of(text).ambiguities.into_iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(kinds("FROM a\nRUN echo \\\\\nFROM b\n"), [AmbiguityKind::DoubledEscape]);
    assert_eq!(kinds("FROM a\nRUN echo \\\\\n"), []);
    assert_eq!(kinds("FROM a\nRUN <<RUN\nFROM b\nRUN\n"), [AmbiguityKind::HereDocument]);
    assert_eq!(kinds("FROM a\nRUN <<EOF\nFROM b\nEOF\n"), []);
}

#[test]
fn secrets_are_named_like_them() {
    let found = |text: &str| of(text).secrets.into_iter().map(|it| it.name).collect::<Vec<_>>();
    let text = "FROM a\nARG NPM_TOKEN\nARG TOKEN_TTL=1 password\nENV API_KEY=1 PATH=/x\nENV DB_PASSWORD \\\n x\nENV SECRET=\n\
                ENV PASSWORD_FILE=/run/x MONKEY=1\n";
    assert_eq!(found(text), ["NPM_TOKEN", "password", "API_KEY", "DB_PASSWORD"]);
}

#[test]
fn hidden_text_is_found_and_emoji_are_not() {
    let kinds = |text: &str| of(text).hidden.into_iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(kinds("FROM a # \u{202e}b\n"), [HiddenKind::Reorders('\u{202e}')]);
    assert_eq!(kinds("FROM a\u{200b}b\n"), [HiddenKind::Invisible('\u{200b}')]);
    assert_eq!(kinds("FROM a\rFROM b\n"), [HiddenKind::CarriageReturn]);
    assert_eq!(
        kinds("\u{feff}FROM a\r\r\n# \u{1f469}\u{200d}\u{1f4bb} 1\u{fe0f}\u{20e3} é\t\n"),
        []
    );
    assert_eq!(kinds("FROM a\n# escape=`\n"), [HiddenKind::UnreadEscape]);
    assert_eq!(kinds("# syntax=a\n# escape=`\nFROM a\n"), []);
    let file = read(b"FROM a\n# caf\xe9\n", &BuildArguments::new());
    assert_eq!(file.hidden.first().map(|it| it.kind), Some(HiddenKind::NoUtf8(0xe9)));
}

#[test]
fn expansion_has_an_end() {
    let steps = (0..99).map(|step| format!("ARG A{}=$A{step}$A{step}\n", step + 1));
    let doubling = "ARG A0=aaaaaaaaaaaaaaaa\n".to_owned() + &steps.collect::<String>();
    let found = faults(&format!("{doubling}FROM $A99\n"));
    assert!(
        found.iter().any(|fault| fault.contains("expands to more than")),
        "{:?}",
        found.first()
    );
    let long = "x".repeat(60_000);
    let many = format!("ARG A={long}\nFROM a\nARG A\n{}", "COPY --from=$A . .\n".repeat(2000));
    let found = faults(&many);
    assert!(found.iter().any(|fault| fault.contains("without end")), "{}", found.len());
    let deep = format!("FROM {}x{}\n", "${A:-".repeat(5000), "}".repeat(5000));
    assert!(faults(&deep).iter().any(|fault| fault.contains("within variables")));
    let stars = format!("ARG A={}\nFROM ${{A##{}b}}\n", "a".repeat(30_000), "*a".repeat(15_000));
    assert!(faults(&stars).iter().any(|fault| fault.contains("without end")));
}

#[test]
fn lists_have_an_end() {
    let file = of(&format!("FROM a\n{}", "COPY --from=b . .\n".repeat(SOURCES * 2)));
    assert!(file.too_many);
    assert_eq!(file.sources.len(), SOURCES);
    let file = of(&format!("FROM a\n{}", "FROM\rNO\u{202e} b c d\n".repeat(2000)));
    assert!(file.faults.len() <= 100 && file.hidden.len() <= 100);
}

/// Pieces that Dockerfiles are made of, and what upsets readers of them.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "FROM ",
        "ARG A=",
        "ARG ",
        "ENV B=",
        "COPY --from=",
        "ADD ",
        "RUN --mount=type=bind,from=",
        "ONBUILD ",
        "RUN <<E",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\\\n",
        "`\n",
        "\\",
        "# escape=`\n",
        "# syntax=",
        "#",
        " AS ",
        "$A",
        "${B:-",
        "${A#",
        "${A//",
        "}",
        "/",
        "*",
        "?",
        "\"",
        "'",
        "[",
        "]",
        ",",
        "=",
        "--",
        " ",
        "\t",
        "E\n",
        "<<-",
        "\u{feff}",
        "\u{202e}",
        "\u{85}",
        "é",
        "$TARGETARCH",
        "http://x/",
        "@sha256:",
        "\0",
        "{\"syntax\":\"x\"}",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

/// Everything that is told stands in the text.
fn is_sound(bytes: &[u8], file: &Dockerfile) -> Result<(), TestCaseError> {
    let spans = file.sources.iter().filter_map(|it| it.span);
    let spans = spans.chain(file.faults.iter().map(|it| it.span));
    let spans = spans.chain(file.ambiguities.iter().map(|it| it.span));
    let spans = spans.chain(file.secrets.iter().map(|it| it.span));
    for span in spans.chain(file.hidden.iter().map(|it| it.span)) {
        prop_assert!(span.start <= span.end && span.end <= bytes.len(), "{:?}", span);
    }
    prop_assert!(file.sources.len() <= SOURCES && file.faults.len() <= 100);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_pieces_are_read(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        is_sound(text.as_bytes(), &of(&text))?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        is_sound(&bytes, &read(&bytes, &BuildArguments::new()))?;
    }

    #[test]
    fn changed_files_are_read(at in 0..SAMPLE.len(), byte in any::<u8>(), remove in any::<bool>()) {
        let mut bytes = SAMPLE.to_vec();
        if remove { bytes.remove(at); } else { bytes[at] = byte; }
        is_sound(&bytes, &read(&bytes, &BuildArguments::new()))?;
    }
}

const SAMPLE: &[u8] = b"# syntax=docker/dockerfile:1\n# escape=`\nARG V=${A:-1.2}\nFROM --platform=$BUILDPLATFORM a:${V%.*} AS b`\n\n\
    RUN --mount=type=bind,\"from=c:1\",target=/x <<-E cat <<'F'\n\tx\n\tE\ny\nF\nENV K=\"a b\" L='c'\nCOPY --from=b --chown=1 [\"d\", \"e\"]\n\
    ONBUILD ADD --checksum=sha256:00 https://x/${K} git@h:r#main /\n";
