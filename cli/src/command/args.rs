//! The arguments. Lists of values come from the core's tables.

use std::{ffi::OsString, fmt::Write as _, path::PathBuf};

use clap::{
    ArgMatches, Args, Parser, Subcommand, ValueEnum, ValueHint,
    builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser},
};
use ocivet_core::{Detail, Format, InputKind, Limits, Profile, Severity};

use super::config::size;
#[cfg(feature = "fetch")]
pub(super) use super::fetch_args::{Connecting, FetchArgs, PullArgs, Selecting};
pub(super) use super::load_args::{Engine, Into, LoadArgs};
pub(super) use super::policy_args::{
    PolicyCheckArgs, PolicyCommand, PolicyEmitArgs, PolicyExplainArgs,
};
pub(super) use super::vouching_args::{ChecksumArgs, Signing, Vouching};

/// Verifies container images and source tarballs before anything is unpacked.
#[derive(Debug, Parser)]
#[command(name = "ocivet", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 nothing found, 1 something found, 2 the check could not be made."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    /// When to use colours; auto is on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    Always,
    Auto,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Verifies images, layers, tarballs and image documents
    Check(Box<CheckArgs>),
    /// Compares files with a list of checksums, and verifies the list's signature
    Checksum(Box<ChecksumArgs>),
    /// Writes a completion script for a shell
    Completions(CompletionsArgs),
    /// Says what a rule looks for, why, and what to do
    Explain(ExplainArgs),
    /// Downloads an image or a file, verifies it, and keeps it only if nothing speaks against it
    #[cfg(feature = "fetch")]
    Fetch(Box<FetchArgs>),
    /// Verifies an image and hands exactly the verified bytes to a container engine
    Load(Box<LoadArgs>),
    /// Writes the manual pages
    #[command(hide = true)]
    Man(ManArgs),
    /// Judges names of images, and says what they resolve to
    Name(Box<NameArgs>),
    /// Looks at the policy: which names are trusted and blocked, and what they must show
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Downloads an image, verifies it, and hands the verified bytes to a container engine
    #[cfg(feature = "fetch")]
    Pull(Box<PullArgs>),
    /// Lists the rules
    Rules(RulesArgs),
}

/// Verifies images, layers, tarballs and image documents: every digest, every reference, every entry.
///
/// An input is a file, the directory of an OCI image layout, or - for standard input: an image, a layer, a
/// tarball, or a Dockerfile (Dockerfile, Containerfile, Dockerfile.NAME, NAME.dockerfile). Nothing is unpacked,
/// and nothing but the input is read.
#[derive(Args, Debug)]
#[command(after_help = CHECK_HELP, after_long_help = check_long_help())]
pub(super) struct CheckArgs {
    /// Files, layout directories, or - for standard input [default: - where input is piped]
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(super) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) judging: Judging,
    #[command(flatten)]
    pub(super) reporting: Reporting,
    #[command(flatten)]
    pub(super) running: Running,
}

/// What is looked for.
#[derive(Args, Debug)]
#[command(next_help_heading = "What is looked for")]
pub(super) struct Judging {
    /// Kind of the inputs [default: found by content; Dockerfiles by name]
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub(super) kind: Option<String>,
    /// Severities for image layers or for packages [default: found by kind]
    #[arg(long, value_name = "PROFILE", value_parser = names(&Profile::ALL, Profile::name))]
    pub(super) profile: Option<String>,
    /// Another bound; units K, M, G, T are powers of 1024; may be repeated
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = limit)]
    pub(super) limits: Vec<(String, u64)>,
    /// Digest that the archive, a manifest or a config must have; may be repeated
    #[arg(long, value_name = "DIGEST")]
    pub(super) expect: Vec<String>,
    /// Value for an ARG of Dockerfiles; may be repeated
    #[arg(long = "build-arg", value_name = "NAME=VALUE", value_parser = build_arg)]
    pub(super) build_args: Vec<(String, String)>,
    /// Report the digest of the whole input
    #[arg(long)]
    pub(super) digest: bool,
    /// Name that the inputs were fetched by, which the policy judges
    #[arg(long, value_name = "NAME")]
    pub(super) reference: Option<String>,
    #[command(flatten)]
    pub(super) vouching: Vouching,
    #[command(flatten)]
    pub(super) configuring: Configuring,
}

/// Where the options come from.
#[derive(Args, Debug)]
pub(super) struct Configuring {
    /// Another severity for a rule: deny, warn, info or off; may be repeated
    #[arg(long = "set", value_name = "RULE=LEVEL", value_parser = assignment)]
    pub(super) levels: Vec<(String, String)>,
    /// Read this configuration file and no other
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub(super) no_config: bool,
    /// A containers-policy.json(5) that names and images must satisfy too
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) containers_policy: Option<PathBuf>,
    /// A containers-registries.conf(5), with its drop-ins, that names must satisfy too
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) registries_conf: Option<PathBuf>,
}

/// What is reported.
#[derive(Args, Debug)]
#[command(next_help_heading = "What is reported")]
pub(super) struct Reporting {
    /// Format of the report; may be repeated [default: text]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::NAMES))]
    pub(super) format: Vec<String>,
    /// File for the --format before it; may be repeated [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Vec<PathBuf>,
    /// Severity from which the exit code is 1
    #[arg(long, value_name = "LEVEL", default_value = "deny", value_parser = severities())]
    pub(super) fail_on: Severity,
    /// Exit with 0 whatever is found; still with 2 where the check could not be made
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Only the verdict in the text report; no progress
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// All findings in the text report; says which configuration is used
    #[arg(short, long)]
    pub(super) verbose: bool,
}

impl Reporting {
    /// The text report of the detail that was asked for.
    pub(super) const fn text(&self, ansi: bool) -> Format {
        text_format(self.quiet, self.verbose, ansi)
    }
}

const fn text_format(quiet: bool, verbose: bool, ansi: bool) -> Format {
    let detail = match (quiet, verbose) {
        (true, _) => Detail::Verdict,
        (false, true) => Detail::Full,
        (false, false) => Detail::Findings,
    };
    Format::Text { ansi, detail }
}

/// Judges names of images without fetching anything.
///
/// Is it a name, what does it resolve to, may it be meant otherwise, and what does the policy say about it?
#[derive(Args, Debug)]
#[command(after_help = NAME_HELP)]
pub(super) struct NameArgs {
    /// Names, or - for lines of standard input [default: - where input is piped]
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<OsString>,
    #[command(flatten)]
    pub(super) configuring: Configuring,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

/// How the check runs.
#[derive(Args, Debug)]
#[command(next_help_heading = "How it runs")]
pub(super) struct Running {
    /// Threads to use [default: one for each core]
    #[arg(short, long, value_name = "N")]
    pub(super) jobs: Option<std::num::NonZeroUsize>,
}

/// What is said about one input, and what speaks against it.
#[derive(Args, Debug)]
#[command(next_help_heading = "What is reported")]
pub(super) struct Saying {
    /// Format of the report on standard output
    #[arg(long, value_name = "FORMAT", default_value = "text",
          value_parser = PossibleValuesParser::new(Format::NAMES))]
    pub(super) format: String,
    /// Severity from which it is refused
    #[arg(long, value_name = "LEVEL", default_value = "deny", value_parser = severities())]
    pub(super) fail_on: Severity,
    /// Only the verdict in the text report; no progress
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// All findings in the text report
    #[arg(short, long)]
    pub(super) verbose: bool,
}

impl Saying {
    /// The format of standard output.
    pub(super) fn format(&self, ansi: bool) -> Option<Format> {
        match self.format.as_str() {
            "text" => Some(text_format(self.quiet, self.verbose, ansi)),
            other => Format::from_name(other),
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct RulesArgs {
    /// Format of the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ListFormat {
    /// An array of objects
    Json,
    /// Tables, one a group
    Markdown,
    /// Lines
    Text,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArgs {
    /// A rule, a group of rules, or the end of a rule's name that is clear [default: the groups]
    #[arg(value_name = "RULE", value_parser = RuleName, hide_possible_values = true)]
    pub(super) rule: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// Directory for the pages
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,
}

const NAME_HELP: &str = "\
Examples:
  ocivet name alpine:3.22 rel7/rhel
  ocivet name --fail-on warn ghcr.io/team/app@sha256:…
  docker image ls --format '{{.Repository}}:{{.Tag}}' | ocivet name -q -";

const CHECK_HELP: &str = "\
Examples:
  ocivet check image.tar
  docker save app:1 | ocivet check -
  ocivet check --format json -o report.json --format text image.tar
  ocivet check --expect sha256:… --fail-on warn layout/
  ocivet check --build-arg TAG=12 Dockerfile
  ocivet check --checksums CHECKSUM --keyring fedora.gpg image.tar.xz
  ocivet check --image-key cosign.pub layout/";

fn check_long_help() -> String {
    let mut text = String::from(CHECK_HELP);
    text += "

Reports:
  Each -o takes the --format before it; with one of each the order does not matter. A format without a file
  goes to standard output, which takes one. Several inputs give one text after the other, one HTML
  page, a JSON array, one SARIF log with a run each, or one JUnit document with a suite each.

Configuration:
  ocivet.toml or .ocivet.toml in this directory or the nearest above it, else ocivet/config.toml below
  XDG_CONFIG_HOME (~/.config). Its keys: kind, profile, expect, digest, checksums, checksums-signature,
  image-keys, keyring, require-signature, time, the tables [rules], [limits], [build-args] and [policy]
  (trust, block, scope, containers-policy, registries-conf; see ocivet policy --help), and [[allow]] for findings
  that do not count: rule, reason, and to allow less than the whole rule entry (a name as reports show it;
  * within a component, ** across) or digest (of a layer, an image, a manifest). Options given here come on top.

Limits:
";
    for limit in Limits::TABLE {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<22} {} {}", limit.name, limit.default, limit.unit);
    }
    text
}

pub(super) fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|&item| name(item)))
}

fn kinds() -> PossibleValuesParser {
    let known: Vec<_> =
        InputKind::READABLE.into_iter().filter(|kind| *kind != InputKind::Unknown).collect();
    names(&known, InputKind::name)
}

pub(super) fn severities() -> impl TypedValueParser<Value = Severity> {
    let levels = [Severity::Deny, Severity::Warn, Severity::Info];
    names(&levels, Severity::name).map(|name| Severity::from_name(&name).unwrap_or(Severity::Deny))
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it needs a name, an = and a value")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Blanks belong to the value, as builders have it.
fn build_arg(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
    let (name, value) = pair.ok_or("it needs a name, an = and a value, such as TAG=12")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, value) = assignment(text)?;
    Ok((name, size(&value)?))
}

/// Takes any text, for the end of a name will do, and offers all names to completion.
#[derive(Clone)]
struct RuleName;

impl TypedValueParser for RuleName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let rules = ocivet_core::rules().iter();
        Some(Box::new(rules.map(|rule| PossibleValue::new(rule.id.as_str()).help(rule.summary))))
    }
}

/// Formats and files of a report in the order in which they were given.
pub(super) fn pairs(matches: &ArgMatches) -> Vec<Given> {
    let mut given = Vec::new();
    collect::<String>(matches, "format", Given::Format, &mut given);
    collect::<PathBuf>(matches, "output", Given::File, &mut given);
    given.sort_by_key(|&(at, _)| at);
    given.into_iter().map(|(_, given)| given).collect()
}

/// A `--format` or an `-o`.
#[derive(Clone, Debug)]
pub(super) enum Given {
    Format(String),
    File(PathBuf),
}

fn collect<T: Clone + Send + Sync + 'static>(
    matches: &ArgMatches,
    id: &str,
    make: impl Fn(T) -> Given,
    given: &mut Vec<(usize, Given)>,
) {
    let places = matches.indices_of(id).into_iter().flatten();
    let values = matches.get_many::<T>(id).into_iter().flatten();
    given.extend(places.zip(values).map(|(at, value)| (at, make(value.clone()))));
}
