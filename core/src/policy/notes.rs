//! What a policy says that it need not say, or may not mean.

use super::{
    decide::Policy,
    scope::Scope,
    table::{ScopeRule, Stance},
};
use crate::reference::is_official;

impl Policy {
    /// What to look at in a policy that is valid: scopes without effect, demands that a narrower scope drops,
    /// parts of the files that ocivet does not judge. One sentence each, without a full stop.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (scope, rule) in self.own.iter() {
            self.note_scope(scope, rule, &mut notes);
        }
        let prefix = |origin: &str, list: Vec<String>| -> Vec<String> {
            list.into_iter().map(|note| format!("{origin}: {note}")).collect()
        };
        if let Some(containers) = &self.containers {
            notes.extend(prefix("containers-policy.json", containers.unused()));
        }
        if let Some(registries) = &self.registries {
            notes.extend(prefix("registries.conf", registries.unused()));
            for scope in self.own.of(Stance::Trusted) {
                let blocked = registries.table().get(scope.as_str());
                if blocked.is_some_and(|rule| rule.stance == Stance::Blocked) {
                    notes.push(format!("{scope} is trusted here and blocked in registries.conf"));
                }
            }
        }
        notes
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
