//! One page that needs nothing else: no script, no font, no picture from elsewhere.
//!
//! A policy in the page says the same to the browser, with the digest of the one style sheet. All text goes
//! through [`Text`]; only the rules' own texts become more than text.

mod escape;
mod findings;
mod images;
mod markdown;
mod picture;
mod sources;

use core::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::words;
use crate::model::{Counts, Finding, InputKind, Report, Severity, Verdict};
use escape::Text;

const STYLE: &str = include_str!("style.css");
const SYMBOLS: &str = include_str!("symbols.svg");

/// How much a finding weighs here, from least to most.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Weight {
    Suppressed,
    Info,
    Warn,
    Deny,
}

impl Weight {
    /// From the gravest on.
    const ALL: [Self; 4] = [Self::Deny, Self::Warn, Self::Info, Self::Suppressed];

    const fn of(finding: &Finding) -> Self {
        Self::new(finding.severity, finding.suppressed.is_some())
    }

    const fn new(severity: Severity, suppressed: bool) -> Self {
        match severity {
            _ if suppressed => Self::Suppressed,
            Severity::Deny => Self::Deny,
            Severity::Warn => Self::Warn,
            Severity::Info | Severity::Off => Self::Info,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Suppressed => "quiet",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            _ => self.class(),
        }
    }
}

/// A sign in the colour of the text; it always stands beside its word.
fn icon(name: &str) -> String {
    format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#s-{name}\"/></svg>")
}

pub(super) fn render(report: &Report) -> String {
    render_all(core::slice::from_ref(report))
}

/// One page, with a part for each report.
pub(super) fn render_all(reports: &[Report]) -> String {
    let mut out = String::new();
    write_head(&mut out, reports);
    out.push_str("<body>\n");
    out.push_str(SYMBOLS);
    out.push_str("<div class=\"page\">\n<div class=\"top\"><h1>ocivet report</h1></div>\n<main>\n");
    if reports.len() > 1 {
        write_contents(&mut out, reports);
    }
    for (number, report) in reports.iter().enumerate() {
        write_report(&mut out, report, number);
    }
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "</main>\n<footer><p>ocivet {} with {}. Nothing was unpacked. A pass says that what is unpacked is what was \
         digested and stays where it is put, not that it means well.</p></footer>\n</div>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        super::capabilities().join(", "),
    );
    out
}

fn write_head(out: &mut String, reports: &[Report]) {
    let title = match reports {
        [report] => format!("{} {}", words::verdict(report.verdict), report.input.name),
        _ => words::number(crate::model::to_u64(reports.len()), "input", "inputs"),
    };
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'sha256-{digest}'; base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"referrer\" content=\"no-referrer\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <title>{} · ocivet</title>\n<style>{STYLE}</style>\n</head>\n",
        Text(&title),
    );
}

/// The inputs and their verdicts, with links.
fn write_contents(out: &mut String, reports: &[Report]) {
    out.push_str(
        "<nav aria-label=\"Inputs\">\n<table>\n<caption>Inputs</caption>\n<thead><tr><th scope=\"col\">verdict</th>\
         <th scope=\"col\">input</th></tr></thead>\n<tbody>\n",
    );
    for (number, report) in reports.iter().enumerate() {
        let verdict = report.verdict.name();
        let _ = writeln!(
            out,
            "<tr><td><span class=\"badge {verdict}\">{}{verdict}</span></td><td><a href=\"#r{number}\">{}</a></td></tr>",
            icon(verdict),
            Text(&report.input.name),
        );
    }
    out.push_str("</tbody>\n</table>\n</nav>\n");
}

fn write_report(out: &mut String, report: &Report, number: usize) {
    let _ = write!(
        out,
        "<article class=\"input\" id=\"r{number}\" aria-labelledby=\"r{number}-name\">\n\
         <h2 id=\"r{number}-name\">{}</h2>\n",
        Text(&report.input.name),
    );
    write_verdict(out, report);
    write_input(out, report);
    for line in report.vouching.iter().flat_map(words::vouching) {
        let _ = writeln!(out, "<p>{}</p>", Text(&line));
    }
    let groups = findings::Groups::new(report);
    images::write(out, report, &groups, number);
    sources::write(out, report);
    groups.write(out, number);
    out.push_str("</article>\n");
}

fn write_verdict(out: &mut String, report: &Report) {
    let is_text = report.input.kind == InputKind::Dockerfile;
    let (word, sentence) = match report.verdict {
        Verdict::Warn if is_text => {
            ("Warning", "Something is odd: a person should look before this is built.")
        }
        Verdict::Deny if is_text => ("Denied", "Do not build this."),
        Verdict::Pass if is_text => {
            ("Passed", "Nothing was found that speaks against building this.")
        }
        Verdict::Pass if report.counts.suppressed > 0 => {
            ("Passed", "Nothing speaks against unpacking this but what the configuration allows.")
        }
        Verdict::Pass => ("Passed", "Nothing was found that speaks against unpacking this."),
        Verdict::Warn => {
            ("Warning", "Something is odd: a person should look before this is unpacked.")
        }
        Verdict::Deny => ("Denied", "Do not unpack this."),
    };
    let verdict = report.verdict.name();
    let _ = writeln!(
        out,
        "<div class=\"verdict {verdict}\">{}<div><strong>{word}</strong><p>{sentence}</p></div></div>",
        icon(verdict),
    );
    let Counts { deny, warn, info, suppressed } = report.counts;
    out.push_str("<ul class=\"counts\">");
    for (weight, count) in Weight::ALL.into_iter().zip([deny, warn, info, suppressed]) {
        let class = if count == 0 { "quiet" } else { weight.class() };
        let _ = write!(
            out,
            "<li class=\"{class}\">{}<span><b>{count}</b> {}</span></li>",
            icon(weight.class()),
            weight.word(),
        );
    }
    out.push_str("</ul>\n");
}

fn write_input(out: &mut String, report: &Report) {
    let input = &report.input;
    out.push_str("<section>\n<h3>What was read</h3>\n<dl class=\"facts\">\n");
    fact(out, "kind", input.kind.name());
    fact(out, "size", &format!("{} ({})", words::bytes(input.size), exact(input.size)));
    if !input.compression.is_empty() {
        let names: Vec<_> = input.compression.iter().map(|format| format.name()).collect();
        fact(out, "compression", &names.join(", "));
    }
    if let Some(digest) = input.digest {
        digest_fact(out, "digest", &digest.to_string());
    }
    out.push_str("</dl>\n</section>\n");
}

fn exact(size: u64) -> String {
    words::number(size, "byte", "bytes")
}

fn fact(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", Text(value));
}

fn digest_fact(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "<dt>{name}</dt><dd class=\"mono\">{}</dd>", Text(value));
}

#[cfg(test)]
mod tests;
