//! The blocks of a policy in the forms that other programs read.

use core::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{
    decide::Policy,
    table::{Demand, Stance},
};

/// A form that other programs read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PolicyForm {
    /// Lines for `/etc/hosts`: blocked registries lead nowhere.
    Hosts,
    /// containers-policy.json(5).
    PolicyJson,
    /// containers-registries.conf(5), version 2.
    RegistriesConf,
}

impl PolicyForm {
    /// All of them, by name.
    pub const ALL: [Self; 3] = [Self::Hosts, Self::PolicyJson, Self::RegistriesConf];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::PolicyJson => "policy.json",
            Self::RegistriesConf => "registries.conf",
        }
    }

    /// The form of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// What [`Policy::emit`] gives.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Emitted {
    /// The text of the file.
    pub text: String,
    /// What of the policy the form cannot say, one sentence each.
    pub left_out: Vec<String>,
}

/// Hosts that answer for the default registry, or give tokens for it.
const DEFAULT_HOSTS: [&str; 5] = [
    "docker.io",
    "index.docker.io",
    "registry-1.docker.io",
    "auth.docker.io",
    "registry.hub.docker.com",
];
const HEAD: &str = "# Written by `ocivet policy emit`. Edit the policy, not this.\n";

impl Policy {
    /// ocivet's own policy for other programs. What a form cannot say is refused by it where that is
    /// possible, and told in any case.
    pub fn emit(&self, form: PolicyForm) -> Emitted {
        let mut out = Emitted { text: String::new(), left_out: Vec::new() };
        match form {
            PolicyForm::Hosts => self.hosts(&mut out),
            PolicyForm::PolicyJson => self.policy_json(&mut out),
            PolicyForm::RegistriesConf => self.registries_conf(&mut out),
        }
        for (scope, rule) in self.own.iter().filter(|(_, rule)| rule.stance == Stance::Trusted) {
            for demand in &rule.demands {
                let kept = form == PolicyForm::PolicyJson && matches!(demand, Demand::Signature(_));
                if !kept {
                    out.left_out.push(format!("{scope}: that it must show {demand}"));
                }
            }
        }
        out
    }

    fn hosts(&self, out: &mut Emitted) {
        out.text += HEAD;
        for scope in self.own.of(Stance::Blocked) {
            let inside = self.own.of(Stance::Trusted).find(|other| other.is_within(scope));
            let host = scope.as_host().filter(|host| !host.starts_with('['));
            match (host, inside) {
                (Some(_), Some(inside)) => {
                    out.left_out.push(format!("{scope}: {inside} in it is trusted"));
                }
                (Some(host), None) => {
                    let host = host.split_once(':').map_or(host, |(host, _)| host);
                    let one = [host];
                    let names: &[&str] = if host == "docker.io" { &DEFAULT_HOSTS } else { &one };
                    for name in names {
                        // Writing to a String does not fail.
                        let _ = writeln!(out.text, "127.0.0.1 {name}\n::1 {name}");
                    }
                }
                (None, _) => {
                    out.left_out.push(format!("{scope}: hosts files hold whole host names only"));
                }
            }
        }
    }

    fn registries_conf(&self, out: &mut Emitted) {
        out.text += HEAD;
        out.text += "unqualified-search-registries = []\nshort-name-mode = \"enforcing\"\n";
        for (scope, rule) in self.own.iter() {
            if scope.as_str() == "*" {
                if rule.stance == Stance::Blocked {
                    out.left_out.push("*: registries.conf has no prefix for all names".to_owned());
                }
                continue;
            }
            let blocked = rule.stance == Stance::Blocked;
            let in_blocked = self.own.around(scope).is_some_and(|(around, wider)| {
                around.as_str() != "*" && wider.stance == Stance::Blocked
            });
            if blocked || in_blocked {
                // Writing to a String does not fail.
                let _ =
                    write!(out.text, "\n[[registry]]\nprefix = \"{scope}\"\nblocked = {blocked}\n");
                if !scope.as_str().starts_with('*') {
                    let _ = writeln!(out.text, "location = \"{scope}\"");
                }
            }
        }
    }

    fn policy_json(&self, out: &mut Emitted) {
        let mut scopes = Map::new();
        let mut default = json!([{ "type": "insecureAcceptAnything" }]);
        if self.own.of(Stance::Trusted).next().is_some() {
            // Whoever names those he trusts does not mean the others.
            default = json!([{ "type": "reject" }]);
        }
        for (scope, rule) in self.own.iter() {
            let signed = rule.demands.iter().any(|demand| matches!(demand, Demand::Signature(_)));
            if signed && rule.stance == Stance::Trusted {
                let note = "the signature that it must show is not said, so it is rejected";
                out.left_out.push(format!("{scope}: {note}"));
            }
            let kind = match rule.stance {
                Stance::Trusted if !signed => "insecureAcceptAnything",
                Stance::Trusted | Stance::Blocked => "reject",
            };
            let requirement = json!([{ "type": kind }]);
            if scope.as_str() == "*" {
                default = requirement;
            } else {
                scopes.insert(scope.to_string(), requirement);
            }
        }
        if default.pointer("/0/type") == Some(&json!("reject")) {
            let note = "images in files: the default rejects them, until the transports docker-archive, \
                        oci-archive or oci are added";
            out.left_out.push(note.to_owned());
        }
        // Images that are in the engine's own store already.
        let local = json!({ "": [{ "type": "insecureAcceptAnything" }] });
        let file: Value = json!({
            "default": default,
            "transports": { "containers-storage": local, "docker": scopes },
        });
        out.text = format!("{file:#}\n");
    }
}
