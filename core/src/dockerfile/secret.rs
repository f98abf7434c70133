//! Names that say that their value is a secret.

/// Last words of such names. Names that only have them further in front are settings of secrets:
/// `TOKEN_TTL`, `PASSWORD_FILE`.
const WORDS: [&str; 17] = [
    "ACCESS_KEY",
    "API_KEY",
    "APIKEY",
    "AUTH",
    "AUTH_KEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "ENCRYPTION_KEY",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PRIVATE_KEY",
    "PWORD",
    "SECRET",
    "SECRET_KEY",
    "SSH_KEY",
    "TOKEN",
];

/// The name is that of a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase().replace('-', "_");
    WORDS.iter().any(|word| {
        name.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('_'))
    })
}
