//! `ocivet fetch` and `ocivet pull`.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Duration,
};

use ocivet_core::{Detail, Format, Options, Reference, Report, Severity, check_name, escape_str};

use super::{
    FOUND, Failure, PASS, Streams,
    args::{Connecting, FetchArgs, Judging, PullArgs, Saying, Selecting},
    check::examine,
    config::{self, show},
    interrupt,
    load::{load_copy, recipient, spool_folder, write_report},
    progress,
};
use crate::{
    Progress, Source,
    fetch::{Fetched, Place, Platforms, Wish, fetch_file, fetch_image},
    registry::{Access, Connections, Credentials, Http, Repository, is_loopback, parse_address},
};

/// Wait before the first new try.
const PAUSE: Duration = Duration::from_millis(500);

impl From<crate::registry::RegistryError> for Failure {
    fn from(error: crate::registry::RegistryError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<crate::fetch::FetchError> for Failure {
    fn from(error: crate::fetch::FetchError) -> Self {
        Self::new(error.to_string())
    }
}

/// Fetches, verifies, and keeps or denies.
pub(super) fn run(args: &FetchArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let source = args.source.as_str();
    let is_address = source.contains("://");
    let target = target(args, is_address)?;
    let options = options(&args.judging, (!is_address).then_some(source))?;
    if !is_address && !may_fetch(source, &options, &args.saying, streams)? {
        return Ok(FOUND);
    }
    let place = Place::take(&target)?;
    let name = if is_address {
        bring_file(args, &place, streams)?
    } else {
        let wish = wish(&args.selecting, args.layout);
        bring_image(source, &wish, &args.connecting, &args.saying, &place, streams)?.name
    };
    let options = options.with_name(&input_name(source, is_address, &target));
    let path = place.path(name);
    let report = examine(
        Some(Source::from(path.as_path())),
        &options,
        &args.running,
        args.saying.quiet,
        streams,
    )
    .map_err(|error| Failure::new(error.to_string()))?;
    write_report(&report, &args.saying, streams)?;
    let moved = |error| Failure::new(format!("cannot make {}: {error}", show(&target)));
    if report.has(args.saying.fail_on) {
        let denied = place.deny(name).map_err(moved)?;
        let denied = show(&denied);
        let stays = fs::symlink_metadata(&target).is_ok();
        let state = if stays { "stays as it was" } else { "was not made" };
        streams.error(&format_args!("{} {state}; what came is {denied}", show(&target)));
        return Ok(FOUND);
    }
    place.keep(name).map_err(moved)?;
    Ok(PASS)
}

/// What the report calls the input: a list of checksums names a file as its address does, whatever it is called here.
fn input_name(source: &str, is_address: bool, target: &Path) -> String {
    if is_address {
        return source.split(['?', '#']).next().unwrap_or_default().to_owned();
    }
    target.to_string_lossy().into_owned()
}

/// Fetches to a place of its own, verifies, and hands over.
pub(super) fn pull(args: &PullArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let source = args.source.as_str();
    let recipient = recipient(&args.into)?;
    let options = options(&args.judging, Some(source))?;
    if !may_fetch(source, &options, &args.saying, streams)? {
        return Ok(FOUND);
    }
    let folder = spool_folder(&args.into);
    let cannot = |error| Failure::new(format!("cannot write to {}: {error}", show(&folder)));
    let temporary =
        tempfile::Builder::new().prefix(".ocivet-").tempdir_in(&folder).map_err(cannot)?;
    interrupt::remove_at_interrupt(temporary.path().to_owned());
    let place = Place::take(&temporary.path().join("image"))?;
    let wish = wish(&args.selecting, false);
    let fetched = bring_image(source, &wish, &args.connecting, &args.saying, &place, streams)?;
    let copy = File::open(place.path(fetched.name)).map_err(cannot)?;
    // From here on the file has no name, and nobody can change it.
    temporary.close().map_err(cannot)?;
    let options = options.with_name(source);
    load_copy(&copy, &options, &recipient, &args.saying, &args.running, streams)
}

fn target(args: &FetchArgs, is_address: bool) -> Result<PathBuf, Failure> {
    if let Some(output) = &args.output {
        return Ok(output.clone());
    }
    if !is_address {
        return Err(Failure::new("no file to make; name it with -o"));
    }
    let url = parse_address(&args.source)?;
    let name = url.path().rsplit('/').next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+~".contains(&byte);
    if name.is_empty() || name.starts_with('.') || !name.bytes().all(plain) {
        return Err(Failure::new(
            "the address does not end in a name for the file; name it with -o",
        ));
    }
    Ok(PathBuf::from(name))
}

/// The options, for an image that was fetched by a name.
fn options(judging: &Judging, name: Option<&str>) -> Result<Options, Failure> {
    let options = config::load_judging(judging)?.options;
    let named = name.filter(|_| judging.reference.is_none()).map(Reference::parse);
    Ok(match named {
        Some(Ok(reference)) => options.with_reference(reference),
        // What is no name is told of where names are judged.
        Some(Err(_)) | None => options,
    })
}

/// Judges the name, before anything is asked of anybody.
fn may_fetch(
    name: &str,
    options: &Options,
    saying: &Saying,
    streams: &mut Streams,
) -> Result<bool, Failure> {
    let report = check_name(name, options);
    if report.has(saying.fail_on) {
        write_report(&report, saying, streams)?;
        streams.error(&format_args!("nothing was fetched by the name {}", escape_str(name)));
        return Ok(false);
    }
    if let Some(meant) = unqualified(&report) {
        let advice = "write the registry, or trust the name in the policy";
        return Err(Failure::new(format!(
            "{} has no registry; {meant} may be meant: {advice}",
            escape_str(name)
        )));
    }
    if report.has(Severity::Warn) && !saying.quiet {
        let format = Format::Text { ansi: streams.errors.color, detail: Detail::Findings };
        streams.note(&report.render(format));
    }
    Ok(true)
}

/// The normal form of a name without a registry, unless the policy trusts it or the rule is off.
fn unqualified(report: &Report) -> Option<&str> {
    let name = report.names.first()?;
    let finding =
        report.findings.iter().find(|finding| finding.rule.as_str() == "policy/unqualified")?;
    let open = finding.suppressed.is_none()
        && (finding.severity >= Severity::Warn || name.policy.is_empty());
    open.then_some(name.normal.as_str())
}

fn wish(selecting: &Selecting, folder: bool) -> Wish {
    let platforms = match &selecting.platform {
        _ if selecting.all_platforms => Platforms::All,
        Some(platform) => Platforms::One(platform.clone()),
        None => Platforms::of_machine(),
    };
    Wish { platforms, referrers: selecting.referrers, folder, limit: selecting.max_size }
}

fn access(connecting: &Connecting) -> Access {
    Access {
        insecure_http: connecting.insecure_http,
        realms: connecting.auth_realms.iter().map(|host| host.to_ascii_lowercase()).collect(),
        patience: patience(connecting),
        retries: connecting.retries,
        pause: PAUSE,
    }
}

fn patience(connecting: &Connecting) -> Duration {
    Duration::from_secs(connecting.timeout.get())
}

fn http(connecting: &Connecting, host: &str) -> Result<Http, Failure> {
    Ok(Http::new(&Connections {
        ca_file: connecting.ca_file.as_deref(),
        patience: patience(connecting),
        local: is_loopback(host),
    })?)
}

fn bring_image(
    name: &str,
    wish: &Wish,
    connecting: &Connecting,
    saying: &Saying,
    place: &Place,
    streams: &mut Streams,
) -> Result<Fetched, Failure> {
    let reference = Reference::parse(name)
        .map_err(|error| Failure::new(format!("{}: {error}", escape_str(name))))?;
    let access = access(connecting);
    let http = http(connecting, reference.domain())?;
    let credentials =
        connecting.auth_file.clone().map_or_else(Credentials::of_user, Credentials::of_file);
    let repository = Repository::new(&reference, &http, &access, &credentials)?;
    let counters = Progress::new();
    let fetched = progress::show_while(progress::wanted(saying.quiet, streams), &counters, || {
        fetch_image(&repository, &reference, wish, place, &counters)
    })?;
    if !saying.quiet {
        streams.note(&format_args!("fetched {reference}: {}{}", fetched.digest, more(&fetched)));
    }
    Ok(fetched)
}

fn more(fetched: &Fetched) -> String {
    let mut text = String::new();
    if fetched.left_out > 0 {
        text = format!(", {} left out", count(fetched.left_out, "other manifest"));
    }
    if fetched.referrers > 0 {
        text =
            format!("{text}, with {} of what refers to it", count(fetched.referrers, "document"));
    }
    text
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn bring_file(
    args: &FetchArgs,
    place: &Place,
    streams: &mut Streams,
) -> Result<&'static str, Failure> {
    let access = access(&args.connecting);
    let url = parse_address(&args.source)?;
    let host = url.authority().map(ToString::to_string).unwrap_or_default();
    let http = http(&args.connecting, &host)?;
    let counters = Progress::new();
    let shown = progress::wanted(args.saying.quiet, streams);
    let name = progress::show_while(shown, &counters, || {
        fetch_file(&args.source, &http, &access, args.selecting.max_size, place, &counters)
    })?;
    Ok(name)
}
