//! Tokens: what a registry asks for, and where it may be fetched.
//!
//! Source: distribution, "Token Authentication Specification" and "`OAuth2` Token Authentication".

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ocivet_core::escape_str;
use serde_json::Value;
use ureq::http::Uri;

use super::{
    address::{self, is_loopback},
    body,
    challenge::Challenge,
    client::Access,
    credentials::{Secret, describe},
    error::{RegistryError, misbehaved, show},
    transport::{Request, Response, Transport},
};

/// Bytes of the answer that holds a token.
const ANSWER: u64 = 1 << 20;
/// Registries whose tokens are known to come from another host.
const REALMS: [(&str, &str); 2] =
    [("registry-1.docker.io", "auth.docker.io"), ("registry.gitlab.com", "gitlab.com")];

/// Whose tokens for what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    /// An address of the registry.
    pub(super) registry: &'a Uri,
    /// The repository.
    pub(super) path: &'a str,
    pub(super) access: &'a Access,
    pub(super) secret: Option<&'a Secret>,
}

/// The header that answers a challenge.
///
/// # Errors
/// Where no credentials are known and some are needed, where they would go to a host that the user did not
/// mean, and where they are refused.
pub(super) fn answer(
    response: &Response,
    wish: Wish<'_>,
    transport: &dyn Transport,
) -> Result<String, RegistryError> {
    let headers = response.headers.get_all("www-authenticate").iter();
    let challenges: Vec<Challenge> =
        headers.filter_map(|value| value.to_str().ok()).flat_map(Challenge::read).collect();
    let find = |scheme: &str| challenges.iter().find(|challenge| challenge.scheme == scheme);
    let host = escape_str(wish.registry.host().unwrap_or_default());
    if let Some(bearer) = find("bearer") {
        return Ok(format!("Bearer {}", token(bearer, wish, transport)?));
    }
    match (find("basic"), wish.secret) {
        (Some(_), Some(Secret::Password { user, password })) => Ok(basic(user, password)),
        (Some(_), _) => Err(RegistryError::new(
            format!("{host} wants a user and a password"),
            "log in with docker login, podman login or skopeo login, or name --auth-file",
        )),
        (None, _) => {
            Err(misbehaved(format!("{host} refuses (401) and does not say what it wants")))
        }
    }
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

fn token(
    bearer: &Challenge,
    wish: Wish<'_>,
    transport: &dyn Transport,
) -> Result<String, RegistryError> {
    let Some(realm) = bearer.get("realm") else {
        let registry = show(wish.registry);
        return Err(misbehaved(format!("{registry} wants a token and does not say from where")));
    };
    let realm = address::parse(realm)?;
    check_realm(&realm, wish)?;
    let service = bearer.get("service").unwrap_or_default();
    // The right to pull this repository is all that is asked for, whatever the server would give.
    let scope = format!("repository:{}:pull", wish.path);
    let request = request(&realm, service, &scope, wish)?;
    let answer = transport.send(&request)?;
    read_token(answer, &realm, wish)
}

/// Whether a token may be asked for there.
fn check_realm(realm: &Uri, wish: Wish<'_>) -> Result<(), RegistryError> {
    let plain = realm.scheme_str() != Some("https");
    let plain_registry = wish.registry.scheme_str() != Some("https");
    if plain && !(plain_registry && is_loopback(&address::authority(realm))) {
        return Err(misbehaved(format!("tokens would come over plain HTTP from {}", show(realm))));
    }
    if wish.secret.is_none() || is_trusted(realm, wish) {
        return Ok(());
    }
    let (registry, realm) = (address::authority(wish.registry), address::authority(realm));
    let what = format!(
        "{} wants its credentials to be sent to {}",
        escape_str(&registry),
        escape_str(&realm)
    );
    Err(RegistryError::new(what, "if that is right, name that host with --auth-realm"))
}

fn is_trusted(realm: &Uri, wish: Wish<'_>) -> bool {
    let named = |name: &String| {
        let authority = address::authority(realm);
        authority == *name || authority.strip_suffix(":443") == Some(name)
    };
    let known = |(registry, host): &(&str, &str)| {
        wish.registry.host() == Some(registry) && realm.host() == Some(host)
    };
    address::authority(realm) == address::authority(wish.registry)
        || REALMS.iter().any(|pair| known(pair) && realm.port_u16().is_none_or(|port| port == 443))
        || wish.access.realms.iter().any(named)
}

fn request(
    realm: &Uri,
    service: &str,
    scope: &str,
    wish: Wish<'_>,
) -> Result<Request, RegistryError> {
    let pairs = form(&[("service", service), ("scope", scope)]);
    let elsewhere = !address::same_origin(realm, wish.registry);
    if let Some(Secret::Identity(token)) = wish.secret {
        let more = form(&[
            ("grant_type", "refresh_token"),
            ("client_id", "ocivet"),
            ("refresh_token", token),
        ]);
        let form = Some(format!("{pairs}&{more}"));
        return Ok(Request { form, elsewhere, ..Request::get(realm.clone()) });
    }
    let separator = if realm.query().is_some() { '&' } else { '?' };
    let url = address::parse(&format!("{realm}{separator}{pairs}"))?;
    let mut request = Request { elsewhere, ..Request::get(url) };
    if let Some(Secret::Password { user, password }) = wish.secret {
        request.headers.push(("Authorization", basic(user, password)));
    }
    Ok(request)
}

fn read_token(mut answer: Response, realm: &Uri, wish: Wish<'_>) -> Result<String, RegistryError> {
    let from = show(realm);
    match answer.status {
        200 => {}
        400 | 401 | 403 => {
            let who = wish.secret.map_or_else(
                || "without credentials".to_owned(),
                |secret| format!("for {}", describe(secret)),
            );
            let what = format!("{from} gives no token {who} ({})", answer.status);
            return Err(RegistryError::new(
                what,
                "log in again, or check that the repository is right",
            ));
        }
        429 | 500.. => {
            let what = format!("{from} gives no token now ({})", answer.status);
            return Err(RegistryError::transient(what, "try again later"));
        }
        status => {
            let what = format!("{from} answers {status} where a token was asked for");
            return Err(misbehaved(what));
        }
    }
    let text = body::read_small(&mut answer, ANSWER, &from, wish.access.patience)?;
    let json: Value = serde_json::from_slice(&text).unwrap_or_default();
    let text = |key| json.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("token")
        .or_else(|| text("access_token"))
        .filter(|token| token.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(str::to_owned)
        .ok_or_else(|| misbehaved(format!("{from} gave no token")))
}

/// Pairs as a form or query has them.
fn form(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", encode(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Source: RFC 3986, section 2.3: all but unreserved characters are escaped.
fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Secret, Wish, check_realm, form};
    use crate::registry::{Access, parse_address};

    #[test]
    fn credentials_go_only_where_they_may() {
        let secret = Secret::Identity("x".to_owned());
        let access = Access {
            insecure_http: false,
            realms: vec!["auth.example".to_owned(), "auth.example:8443".to_owned()],
            patience: Duration::ZERO,
            retries: 0,
            pause: Duration::ZERO,
        };
        for (registry, realm, known, unknown) in [
            ("https://a.example", "https://a.example/token", true, true),
            ("https://a.example", "https://A.example:443/token", true, true),
            ("https://a.example", "https://a.example:444/token", false, true),
            ("https://a.example", "https://a.example.evil.example/token", false, true),
            ("https://a.example", "http://a.example/token", false, false),
            ("https://a.example", "https://auth.example/token", true, true),
            ("https://a.example", "https://auth.example:8443/token", true, true),
            ("https://a.example", "https://auth.example:444/token", false, true),
            ("https://registry-1.docker.io", "https://auth.docker.io/token", true, true),
            ("https://registry-1.docker.io", "https://auth.docker.io:444/token", false, true),
            ("https://a.example", "https://auth.docker.io/token", false, true),
            ("http://127.0.0.1:5000", "http://127.0.0.1:5000/token", true, true),
            ("http://127.0.0.1:5000", "http://127.0.0.1:5001/token", false, true),
            ("http://127.0.0.1:5000", "http://a.example/token", false, false),
            ("https://a.example", "http://127.0.0.1/token", false, false),
        ] {
            let (registry, realm) =
                (parse_address(registry).unwrap(), parse_address(realm).unwrap());
            let wish = |secret| Wish { registry: &registry, path: "app", access: &access, secret };
            assert_eq!(
                check_realm(&realm, wish(Some(&secret))).is_ok(),
                known,
                "{registry} {realm}"
            );
            assert_eq!(check_realm(&realm, wish(None)).is_ok(), unknown, "{registry} {realm}");
        }
    }

    #[test]
    fn forms_are_escaped() {
        let text = form(&[("service", "a b&c"), ("scope", "repository:x/y:pull")]);
        assert_eq!(text, "service=a%20b%26c&scope=repository%3Ax%2Fy%3Apull");
    }
}
