//! Requests over sockets. Everything else of the client knows only [`Transport`].

use std::{fmt, fs, io::Read, net::IpAddr, path::Path, sync::Arc, time::Duration};

use ureq::{
    Agent, Body, Error as HttpError, Proxy,
    config::Config,
    http::{HeaderMap, Uri},
    tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use super::error::{RegistryError, misbehaved, show};

/// Bytes of the head of an answer.
const HEAD: usize = 64 << 10;

/// A request; what is not said is a GET without a body.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) url: Uri,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Makes it a POST of a form.
    pub(crate) form: Option<String>,
    /// The address is one that some server named, and not one that the user did.
    pub(crate) elsewhere: bool,
}

impl Request {
    pub(crate) fn get(url: Uri) -> Self {
        Self { url, headers: Vec::new(), form: None, elsewhere: false }
    }
}

/// An answer, whatever its status.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Box<dyn Read>,
}

impl fmt::Debug for Response {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Response {
    /// A header, where it is there once and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        if values.next().is_some() { None } else { value.to_str().ok() }
    }
}

/// Sends one request, follows nothing, and judges no status.
pub(crate) trait Transport {
    fn send(&self, request: &Request) -> Result<Response, RegistryError>;
}

/// How connections are made.
#[derive(Debug)]
pub(crate) struct Connections<'a> {
    /// Certificate authorities besides those of the machine.
    pub(crate) ca_file: Option<&'a Path>,
    /// Time to connect, and longest silence.
    pub(crate) patience: Duration,
    /// What the user named is this machine, and may name this machine in turn.
    pub(crate) local: bool,
}

/// HTTP over TCP and TLS.
#[derive(Debug)]
pub(crate) struct Http {
    named: Agent,
    elsewhere: Agent,
    /// What servers name is not this machine.
    guarded: bool,
    patience: Duration,
}

impl Http {
    /// A client of no server yet.
    ///
    /// # Errors
    /// A file of authorities that cannot be read, or holds none.
    pub(crate) fn new(connections: &Connections<'_>) -> Result<Self, RegistryError> {
        let patience = connections.patience;
        // What is meant for this machine alone must not leave it by way of a proxy.
        let proxy = if connections.local { None } else { Proxy::try_from_env() };
        let config = Agent::config_builder()
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept_encoding("identity")
            .user_agent(concat!("ocivet/", env!("CARGO_PKG_VERSION")))
            .max_response_header_size(HEAD)
            .timeout_resolve(Some(patience))
            .timeout_connect(Some(patience))
            .timeout_per_read(Some(patience))
            .timeout_per_write(Some(patience))
            .timeout_recv_response(Some(patience.saturating_mul(2)))
            .tls_config(tls(connections.ca_file)?)
            .build();
        let agent = |reach| {
            let resolver = Guard { inner: DefaultResolver::default(), reach };
            Agent::with_parts(config.clone(), DefaultConnector::default(), resolver)
        };
        let (named, elsewhere) = if connections.local {
            (Reach::Loopback, Reach::All)
        } else {
            (Reach::All, Reach::NotInner)
        };
        Ok(Self {
            named: agent(named),
            elsewhere: agent(elsewhere),
            guarded: !connections.local,
            patience,
        })
    }
}

fn tls(ca_file: Option<&Path>) -> Result<TlsConfig, RegistryError> {
    // What cannot be read of the machine's store is not trusted; a server that needs it is refused by name.
    let found = rustls_native_certs::load_native_certs().certs;
    let mut roots: Vec<Certificate<'static>> =
        found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect();
    if let Some(path) = ca_file {
        roots.extend(read_authorities(path)?);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = TlsConfig::builder().unversioned_rustls_crypto_provider(provider);
    Ok(builder.root_certs(RootCerts::from(roots)).build())
}

fn read_authorities(path: &Path) -> Result<Vec<Certificate<'static>>, RegistryError> {
    let name = ocivet_core::escape(path.as_os_str().as_encoded_bytes());
    let advice = "name a file of certificates in PEM";
    let text = fs::read(path).map_err(|error| {
        RegistryError::new(format!("cannot read --ca-file {name}: {error}"), advice)
    })?;
    let mut authorities = Vec::new();
    for item in parse_pem(&text) {
        match item {
            Ok(PemItem::Certificate(certificate)) => authorities.push(certificate),
            Ok(_) => {}
            Err(_) => {
                return Err(RegistryError::new(format!("--ca-file {name} is malformed"), advice));
            }
        }
    }
    if authorities.is_empty() {
        return Err(RegistryError::new(format!("--ca-file {name} holds no certificate"), advice));
    }
    Ok(authorities)
}

impl Transport for Http {
    fn send(&self, request: &Request) -> Result<Response, RegistryError> {
        // A proxy resolves names itself, so that no resolver here sees them: addresses are looked at before.
        if request.elsewhere && self.guarded && is_inner_host(&request.url) {
            return Err(misbehaved(format!("{}: {Inner}", show(&request.url))));
        }
        let agent = if request.elsewhere { &self.elsewhere } else { &self.named };
        let answer = match &request.form {
            None => {
                let builder = request
                    .headers
                    .iter()
                    .fold(agent.get(&request.url), |builder, (name, value)| {
                        builder.header(*name, value)
                    });
                builder.call()
            }
            Some(form) => {
                let builder = request
                    .headers
                    .iter()
                    .fold(agent.post(&request.url), |builder, (name, value)| {
                        builder.header(*name, value)
                    });
                builder.header("Content-Type", "application/x-www-form-urlencoded").send(form)
            }
        };
        let (head, body): (_, Body) =
            answer.map_err(|error| explain(&request.url, &error, self.patience))?.into_parts();
        let status = head.status.as_u16();
        Ok(Response { status, headers: head.headers, body: Box::new(body.into_reader()) })
    }
}

/// Which addresses names may resolve to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reach {
    All,
    /// This machine alone, for what is called `localhost`.
    Loopback,
    NotInner,
}

/// Resolves names; for what servers name, not to addresses that only this machine or its hypervisor answers.
///
/// A registry that names such an address would have this machine ask its own services in its place. The user's
/// proxy may have one; what it resolves itself is for it to judge.
#[derive(Debug)]
struct Guard {
    inner: DefaultResolver,
    reach: Reach,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        url: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, HttpError> {
        let all = self.inner.resolve(url, config, timeout)?;
        let is_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == url);
        let mut addresses = all.iter().map(|address| address.ip().to_canonical());
        match self.reach {
            Reach::NotInner if !is_proxy && addresses.any(is_inner) => {
                Err(HttpError::Other(Box::new(Inner)))
            }
            Reach::Loopback if !addresses.all(|address| address.is_loopback()) => {
                Err(HttpError::HostNotFound)
            }
            Reach::All | Reach::Loopback | Reach::NotInner => Ok(all),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it is an address of this machine or link, which no other server may name")]
struct Inner;

fn is_inner_host(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_inner)
}

/// Loopback, unspecified and link-local addresses; cloud machines have their metadata at the last.
fn is_inner(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => four.is_loopback() || four.is_unspecified() || four.is_link_local(),
        IpAddr::V6(six) => six.is_loopback() || six.is_unspecified() || six.is_unicast_link_local(),
    }
}

fn explain(url: &Uri, error: &HttpError, patience: Duration) -> RegistryError {
    let at = show(url);
    if let Some(error) = tls_error(error) {
        return explain_tls(&at, error);
    }
    match error {
        HttpError::Timeout(_) => {
            let what = format!("{at} did not answer within {} s", patience.as_secs());
            RegistryError::transient(what, "try again later, or give it longer with --timeout")
        }
        HttpError::HostNotFound => RegistryError::new(
            format!("{at}: there is no such host"),
            "check the spelling of the registry",
        ),
        HttpError::Io(error) => RegistryError::transient(
            format!("cannot reach {at}: {error}"),
            "check that the registry runs and that this machine may reach it",
        ),
        HttpError::Other(error) if error.is::<Inner>() => misbehaved(format!("{at}: {error}")),
        error => RegistryError::new(
            format!("cannot talk to {at}: {}", ocivet_core::escape_str(&error.to_string())),
            "check that it is a registry, and whether it wants --insecure-http",
        ),
    }
}

fn tls_error(error: &HttpError) -> Option<&rustls::Error> {
    match error {
        HttpError::Rustls(error) => Some(error),
        HttpError::Io(error) => error.get_ref()?.downcast_ref(),
        _ => None,
    }
}

fn explain_tls(at: &str, error: &rustls::Error) -> RegistryError {
    use rustls::{CertificateError as Fault, Error as Tls};
    let advice = match error {
        Tls::InvalidCertificate(Fault::UnknownIssuer) => {
            "name its certificate authority with --ca-file if you trust it"
        }
        Tls::InvalidCertificate(Fault::NotValidForName | Fault::NotValidForNameContext { .. }) => {
            "use the name that its certificate has"
        }
        Tls::InvalidMessage(_) => {
            "it may speak plain HTTP: --insecure-http is for registries on this machine"
        }
        _ => "ask whoever runs the registry",
    };
    let what = ocivet_core::escape_str(&error.to_string());
    RegistryError::new(format!("no TLS with {at}: {what}"), advice)
}

#[cfg(test)]
mod tests {
    use super::{is_inner, is_inner_host};

    #[test]
    fn inner_addresses_are_known_in_every_form() {
        for text in
            ["127.0.0.1", "0.0.0.0", "169.254.169.254", "::1", "::", "fe80::1", "::ffff:127.0.0.1"]
        {
            assert!(is_inner(text.parse().unwrap()), "{text}");
        }
        for text in ["10.0.0.1", "192.0.2.1", "2001:db8::1", "fd00::1"] {
            assert!(!is_inner(text.parse().unwrap()), "{text}");
        }
        for (url, inner) in [
            ("https://169.254.169.254/token", true),
            ("https://[::1]:8443/", true),
            ("https://LOCALHOST/", true),
            ("https://example.com/", false),
            ("https://192.0.2.1/", false),
        ] {
            assert_eq!(is_inner_host(&url.parse().unwrap()), inner, "{url}");
        }
    }
}
