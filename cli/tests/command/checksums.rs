//! Lists of checksums as real tools write them, and signatures by `gpg`.
#![cfg(unix)]

use std::{env, fs, process::Command};

use crate::support::{DOCUMENT, Place, Ran};

/// Whether all these tools are here. Where CI runs they must be.
fn have(tools: &[&str]) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let there = |tool: &&&str| env::split_paths(&path).any(|folder| folder.join(tool).is_file());
    let Some(missing) = tools.iter().find(|tool| !there(tool)) else { return true };
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing} is missing");
    false
}

/// What a tool writes, run in the folder `work`.
fn output(place: &Place, program: &str, words: &[&str]) -> String {
    let output = Command::new(program)
        .args(words)
        .current_dir(place.path("work"))
        .env("GNUPGHOME", place.path("home"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {words:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Files of all sorts of names in `work`.
const NAMES: [&str; 6] = ["a.tar", "b b", "c\\d", "e\nf", "*g", "h (i) = j"];

fn place_with_files() -> Place {
    let place = Place::new();
    for name in NAMES {
        place.write(&format!("work/{name}"), format!("contents of {name}"));
    }
    place
}

fn verdicts(report: &str) -> Vec<(String, String)> {
    let reports: serde_json::Value = serde_json::from_str(report).unwrap();
    let text = |report: &serde_json::Value, pointer: &str| {
        report.pointer(pointer).unwrap().as_str().unwrap().to_owned()
    };
    let one = |report| (text(report, "/input/name"), text(report, "/verdict"));
    reports.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn lists_of_every_tool_are_read_as_it_wrote_them() {
    if !have(&["sha256sum", "sha512sum", "cksum", "openssl", "shasum"]) {
        return;
    }
    let place = place_with_files();
    for (program, words) in [
        ("sha256sum", &["--"][..]),
        ("sha256sum", &["--binary", "--"]),
        ("sha256sum", &["--tag", "--"]),
        ("sha256sum", &["-z", "--"]),
        ("sha512sum", &["--"]),
        ("cksum", &["-a", "sha384", "--"]),
        ("cksum", &["-a", "sha384", "--untagged", "--"]),
        ("shasum", &["-a", "256", "--tag"]),
        ("openssl", &["dgst", "-sha256"]),
    ] {
        // OpenSSL escapes no names.
        let names = if program == "openssl" { &NAMES[..2] } else { &NAMES[..] };
        place.write("work/SUMS", output(&place, program, &[words, names].concat()));
        let report = place.run("checksum SUMS --format json").reported(0);
        let verdicts = verdicts(&report);
        assert_eq!(verdicts.len(), names.len(), "{program} {words:?}: {report}");
        assert!(verdicts.iter().all(|(_, verdict)| verdict == "pass"), "{report}");
        // Any other byte, and any other name, is seen.
        place.write("work/a.tar", "contents of a_tar");
        let changed = place.run("checksum SUMS --format json").reported(1);
        assert_eq!(changed.matches("\"checksum/mismatch\"").count(), 1, "{changed}");
        place.write("work/a.tar", "contents of a.tar");
    }
}

#[test]
fn sums_that_say_nothing_are_refused() {
    if !have(&["md5sum", "sha1sum", "b2sum"]) {
        return;
    }
    let place = place_with_files();
    for (program, weak) in [("md5sum", true), ("sha1sum", true), ("b2sum", false)] {
        place.write("work/SUMS", output(&place, program, &["--tag", "a.tar"]));
        let text = place.run("checksum SUMS").reported(1);
        assert!(text.contains("checksum/missing-entry"), "{program}: {text}");
        assert_eq!(text.contains("checksum/weak-algorithm"), weak, "{program}: {text}");
    }
}

#[test]
fn what_is_not_there_is_never_a_pass() {
    let place = place_with_files();
    let sum = output(&place, "sha256sum", &["a.tar"]);
    let missing = sum.replace("a.tar", "z.tar");
    place.write("work/SUMS", format!("{sum}{missing}"));
    let ran = place.run("checksum SUMS");
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.starts_with("PASS a.tar") && ran.errors.contains("cannot read z.tar"));
    place.run("checksum SUMS --ignore-missing").reported(0);
    place.write("work/none/SUMS", &missing);
    place.run("checksum none/SUMS --ignore-missing").failed_with(&["none is beside it"]);
    place.write("work/EMPTY", "\n# nothing\n");
    place.run("checksum EMPTY").failed_with(&["names no file"]);
    place.run("checksum EMPTY a.tar").reported(1);
    place.run("checksum missing").failed_with(&["cannot read missing"]);
    place.run("checksum - -").failed_with(&["only once"]);
    place.write("work/BINARY", b"\xff\xfe");
    place.run("checksum BINARY a.tar").failed_with(&["BINARY is not UTF-8"]);
    place.run("checksum SUMS home").failed_with(&["cannot read home"]);
    // Another file's line does not vouch.
    let text = place.run("checksum SUMS bad").reported(1);
    assert!(text.contains("checksum/missing-entry"), "{text}");
}

#[test]
fn the_list_can_be_piped_and_lie_elsewhere() {
    let place = place_with_files();
    let sum = output(&place, "sha256sum", &["a.tar"]);
    let piped =
        |words: &str| Ran::from(place.command(words).write_stdin(sum.as_str()).output().unwrap());
    assert!(piped("checksum -").reported(0).starts_with("PASS a.tar"));
    piped("checksum - a.tar bad").reported(1);
    place.write("work/lists/SUMS", &sum);
    place.run("checksum lists/SUMS a.tar").reported(0);
    place.write("work/lists/a.tar", "another");
    place.run("checksum lists/SUMS").reported(1);
}

#[test]
fn an_input_is_checked_as_an_image_and_by_its_list() {
    let place = Place::new();
    place.write("work/SUMS", output(&place, "sha256sum", &["good.json", "bad"]));
    place.run("check --kind document --checksums SUMS good.json").reported(0);
    // It is the listed file, and still no image that passes.
    let text = place.run("check --checksums SUMS bad").reported(1);
    assert!(text.contains("compress/truncated") && !text.contains("checksum/"), "{text}");
    place.write("work/good.json", DOCUMENT.replace("amd64", "arm64"));
    let text = place.run("check --kind document --checksums SUMS good.json").reported(1);
    assert!(text.contains("checksum/mismatch"), "{text}");
    // A folder is no file of a list, and standard input has no name.
    place.run("check --kind document --checksums SUMS missing").failed_with(&["cannot read"]);
    let output =
        place.command("check --kind document --checksums SUMS -").write_stdin(DOCUMENT).output();
    let text = Ran::from(output.unwrap()).reported(1);
    assert!(text.contains("checksum/missing-entry"), "{text}");
}

#[test]
fn the_configuration_names_lists_and_keys_from_its_folder() {
    let place = Place::new();
    place.write("work/lists/SUMS", output(&place, "sha256sum", &["good.json"]));
    place.write("work/lists/ocivet.toml", "kind = 'document'\nchecksums = 'SUMS'\n");
    place.run("check --config lists/ocivet.toml good.json").reported(0);
    place.run("check --config lists/ocivet.toml bad").reported(1);
    for (text, part) in [
        ("checksums = 'no'", "cannot read lists/no"),
        ("checksums = 7", "option checksums must be a path"),
        ("checksums = 'SUMS'\nkeyring = ['SUMS']", "lists/SUMS: "),
        ("checksums = 'SUMS'\nrequire-signature = true", "given with keyring"),
        ("keyring = 'SUMS'", "lists/SUMS: "),
    ] {
        place.write("work/lists/ocivet.toml", text);
        place.run("check --config lists/ocivet.toml good.json").failed_with(&[part]);
    }
}

/// `gpg` as of the second of January 2026, or of another day.
fn gpg(place: &Place, time: &str, words: &str) {
    let words = "--batch --quiet --yes --pinentry-mode loopback --passphrase= --faked-system-time"
        .split(' ')
        .chain([time])
        .chain(words.split(' '));
    output(place, "gpg", &words.collect::<Vec<_>>());
}

const JANUARY: &str = "20260102T000000";
const TIME: &str = "--time 2026-01-10T00:00:00Z";

/// A place with a list of `good.json` and keys of a publisher and of somebody else, exported as `NAME.asc`.
fn place_with_keys(kind: &str) -> Option<Place> {
    if !have(&["gpg", "gpgconf"]) {
        return None;
    }
    let place = Place::new();
    fs::set_permissions(place.path("home"), std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .unwrap();
    let sums = output(&place, "sha256sum", &["good.json"]);
    let size = DOCUMENT.len();
    place.write("work/SUMS", format!("# good.json: {size} bytes\n{sums}"));
    for (name, kind) in [("publisher", kind), ("somebody", "ed25519")] {
        let user = format!("{name}@example.com");
        gpg(&place, JANUARY, &format!("--quick-generate-key {user} {kind} sign never"));
        gpg(&place, JANUARY, &format!("--armor --output {name}.asc --export {user}"));
    }
    Some(place)
}

/// Agents end with their folder; this one at once.
fn end(place: &Place) {
    output(place, "gpgconf", &["--kill", "all"]);
}

#[test]
fn signatures_of_every_kind_of_key_are_verified() {
    for kind in ["rsa2048", "rsa4096", "ed25519", "nistp256", "nistp384"] {
        let Some(place) = place_with_keys(kind) else { return };
        gpg(&place, JANUARY, "-u publisher@example.com --output CHECKSUM --clearsign SUMS");
        gpg(&place, JANUARY, "-u publisher@example.com --output SUMS.sig --detach-sign SUMS");
        gpg(
            &place,
            JANUARY,
            "-u publisher@example.com --armor --output SUMS.asc --detach-sign SUMS",
        );
        gpg(&place, JANUARY, "--output publisher.gpg --export publisher@example.com");
        end(&place);
        for words in [
            "CHECKSUM --keyring publisher.asc",
            "CHECKSUM --keyring publisher.gpg",
            "CHECKSUM --keyring somebody.asc --keyring publisher.asc --require-signature",
            "SUMS --checksums-signature SUMS.sig --keyring publisher.asc",
            "SUMS --checksums-signature SUMS.asc --keyring publisher.gpg",
        ] {
            let text = place.run(&format!("checksum {words} {TIME}")).reported(0);
            assert!(text.contains("publisher@example.com"), "{kind} {words}: {text}");
            let words = words.replacen(' ', " good.json --kind document ", 1);
            place.run(&format!("check {TIME} --checksums {words}")).reported(0);
        }
        // One letter of what is signed.
        let text = place.read("work/CHECKSUM");
        place.write("work/CHANGED", text.replace("good.json", "g00d.json"));
        place.write("work/g00d.json", DOCUMENT);
        let ran = place.run(&format!("checksum CHANGED --keyring publisher.asc {TIME}"));
        assert!(ran.reported(1).contains("signature/invalid"), "{kind}");
        let signature = "--checksums-signature SUMS.sig";
        place.write("work/SUMS", place.read("work/SUMS") + "\n");
        let ran = place.run(&format!("checksum SUMS {signature} --keyring publisher.asc {TIME}"));
        assert!(ran.reported(1).contains("signature/invalid"), "{kind}");
    }
}

#[test]
fn who_must_have_signed_is_heeded() {
    let Some(place) = place_with_keys("ed25519") else { return };
    gpg(&place, JANUARY, "-u publisher@example.com --output CHECKSUM --clearsign SUMS");
    gpg(
        &place,
        JANUARY,
        "-u publisher@example.com -u somebody@example.com --output BOTH --clearsign SUMS",
    );
    let denied = |words: &str, rule: &str| {
        let text = place.run(&format!("checksum {words} {TIME}")).reported(1);
        assert!(text.contains(rule), "{words}: {text}");
    };
    denied("CHECKSUM --keyring somebody.asc", "signature/unknown-key");
    denied("SUMS --keyring publisher.asc", "signature/missing");
    let ran = place.run("checksum CHECKSUM -v");
    assert_eq!((ran.code, ran.errors.as_str()), (Some(0), "configuration: none\n"));
    assert!(ran.out.contains("signature/unverified"), "{}", ran.out);
    place.run(&format!("checksum BOTH --keyring publisher.asc {TIME}")).reported(0);
    place.run("checksum CHECKSUM --require-signature").failed_with(&["keyring"]);
    place.run("checksum CHECKSUM --keyring CHECKSUM").failed_with(&["CHECKSUM: "]);
    place.run("checksum CHECKSUM --keyring good.json").failed_with(&["good.json: "]);
    // Lines around the signed text are another's.
    let line = place.read("work/SUMS").replace("good.json", "bad");
    place.write("work/AROUND", format!("{line}{}", place.read("work/CHECKSUM")));
    denied("AROUND --keyring publisher.asc", "checksum/unsigned-text");
    let text = place.run(&format!("checksum AROUND bad --keyring publisher.asc {TIME}"));
    assert!(text.reported(1).contains("checksum/missing-entry"));
    // The signature is good, the file is not the one.
    place.write("work/good.json", "other");
    denied("CHECKSUM --keyring publisher.asc", "checksum/mismatch");
    // A secret key is none that may be given away.
    gpg(&place, JANUARY, "--armor --output secret.asc --export-secret-keys publisher@example.com");
    place.run("checksum CHECKSUM --keyring secret.asc").failed_with(&["secret.asc: "]);
    end(&place);
}

#[test]
fn ends_of_keys_and_revocations_are_heeded() {
    let Some(place) = place_with_keys("ed25519") else { return };
    gpg(&place, JANUARY, "--quick-generate-key short@example.com rsa2048 sign 30d");
    gpg(&place, JANUARY, "--armor --output short.asc --export short@example.com");
    gpg(&place, JANUARY, "-u short@example.com --output SHORT --clearsign SUMS");
    gpg(&place, JANUARY, "-u publisher@example.com --output CHECKSUM --clearsign SUMS");
    gpg(
        &place,
        JANUARY,
        "-u publisher@example.com --digest-algo SHA1 --output SHA1 --clearsign SUMS",
    );
    let words = "checksum SHORT --keyring short.asc";
    place.run(&format!("{words} {TIME}")).reported(0);
    // 1767312000 is the second of January.
    for (days, is_good) in [(29, true), (31, false), (-3, false)] {
        let time = 1_767_312_000 + days * 86_400;
        let ran = place.run(&format!("{words} --time {time}"));
        let text = ran.reported(i32::from(!is_good));
        assert_eq!(text.contains("signature/expired"), !is_good, "{days}: {text}");
    }
    // Without a time it is now.
    assert!(place.run(words).reported(1).contains("signature/expired"));
    // Its end was moved.
    let print = output(&place, "gpg", &["--with-colons", "--list-keys", "short@example.com"]);
    let print = print.lines().find_map(|line| line.strip_prefix("fpr:")).unwrap();
    let print = print.trim_matches(':');
    gpg(&place, JANUARY, &format!("--quick-set-expire {print} 20y"));
    gpg(&place, JANUARY, "--armor --output longer.asc --export short@example.com");
    place.run("checksum SHORT --keyring longer.asc").reported(0);
    let ran = place.run(&format!("checksum SHA1 --keyring publisher.asc {TIME}"));
    assert!(ran.reported(1).contains("signature/weak"));
    // gpg keeps a revocation for each key, with a colon before it so that nobody uses it unawares.
    let folder = place.path("home/openpgp-revocs.d");
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        place.write("work/revoke", text.replace(":-----", "-----"));
        gpg(&place, JANUARY, "--import revoke");
    }
    gpg(&place, JANUARY, "--armor --output revoked.asc --export publisher@example.com");
    let ran = place.run(&format!("checksum CHECKSUM --keyring revoked.asc {TIME}"));
    let text = ran.reported(1);
    assert!(text.contains("signature/expired") && text.contains("revoked"), "{text}");
    end(&place);
}

/// As Fedora publishes them: one file of keys of several releases, and a signed list with sizes and BSD lines.
#[test]
fn a_list_in_fedoras_form_is_read() {
    let Some(place) = place_with_keys("rsa4096") else { return };
    let digest = output(&place, "sha256sum", &["good.json"]);
    let digest = digest.split(' ').next().unwrap();
    let name = "Fedora-Container-Base-Generic-43-1.6.x86_64.oci.tar.xz";
    let other = "Fedora-Container-Toolbox-43-1.6.x86_64.oci.tar.xz";
    let size = DOCUMENT.len();
    let list = format!(
        "# {name}: {size} bytes\nSHA256 ({name}) = {digest}\n# {other}: 7 bytes\nSHA256 ({other}) = {}\n",
        "0".repeat(64)
    );
    place.write("work/list", &list);
    gpg(&place, JANUARY, "-u publisher@example.com --output CHECKSUM --clearsign list");
    end(&place);
    let keys = place.read("work/somebody.asc") + &place.read("work/publisher.asc");
    place.write("work/fedora.gpg", keys);
    place.write(&format!("work/{name}"), DOCUMENT);
    let words = format!("--keyring fedora.gpg {TIME}");
    let ran = place.run(&format!("checksum CHECKSUM --ignore-missing {words}"));
    assert!(ran.reported(0).contains("publisher@example.com"));
    let ran = place.run(&format!("check --kind document --checksums CHECKSUM {words} {name}"));
    ran.reported(0);
    // The size in a comment counts too, for it is signed.
    place.write("work/list", list.replace(&format!("{size} bytes"), "9 bytes"));
    let text = place.run(&format!("checksum list {name}")).reported(1);
    assert!(text.contains("size is"), "{text}");
}
