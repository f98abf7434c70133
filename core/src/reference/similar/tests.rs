//! What looks like what, and what does not.

use super::super::known::KNOWN;
use super::{Difference, Reference, look_alike};

fn like(text: &str, trusted: &[&str]) -> Option<(String, Difference)> {
    let reference = Reference::parse(text).unwrap();
    look_alike(&reference, trusted.iter().copied()).map(|like| (like.name, like.by))
}

#[test]
fn names_one_step_away_from_known_ones_are_told() {
    for (text, name, by) in [
        ("rel7/rhel", "registry.access.redhat.com/rhel7/rhel", Difference::Missing),
        ("rel:7", "registry.access.redhat.com/rhel", Difference::Missing),
        ("ngnix", "docker.io/library/nginx", Difference::Swapped),
        ("alpin:3", "docker.io/library/alpine", Difference::Missing),
        ("alpiine", "docker.io/library/alpine", Difference::Added),
        ("ubumtu", "docker.io/library/ubuntu", Difference::Replaced),
        ("a1pine", "docker.io/library/alpine", Difference::Confusable),
        ("rnariadb", "docker.io/library/mariadb", Difference::Confusable),
        ("amazon-linux", "docker.io/library/amazonlinux", Difference::Separators),
        ("bitnarni/redis", "docker.io/bitnami/redis", Difference::Confusable),
        (
            "quay.io/promehteus/node-exporter",
            "quay.io/prometheus/node-exporter",
            Difference::Swapped,
        ),
        ("qauy.io/fedora/fedora", "quay.io/fedora/fedora", Difference::Swapped),
        ("gcr.lo/distroless/static", "gcr.io/distroless/static", Difference::Confusable),
        ("docker-io.example/x", "", Difference::Registry),
        (
            "registry-access.redhat.com/ubi9",
            "registry.access.redhat.com/ubi9",
            Difference::Separators,
        ),
        ("ubi9/ubi", "registry.access.redhat.com/ubi9/ubi", Difference::Registry),
        ("ubi9", "registry.access.redhat.com/ubi9", Difference::Registry),
    ] {
        let expected = (!name.is_empty()).then(|| (name.to_owned(), by));
        assert_eq!(like(text, &[]), expected, "{text}");
    }
}

#[test]
fn known_names_and_ordinary_ones_look_like_nothing() {
    for text in [
        "alpine",
        "docker.io/library/node:22",
        "bitnami/anything",
        "quay.io/fedora/fedora:44",
        "registry.access.redhat.com/ubi9/python-311",
        "registry-1.docker.io/library/alpine",
        "app",
        "web",
        "api",
        "worker:1",
        "team/app",
        "dash",
        "pip",
        "mango",
        "ruby2",
        "python3",
        "debian12",
        "example.com/library/ngnix",
        "localhost:5000/alpin",
        "us.gcr.io/team/app",
        "ghcr.io/someone/nginx",
        "registry2.example.com/x",
        "quay.io/podman/stables",
    ] {
        assert_eq!(like(text, &[]), None, "{text}");
    }
}

#[test]
fn trusted_names_are_looked_at_too_and_are_none_themselves() {
    let trusted = ["registry.example.com", "quay.io/acme", "ngnix.example.com/web/front"];
    for (text, expected) in [
        ("registry.exarnple.com/app", Some("registry.example.com/app")),
        ("quay.io/acrne/app", Some("quay.io/acme/app")),
        ("ngnix.example.com/web/frnot", Some("ngnix.example.com/web/front")),
        ("registry.example.com/alpin", None),
        ("quay.io/acme/anything", None),
        ("ngnix.example.com/web/front:1", None),
    ] {
        assert_eq!(
            like(text, &trusted).map(|(name, _)| name),
            expected.map(str::to_owned),
            "{text}"
        );
    }
    // What the list would tell of is trusted, and so it is meant.
    assert_eq!(like("docker.io/library/ngnix", &["docker.io/library/ngnix"]), None);
}

#[test]
fn no_known_name_looks_like_another() {
    let official = KNOWN.official.iter().map(|name| format!("docker.io/library/{name}"));
    let others = KNOWN.owners.iter().chain(&KNOWN.elsewhere);
    let others = others.map(|(registry, owner)| format!("{registry}/{owner}/app"));
    let hosts = KNOWN.registries.iter().map(|host| format!("{host}/team/app"));
    let all: Vec<_> = official.chain(others).chain(hosts).collect();
    assert!(all.len() > 300);
    let alarms: Vec<_> = all.iter().filter_map(|text| Some((text, like(text, &[])?))).collect();
    assert!(alarms.is_empty(), "{alarms:?}");
}

#[test]
fn names_that_people_use_look_like_nothing() {
    let names = include_str!("real.txt").lines();
    let names: Vec<_> = names.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(names.len() > 140);
    let alarms: Vec<_> = names.iter().filter_map(|text| Some((text, like(text, &[])?))).collect();
    assert!(alarms.is_empty(), "{alarms:?}");
}
