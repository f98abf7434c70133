//! Where registries answer, and where redirects lead.

use std::net::IpAddr;

use ocivet_core::escape_str;
use ureq::http::Uri;

use super::error::{RegistryError, misbehaved, show};

/// Where the registry of Docker answers; its name in references is another.
const DEFAULT: (&str, &str) = ("docker.io", "registry-1.docker.io");
/// Bytes of an address. Signed ones of object stores have some 2000.
const LENGTH: usize = 16 << 10;

/// The address below which a registry answers: `https://host[:port]`.
///
/// # Errors
/// Plain HTTP is for this machine alone.
pub(crate) fn base_of(domain: &str, insecure_http: bool) -> Result<String, RegistryError> {
    let host = if domain == DEFAULT.0 { DEFAULT.1 } else { domain };
    if !insecure_http {
        return Ok(format!("https://{host}"));
    }
    if is_loopback(host) {
        return Ok(format!("http://{host}"));
    }
    let what = format!("{host} is not this machine, and --insecure-http is for this machine alone");
    Err(RegistryError::new(
        what,
        "leave --insecure-http out, and give --ca-file where its authority is an own one",
    ))
}

/// Whether a host, perhaps with a port, can only be this machine.
pub(crate) fn is_loopback(authority: &str) -> bool {
    let host = host_of(authority);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Host and port of an address, the port that its scheme implies included.
pub(crate) fn authority(url: &Uri) -> String {
    let port = url.port_u16().unwrap_or(if url.scheme_str() == Some("http") { 80 } else { 443 });
    format!("{}:{port}", url.host().unwrap_or_default().to_ascii_lowercase())
}

/// Scheme, host and port are the same.
pub(crate) fn same_origin(one: &Uri, other: &Uri) -> bool {
    one.scheme() == other.scheme() && authority(one) == authority(other)
}

/// Reads an address of scheme `http` or `https`, without user and password.
pub(crate) fn parse(text: &str) -> Result<Uri, RegistryError> {
    let refuse = |why: &str| {
        misbehaved(format!("address {} {why}", escape_str(text.get(..200).unwrap_or(text))))
    };
    if text.len() > LENGTH {
        return Err(refuse("is too long"));
    }
    let url: Uri = text.parse().map_err(|_| refuse("is malformed"))?;
    if !matches!(url.scheme_str(), Some("http" | "https")) || url.host().is_none_or(str::is_empty) {
        return Err(refuse("is not of http or https"));
    }
    if url.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(refuse("has a user name in it"));
    }
    Ok(url)
}

/// The address that a redirect from `url` leads to.
///
/// # Errors
/// An address that is none, and one that would leave TLS.
pub(crate) fn redirect(url: &Uri, location: &str) -> Result<Uri, RegistryError> {
    if location.is_empty() {
        return Err(misbehaved(format!("{} leads on and does not say where to", show(url))));
    }
    let scheme = url.scheme_str().unwrap_or("https");
    let host = url.authority().map(ToString::to_string).unwrap_or_default();
    let next = if location.starts_with("//") {
        parse(&format!("{scheme}:{location}"))?
    } else if location.starts_with('/') {
        parse(&format!("{scheme}://{host}{location}"))?
    } else if location.contains("://") {
        parse(location)?
    } else {
        let folder = url.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        parse(&format!("{scheme}://{host}{folder}/{location}"))?
    };
    if scheme == "https" && next.scheme_str() != Some("https") {
        return Err(misbehaved(format!("{} leads from TLS to plain {}", show(url), show(&next))));
    }
    if next.scheme_str() == Some("http") && !is_loopback(&authority(&next)) {
        return Err(misbehaved(format!(
            "{} leads to plain {}, which is not this machine",
            show(url),
            show(&next)
        )));
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::{base_of, is_loopback, parse, redirect};

    #[test]
    fn plain_http_is_for_this_machine() {
        assert_eq!(base_of("docker.io", false).unwrap(), "https://registry-1.docker.io");
        assert_eq!(base_of("127.0.0.1:5000", false).unwrap(), "https://127.0.0.1:5000");
        for host in ["127.0.0.1:5000", "localhost", "[::1]:5000", "127.1.2.3"] {
            assert_eq!(base_of(host, true).unwrap(), format!("http://{host}"));
        }
        for host in
            ["example.com", "localhost.example.com", "10.0.0.1:5000", "127.0.0.1.example.com"]
        {
            assert!(!is_loopback(host) && base_of(host, true).is_err(), "{host}");
        }
    }

    #[test]
    fn redirects_lead_on_and_never_out_of_tls() {
        let from = parse("https://example.com/v2/a/blobs/x?y=1").unwrap();
        for (location, expected) in [
            ("/b?c", Some("https://example.com/b?c")),
            ("z", Some("https://example.com/v2/a/blobs/z")),
            ("//cdn.example.com/b", Some("https://cdn.example.com/b")),
            ("https://cdn.example.com:8443/b", Some("https://cdn.example.com:8443/b")),
            ("http://example.com/b", None),
            ("http://127.0.0.1/b", None),
            ("ftp://example.com/b", None),
            ("https://user:word@example.com/b", None),
            ("https://", None),
            ("", None),
        ] {
            let next = redirect(&from, location).map(|url| url.to_string());
            assert_eq!(next.as_deref().ok(), expected, "{location}");
        }
        let plain = parse("http://127.0.0.1:5000/v2/").unwrap();
        assert!(redirect(&plain, "http://127.0.0.1:5001/").is_ok());
        assert!(redirect(&plain, "http://example.com/").is_err());
    }
}
