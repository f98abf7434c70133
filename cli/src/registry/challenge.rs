//! What a server asks for before it answers.

/// An authentication scheme with its parameters.
///
/// Source: RFC 9110, section 11.6.1.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Challenge {
    /// In lower case.
    pub(super) scheme: String,
    /// Names in lower case.
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// A parameter's value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Reads the challenges of one header. What is not understood ends the list.
    pub(super) fn read(header: &str) -> Vec<Self> {
        let mut challenges: Vec<Self> = Vec::new();
        let mut rest = header.trim_start_matches([' ', ',']);
        while !rest.is_empty() {
            let Some((word, after)) = token(rest) else { break };
            if let Some(value) = after.strip_prefix('=') {
                let Some((value, after)) = quoted(value).or_else(|| unquoted(value)) else { break };
                let Some(challenge) = challenges.last_mut() else { break };
                challenge.parameters.push((word.to_ascii_lowercase(), value));
                rest = after;
            } else {
                let scheme = word.to_ascii_lowercase();
                challenges.push(Self { scheme, parameters: Vec::new() });
                rest = after;
            }
            rest = rest.trim_start_matches([' ', '\t', ',']);
        }
        challenges
    }
}

fn token(text: &str) -> Option<(&str, &str)> {
    let is_token =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    let end = text.find(|letter| !is_token(letter)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn unquoted(text: &str) -> Option<(String, &str)> {
    token(text).map(|(value, rest)| (value.to_owned(), rest))
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.strip_prefix('"')?.chars();
    loop {
        match letters.next()? {
            '"' => return Some((value, letters.as_str())),
            '\\' => value.push(letters.next()?),
            letter => value.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Challenge;

    #[test]
    fn challenges_are_read() {
        let header = r#"Bearer realm="https://a.example/t?x=1,2",service="a \"b\"",scope=pull, Basic realm="x""#;
        let challenges = Challenge::read(header);
        let [bearer, basic] = challenges.as_slice() else { panic!("{challenges:?}") };
        assert_eq!(bearer.scheme, "bearer");
        assert_eq!(bearer.get("realm"), Some("https://a.example/t?x=1,2"));
        assert_eq!(bearer.get("service"), Some("a \"b\""));
        assert_eq!(bearer.get("scope"), Some("pull"));
        assert_eq!((basic.scheme.as_str(), basic.get("realm")), ("basic", Some("x")));
    }

    #[test]
    fn what_is_no_challenge_ends_the_list() {
        for header in ["", ",", "=x", "realm=\"x\"", "\"", "é"] {
            assert_eq!(Challenge::read(header), [], "{header}");
        }
        for header in ["Bearer realm=\"x", "Bearer realm=", "Bearer é", "Bearer realm=\"x\\"] {
            let challenges = Challenge::read(header);
            assert!(challenges.len() == 1 && challenges[0].get("realm").is_none(), "{header}");
        }
    }
}
