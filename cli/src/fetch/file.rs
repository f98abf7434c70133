//! One file from an address.

use std::{cell::RefCell, fs, io};

use super::{
    FetchError, Place,
    fill::{Means, Wanted, fill},
    store::{Slot, open},
};
use crate::{
    Progress,
    registry::{
        Access, RegistryError, Request, Response, Retries, Transport, is_loopback, judge,
        misbehaved, parse_address, redirect, show,
    },
};

/// Hops from an address to what it leads to. Mirrors need two or three.
const REDIRECTS: usize = 10;
/// Bytes of what identifies a version of a file.
const VALIDATOR: usize = 1024;
const RANGE_NOT_SATISFIABLE: u16 = 416;
/// What the file is called within its place.
const NAME: &str = "file";

/// Brings a file of `limit` bytes at the most. Gives its name within the place.
///
/// # Errors
/// Besides those of the connection: plain HTTP, but to this machine where that is allowed.
pub(crate) fn fetch_file(
    address: &str,
    transport: &dyn Transport,
    access: &Access,
    limit: u64,
    place: &Place,
    progress: &Progress,
) -> Result<&'static str, FetchError> {
    let url = parse_address(address)?;
    let local =
        access.insecure_http && url.authority().is_some_and(|host| is_loopback(host.as_str()));
    if url.scheme_str() != Some("https") && !local {
        let what = format!("{} is plain HTTP, which anybody on the way can change", show(&url));
        let advice = "use https; --insecure-http is for this machine alone";
        return Err(RegistryError::new(what, advice).into());
    }
    let slot = Slot { file: open(&place.path(NAME))?, offset: 0 };
    // Bytes of another version must not be gone on with.
    let validator = RefCell::new(read_validator(place));
    if validator.borrow().is_none() {
        slot.cut(0)?;
    }
    let ask = |from: u64| {
        let mut headers = Vec::new();
        if let Some(version) = validator.borrow().as_ref().filter(|_| from > 0) {
            headers.push(("Range", format!("bytes={from}-")));
            headers.push(("If-Range", version.clone()));
        }
        let mut response = follow(&url, transport, headers)?;
        if response.status == RANGE_NOT_SATISFIABLE && from > 0 {
            // Nothing is behind what is there: whether that is all of it only the whole answer tells.
            response = follow(&url, transport, Vec::new())?;
        }
        let response = judge(response, &url)?;
        if response.status == 200 {
            let version = validator_of(&response);
            // Without it the next try starts anew, which is right as well.
            let _ = write_validator(place, version.as_deref());
            validator.replace(version);
        }
        Ok(response)
    };
    let wanted = Wanted { name: show(&url), size: None, limit, digest: None };
    let retries = || Retries::new(access);
    let means = Means { ask: &ask, retries: &retries, patience: access.patience, progress };
    let size = fill(&slot, &wanted, &means)?;
    slot.cut(size)?;
    slot.file.sync_all()?;
    Ok(NAME)
}

fn follow(
    start: &ureq::http::Uri,
    transport: &dyn Transport,
    headers: Vec<(&'static str, String)>,
) -> Result<Response, RegistryError> {
    let mut request = Request { headers, ..Request::get(start.clone()) };
    for _ in 0..=REDIRECTS {
        let response = transport.send(&request)?;
        if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(response);
        }
        request.url = redirect(&request.url, response.header("location").unwrap_or_default())?;
        request.elsewhere = true;
    }
    Err(misbehaved(format!("more than {REDIRECTS} redirects lead to {}", show(&request.url))))
}

/// What If-Range takes: a strong entity tag.
///
/// Source: RFC 9110, section 13.1.5.
fn validator_of(response: &Response) -> Option<String> {
    let tag = response.header("etag")?;
    (tag.starts_with('"') && tag.len() <= VALIDATOR).then(|| tag.to_owned())
}

fn read_validator(place: &Place) -> Option<String> {
    fs::read_to_string(place.path("version")).ok().filter(|tag| tag.starts_with('"'))
}

fn write_validator(place: &Place, version: Option<&str>) -> io::Result<()> {
    match version {
        Some(version) => fs::write(place.path("version"), version),
        None => fs::remove_file(place.path("version")),
    }
}
