//! What the user's other tools know of a registry: user and password, or a token in their place.

use std::{
    env, fmt, fs, io,
    io::Read as _,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ocivet_core::{escape, escape_str};
use serde_json::Value;

use super::{error::RegistryError, helper};

/// Bytes of a file of credentials.
const FILE_SIZE: u64 = 1 << 20;
/// What Docker calls its own registry in credentials.
pub(super) const DEFAULT_KEY: &str = "https://index.docker.io/v1/";

/// What proves to a registry who asks.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Secret {
    Password {
        user: String,
        password: String,
    },
    /// A token that buys other tokens (OAuth 2.0, section 1.5).
    Identity(String),
}

/// Never the secret itself.
impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// The files in which credentials are looked for, the first before the second.
#[derive(Clone, Debug, Default)]
pub(crate) struct Credentials {
    files: Vec<PathBuf>,
}

impl Credentials {
    /// The files of Podman, Skopeo and Docker, as their manuals say.
    ///
    /// Source: containers-auth.json(5); docker(1), `DOCKER_CONFIG`.
    pub(crate) fn of_user() -> Self {
        let folder = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        if let Some(file) = folder("REGISTRY_AUTH_FILE") {
            return Self { files: vec![file] };
        }
        let home = |below: &str| folder("HOME").map(|home| home.join(below));
        let config = folder("XDG_CONFIG_HOME").or_else(|| home(".config"));
        let docker = folder("DOCKER_CONFIG").or_else(|| home(".docker"));
        let files = [
            folder("XDG_RUNTIME_DIR").map(|folder| folder.join("containers/auth.json")),
            config.map(|folder| folder.join("containers/auth.json")),
            docker.map(|folder| folder.join("config.json")),
        ];
        Self { files: files.into_iter().flatten().collect() }
    }

    /// One file, as the user named it.
    pub(crate) fn of_file(path: PathBuf) -> Self {
        Self { files: vec![path] }
    }

    /// What is known for a repository, by its domain and path in references.
    ///
    /// # Errors
    /// A file that is there and cannot be read, and a helper that fails. Neither is told in full: it may hold
    /// secrets.
    pub(crate) fn find(&self, domain: &str, path: &str) -> Result<Option<Secret>, RegistryError> {
        for file in &self.files {
            if let Some(found) = read(file)?.map(|value| look_up(&value, domain, path)) {
                let found = found.map_err(|reason| unusable(file, &reason))?;
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        Ok(None)
    }
}

fn unusable(file: &Path, reason: &str) -> RegistryError {
    let file = escape(file.as_os_str().as_encoded_bytes());
    RegistryError::new(format!("credentials in {file}: {reason}"), "mend it, or log in again")
}

fn read(path: &Path) -> Result<Option<Value>, RegistryError> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(path, &error.to_string())),
    };
    let mut text = String::new();
    let read = file.take(FILE_SIZE).read_to_string(&mut text);
    read.map_err(|error| unusable(path, &error.to_string()))?;
    // The error of the JSON reader would show a part of the text.
    serde_json::from_str(&text).map(Some).map_err(|_| unusable(path, "it is no JSON"))
}

fn look_up(file: &Value, domain: &str, path: &str) -> Result<Option<Secret>, String> {
    let entry = |table: &str, wanted: &str| {
        let table = file.get(table)?.as_object()?;
        table.iter().find(|(key, _)| same_place(key, wanted)).map(|(_, value)| value.clone())
    };
    if let Some(helper) =
        entry("credHelpers", domain).and_then(|name| name.as_str().map(str::to_owned))
    {
        return helper::ask(&helper, server_of(domain));
    }
    for place in places(domain, path) {
        let Some(entry) = entry("auths", &place) else { continue };
        if let Some(secret) = secret(&entry)? {
            return Ok(Some(secret));
        }
    }
    match file.get("credsStore").and_then(Value::as_str) {
        Some(helper) if !helper.is_empty() => helper::ask(helper, server_of(domain)),
        _ => Ok(None),
    }
}

/// The repository, what lies above it, and at last its registry: the nearest has the word.
fn places(domain: &str, path: &str) -> Vec<String> {
    let whole = format!("{domain}/{path}");
    let ends = whole.match_indices('/').map(|(at, _)| at).chain([whole.len()]);
    let mut places: Vec<String> =
        ends.filter_map(|end| whole.get(..end)).map(str::to_owned).collect();
    places.reverse();
    places
}

/// Keys are hosts, hosts with a namespace, or addresses of old.
fn same_place(key: &str, wanted: &str) -> bool {
    if key == DEFAULT_KEY {
        return wanted == "docker.io";
    }
    let bare = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://"));
    let key = bare.map_or(key, |key| key.split_once('/').map_or(key, |(host, _)| host));
    let key =
        if matches!(key, "index.docker.io" | "registry-1.docker.io") { "docker.io" } else { key };
    key == wanted
}

fn server_of(domain: &str) -> &str {
    if domain == "docker.io" { DEFAULT_KEY } else { domain }
}

fn secret(entry: &Value) -> Result<Option<Secret>, String> {
    let text = |key| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(token) = text("identitytoken") {
        return Ok(Some(Secret::Identity(token.to_owned())));
    }
    let Some(encoded) = text("auth") else { return Ok(None) };
    let wrong = || "an entry of auths is no base64 of user:password".to_owned();
    let bytes = STANDARD.decode(encoded).map_err(|_| wrong())?;
    let pair = String::from_utf8(bytes).map_err(|_| wrong())?;
    let (user, password) = pair.trim_end_matches('\0').split_once(':').ok_or_else(wrong)?;
    Ok(Some(Secret::Password { user: user.to_owned(), password: password.to_owned() }))
}

/// The answer of a helper.
pub(super) fn from_helper(answer: &[u8]) -> Option<Secret> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let text = |key| answer.get(key).and_then(Value::as_str).map(str::to_owned);
    let (user, password) = (text("Username")?, text("Secret")?);
    Some(if user == "<token>" {
        Secret::Identity(password)
    } else {
        Secret::Password { user, password }
    })
}

/// How a user is named in messages.
pub(super) fn describe(secret: &Secret) -> String {
    match secret {
        Secret::Password { user, .. } => format!("user {}", escape_str(user)),
        Secret::Identity(_) => "the identity token".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Secret, from_helper, look_up, places, same_place};

    fn user(text: &str) -> Option<Secret> {
        let (user, password) = text.split_once(':')?;
        Some(Secret::Password { user: user.to_owned(), password: password.to_owned() })
    }

    #[test]
    fn the_nearest_entry_has_the_word() {
        let file = json!({ "auths": {
            "example.com": { "auth": "YTox" },            // a:1
            "example.com/team": { "auth": "Yjoy" },       // b:2
            "https://index.docker.io/v1/": { "auth": "Yzoz" }, // c:3
            "http://old.example/v1/": { "auth": "ZDo0" }, // d:4
            "empty.example": {},
            "id.example": { "auth": "YTox", "identitytoken": "t" },
        } });
        for (domain, path, expected) in [
            ("example.com", "app", user("a:1")),
            ("example.com", "team/app", user("b:2")),
            ("example.com", "teams/app", user("a:1")),
            ("docker.io", "library/alpine", user("c:3")),
            ("old.example", "app", user("d:4")),
            ("empty.example", "app", None),
            ("id.example", "app", Some(Secret::Identity("t".to_owned()))),
            ("sub.example.com", "app", None),
            ("example.com:5000", "app", None),
        ] {
            assert_eq!(look_up(&file, domain, path), Ok(expected), "{domain}/{path}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_without_the_secret() {
        for auth in ["c2VjcmV0", "%%secret%%"] {
            let file = json!({ "auths": { "example.com": { "auth": auth } } });
            let error = look_up(&file, "example.com", "app").unwrap_err();
            assert!(error.contains("no base64") && !error.contains("secret"), "{error}");
        }
        let secret = user("a:hidden").unwrap();
        assert!(!format!("{secret:?}").contains("hidden"));
    }

    #[test]
    fn helpers_give_passwords_and_tokens() {
        let answer = br#"{"ServerURL":"x","Username":"a","Secret":"1"}"#;
        assert_eq!(from_helper(answer), user("a:1"));
        let answer = br#"{"Username":"<token>","Secret":"t"}"#;
        assert_eq!(from_helper(answer), Some(Secret::Identity("t".to_owned())));
        assert_eq!(from_helper(b"no"), None);
    }

    #[test]
    fn places_go_from_near_to_far() {
        assert_eq!(places("a:1", "b/c"), ["a:1/b/c", "a:1/b", "a:1"]);
        assert!(same_place("https://a:1/v2/", "a:1") && !same_place("a:1", "a"));
    }
}
