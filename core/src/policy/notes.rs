//! What a policy says that it need not say, or may not mean.

use super::{
    containers::ContainersPolicy,
    decide::Policy,
    registries::RegistriesConf,
    scope::Scope,
    table::{ScopeRule, Stance},
};
use crate::reference::is_official;

impl Policy {
    /// What there is, in a few words: `3 trusted, 1 blocked`.
    pub fn summary(&self) -> String {
        let count = |stance| self.own.of(stance).count();
        let own = match (count(Stance::Trusted), count(Stance::Blocked)) {
            (0, 0) => None,
            (trusted, blocked) => Some(format!("{trusted} trusted, {blocked} blocked")),
        };
        let containers = self.containers.as_ref().map(|_| "containers-policy.json".to_owned());
        let registries = self.registries.as_ref().map(|_| "registries.conf".to_owned());
        let parts: Vec<_> = own.into_iter().chain(containers).chain(registries).collect();
        if parts.is_empty() { "no policy".to_owned() } else { parts.join("; ") }
    }

    /// What to mend in a policy that is valid: scopes without effect, demands that a narrower scope drops,
    /// files that disagree, keys that cannot be used. One sentence each, without a full stop.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (scope, rule) in self.own.iter() {
            self.note_scope(scope, rule, &mut notes);
        }
        notes.extend(self.containers.iter().flat_map(ContainersPolicy::faulty_key_files));
        let Some(registries) = &self.registries else { return notes };
        for scope in self.own.of(Stance::Trusted) {
            let blocked = registries.table().get(scope.as_str());
            if blocked.is_some_and(|rule| rule.stance == Stance::Blocked) {
                notes.push(format!("{scope} is trusted here and blocked in registries.conf"));
            }
        }
        notes
    }

    /// What of the files of other programs ocivet does not judge, and what is unsafe in them. One sentence
    /// each, without a full stop.
    pub fn not_judged(&self) -> Vec<String> {
        let prefix = |origin: &'static str| move |note: String| format!("{origin}: {note}");
        let containers = self.containers.iter().flat_map(ContainersPolicy::unused);
        let registries = self.registries.iter().flat_map(RegistriesConf::unused);
        containers
            .map(prefix("containers-policy.json"))
            .chain(registries.map(prefix("registries.conf")))
            .collect()
    }

    fn note_scope(&self, scope: &Scope, rule: &ScopeRule, notes: &mut Vec<String>) {
        if let Some(name) = scope.as_name().and_then(|name| name.strip_prefix("docker.io/"))
            && is_official(name)
        {
            notes.push(format!(
                "{scope} takes docker.io/{name}/…, not the official image {name}: that is \
                 docker.io/library/{name}"
            ));
        }
        let Some((around, wider)) = self.own.around(scope) else { return };
        if rule == wider {
            notes.push(format!("{scope} adds nothing: {around} says the same"));
        }
        if rule.stance == Stance::Trusted && wider.stance == Stance::Trusted {
            let dropped = wider.demands.iter().filter(|demand| !rule.demands.contains(demand));
            for demand in dropped {
                notes.push(format!(
                    "{scope} does without the {} that {around} demands",
                    demand.name()
                ));
            }
        }
    }
}
