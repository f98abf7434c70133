//! Which scope decides about a name, and what it demands.

use core::fmt::Write as _;

use super::decide::{Origin, Policy, Ruling};
use crate::reference::Reference;

impl Policy {
    /// Says in words what the policy decides about a name, and why: lines of text.
    pub fn explain(&self, reference: &Reference) -> String {
        let mut text = format!("{reference}\n");
        let rulings = self.rulings(reference);
        for ruling in &rulings {
            // Writing to a String does not fail.
            let _ = writeln!(text, "  {}", self.line(ruling));
        }
        if rulings.is_empty() {
            text += if self.is_empty() {
                "  there is no policy\n"
            } else {
                "  no scope of the policy takes it, and the policy trusts nobody: it says nothing\n"
            };
        }
        let familiar = reference.familiar();
        let short = familiar.split(['@', ':']).next().unwrap_or_default();
        if let Some(podman) = self.short_name(short).filter(|_| reference.implied().domain) {
            // Writing to a String does not fail.
            let _ = writeln!(text, "  registries.conf: {short} is {podman} to Podman");
        }
        text
    }

    fn line(&self, ruling: &Ruling<'_>) -> String {
        let mut line = ruling.to_string();
        let Some(scope) = &ruling.scope else { return line };
        let rule = (ruling.origin == Origin::Own).then(|| self.own.get(scope.as_str())).flatten();
        if let Some(rule) = rule {
            if let Some(profile) = rule.profile {
                line = line + ", judged as " + profile.name();
            }
            for (id, level) in &rule.levels {
                // Writing to a String does not fail.
                let _ = write!(line, ", {id} at {}", level.name());
            }
        }
        line
    }
}
