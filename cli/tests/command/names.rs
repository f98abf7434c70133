//! `ocivet name` and `ocivet policy`.

use std::path::Path;

use serde_json::Value;

use crate::support::{Place, Ran};

const POLICY: &str = r#"
[policy]
block = ["docker.io"]
trust = ["quay.io/acme", "docker.io/library/alpine"]
[policy.scope."registry.example.com/prod"]
require = ["digest"]
"#;

#[test]
fn a_name_is_judged_and_resolved() {
    let place = Place::new();
    let text = place.run("name rel7/rhel").reported(0);
    for part in [
        "WARN rel7/rhel",
        "reference/look-alike",
        "registry.access.redhat.com/rhel7/rhel",
        "resolves to docker.io/rel7/rhel:latest (registry, tag implied)",
        "registry docker.io, repository rel7/rhel, tag latest, no digest",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    place.run("name --fail-on warn rel7/rhel").reported(1);
    place.run("name --fail-on warn --exit-zero rel7/rhel").reported(0);
    place.run("name --fail-on warn alpine").reported(0);
    place.run("name Team/App").reported(1);
}

#[test]
fn many_names_give_one_report_each() {
    let place = Place::new();
    let mut command = place.command("name --format json -");
    let output = command.write_stdin("alpine\r\n\nngnix\nA B\n").output();
    let text = Ran::from(output.unwrap()).reported(1);
    let reports: Value = serde_json::from_str(&text).unwrap();
    let reports = reports.as_array().unwrap();
    let verdicts: Vec<_> = reports.iter().filter_map(|report| report["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["pass", "warn", "deny"]);
    assert_eq!(reports[1]["names"][0]["like"], "docker.io/library/nginx");
    assert_eq!(reports[2]["input"]["name"], "A B");
    assert_eq!(reports[2].get("names"), None);
    for (format, part) in [
        ("sarif", "reference/look-alike"),
        ("github", "::warning"),
        ("junit", "ngnix"),
        ("html", "ngnix"),
    ] {
        let report = place.run(&format!("name --format {format} ngnix")).reported(0);
        assert!(report.contains(part), "{format}: {report}");
    }
}

#[cfg(unix)]
#[test]
fn no_name_acts_on_the_terminal() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let place = Place::new();
    for name in [&b"a\nDENY b"[..], b"a\x1b[2Jb", "a\u{202e}b".as_bytes(), b"a\xffb", b"", b"a\rb"]
    {
        let mut command = place.command("name");
        let text = Ran::from(command.arg(OsStr::from_bytes(name)).output().unwrap()).reported(1);
        assert!(text.contains("reference/invalid"), "{text:?}");
        let acts = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!text.contains(acts), "{text:?}");
        assert!(!text.contains("\nDENY b"), "{text:?}");
    }
}

#[test]
fn a_policy_decides_about_names() {
    let place = Place::new();
    place.write("work/ocivet.toml", POLICY);
    for (name, code, part) in [
        ("nginx", 1, "policy/blocked"),
        ("registry-1.docker.io/x/y", 1, "policy/blocked"),
        ("alpine", 0, "the policy (docker.io/library/alpine): trusted"),
        ("quay.io/acme/app:1", 0, "the policy (quay.io/acme): trusted"),
        ("quay.io/acrne/app:1", 0, "quay.io/acme/app"),
        ("ghcr.io/x/y:1", 0, "policy/untrusted"),
        ("registry.example.com/prod/app:1", 1, "policy/unpinned"),
    ] {
        let text = place.run(&format!("name {name}")).reported(code);
        assert!(text.contains(part), "{name}: {text}");
    }
    let text = place.run("name --no-config nginx").reported(0);
    assert!(text.starts_with("PASS"), "{text}");
}

#[test]
fn policies_are_explained() {
    let place = Place::new();
    place.write("work/ocivet.toml", POLICY);
    let text =
        place.run("policy explain nginx registry.example.com/prod/app ghcr.io/x/y").reported(0);
    assert_eq!(
        text,
        "docker.io/library/nginx:latest\n  the policy (docker.io): blocked\n\
         registry.example.com/prod/app:latest\n  the policy (registry.example.com/prod): trusted, \
         must show digest\n\
         ghcr.io/x/y:latest\n  the policy: not trusted, no scope takes it\n"
    );
    place.run("policy explain A").failed_with(&["A: path has a capital letter, at byte 0"]);
    let text = place.run("policy explain --no-config nginx").reported(0);
    assert!(text.contains("there is no policy"), "{text}");
}

#[test]
fn policies_are_checked() {
    let place = Place::new();
    place.write("work/ocivet.toml", POLICY);
    let text = place.run("policy check").reported(0);
    assert!(text.contains("policy: 3 trusted, 1 blocked"), "{text}");
    place.write("work/ocivet.toml", "[policy]\ntrust = ['docker.io/alpine']");
    let text = place.run("policy check").reported(1);
    assert!(text.contains("mend: docker.io/alpine"), "{text}");
    for (text, parts) in [
        ("[policy]\nblok = []", &["ocivet.toml", "unknown key of policy blok", "block"][..]),
        ("[policy]\nblock = []\nblock = []", &["ocivet.toml", "line 3", "duplicate key"]),
        ("[policy]\ntrust = ['alpine']", &["policy.trust[0]", "docker.io/library/alpine"]),
        ("[policy]\ncontainers-policy = 'absent.json'", &["cannot read", "absent.json"]),
        ("[policy]\ncontainers-policy = 'bad'", &["bad"]),
    ] {
        place.write("work/ocivet.toml", text);
        for words in ["policy check", "name alpine", "check good.json", "policy emit hosts"] {
            place.run(words).failed_with(parts);
        }
    }
}

#[test]
fn blocks_are_emitted_for_other_programs() {
    let place = Place::new();
    place.write("work/ocivet.toml", "[policy]\nblock = ['docker.io']");
    let hosts = place.run("policy emit hosts").reported(0);
    assert!(hosts.contains("\n127.0.0.1 index.docker.io\n"), "{hosts}");
    let conf = place.run("policy emit registries.conf").reported(0);
    // What is emitted is read as it was meant.
    place.write("work/emitted.conf", &conf);
    let text = place.run("name --no-config --registries-conf emitted.conf nginx").reported(1);
    assert!(text.contains("registries.conf (docker.io)"), "{text}");
    place.run("policy emit policy.json -o policy.json").reported(0);
    let text = place.run("name --no-config --containers-policy policy.json nginx").reported(1);
    assert!(text.contains("containers-policy.json (docker.io)"), "{text}");
    place.write("work/ocivet.toml", POLICY);
    let ran = place.run("policy emit hosts");
    assert_eq!(ran.code, Some(0));
    assert!(ran.errors.contains("docker.io/library/alpine in it is trusted"), "{}", ran.errors);
}

#[test]
fn drop_ins_beside_a_registries_conf_are_read_in_order() {
    let place = Place::new();
    place.write("work/r.conf", "[[registry]]\nlocation = 'quay.io'\nblocked = true\n");
    place.write("work/r.conf.d/10-open.conf", "[[registry]]\nlocation = 'quay.io'\n");
    place.write("work/r.conf.d/ignored.txt", "no toml");
    place.run("name --registries-conf r.conf quay.io/x/y:1").reported(0);
    place.write(
        "work/r.conf.d/20-shut.conf",
        "[[registry]]\nlocation = 'quay.io'\nblocked = true\n",
    );
    place.run("name --registries-conf r.conf quay.io/x/y:1").reported(1);
    place.write("work/r.conf.d/30-bad.conf", "[[registry]]\nlocation = 'quay.io'\nblockd = true\n");
    let ran = place.run("name --registries-conf r.conf quay.io/x/y:1");
    ran.failed_with(&["30-bad.conf", "blockd"]);
}

/// The files that Debian installs with Skopeo and Podman.
#[cfg(target_os = "linux")]
#[test]
fn the_files_of_debian_are_read_as_they_are() {
    let files = ["/etc/containers/policy.json", "/etc/containers/registries.conf"];
    if files.iter().any(|file| !Path::new(file).exists()) {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{files:?} are missing");
        return;
    }
    let place = Place::new();
    let [policy, registries] = files;
    let files = format!("--containers-policy {policy} --registries-conf {registries}");
    let text = place.run(&format!("policy check {files}")).reported(0);
    assert!(text.contains("policy: containers-policy.json; registries.conf\n"), "{text}");
    // The drop-in with the short names.
    let text = place.run(&format!("policy explain {files} centos")).reported(0);
    assert!(text.contains("containers-policy.json (default): trusted"), "{text}");
    assert!(text.contains("centos is quay.io/centos/centos to Podman"), "{text}");
    let text = place.run(&format!("name {files} centos:9")).reported(0);
    assert!(text.contains("quay.io/centos/centos to Podman"), "{text}");
}
