//! The findings, by image and layer, then by rule.

use core::fmt::Write as _;
use std::collections::{BTreeMap, BTreeSet};

use super::{Weight, escape::Text, icon, markdown};
use crate::{
    model::{Digest, EntryPath, Finding, Location, Report, RuleId, sort_by_key},
    render::{excerpt, roles::Roles, words},
    rules,
};

/// Findings of one card that are shown at once; the others open on demand.
const SHOWN: usize = 8;

/// The findings of one place.
struct Group<'a> {
    blob: Option<Digest>,
    member: Option<&'a EntryPath>,
    /// What the blob is to the first image that has it.
    role: Option<String>,
    findings: Vec<&'a Finding>,
}

/// All findings, by place: the whole input, then what no image has, then image by image.
pub(super) struct Groups<'a> {
    report: &'a Report,
    groups: Vec<Group<'a>>,
}

/// What stands in one card: the same rule, weight and reason.
type Cards<'a> = BTreeMap<(core::cmp::Reverse<Weight>, RuleId, Option<&'a str>), Vec<&'a Finding>>;

impl<'a> Groups<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let roles = Roles::new(report);
        // Findings come by place, so the first of each gives the order.
        let mut by_place: BTreeMap<_, usize> = BTreeMap::new();
        let mut groups: Vec<(_, Group<'a>)> = Vec::new();
        for finding in &report.findings {
            let Location { blob, member, .. } = &finding.location;
            let (blob, member) = (*blob, member.as_ref());
            let next = groups.len();
            let at = *by_place.entry((blob, member)).or_insert(next);
            if at == next {
                let place = blob.and_then(|blob| roles.place(&blob));
                let order = (member.is_some(), place, next);
                let role = blob.and_then(|blob| roles.describe(&blob));
                groups.push((order, Group { blob, member, role, findings: Vec::new() }));
            }
            if let Some((_, group)) = groups.get_mut(at) {
                group.findings.push(finding);
            }
        }
        sort_by_key(&mut groups, |(order, _)| *order);
        Self { report, groups: groups.into_iter().map(|(_, group)| group).collect() }
    }

    /// The number of the group of a blob, and the weights of its findings.
    pub(super) fn of_blob(&self, blob: &Digest) -> Option<(usize, Vec<Weight>)> {
        let at = self.groups.iter().position(|group| group.blob.as_ref() == Some(blob))?;
        let group = self.groups.get(at)?;
        Some((at, group.findings.iter().map(|finding| Weight::of(finding)).collect()))
    }

    pub(super) fn write(&self, out: &mut String, report_number: usize) {
        out.push_str("<section>\n<h3>Findings</h3>\n");
        if self.groups.is_empty() && self.report.omitted.is_empty() {
            out.push_str("<p class=\"soft\">None.</p>\n");
        }
        let mut page = Page { out, report_number, explained: BTreeSet::new() };
        for (number, group) in self.groups.iter().enumerate() {
            page.write_group(group, number);
        }
        write_omitted(out, self.report);
        out.push_str("</section>\n");
    }
}

struct Page<'a> {
    out: &'a mut String,
    report_number: usize,
    /// Rules whose text stands further up.
    explained: BTreeSet<RuleId>,
}

// Writing to a string cannot fail: results of `write!` say nothing here.
impl Page<'_> {
    fn write_group(&mut self, group: &Group<'_>, number: usize) {
        let member = group.member.map(words::path_text);
        let title = match (&group.role, &member) {
            (Some(role), _) => capital(role),
            (None, Some(member)) => format!("Member {member}"),
            (None, None) => "The whole input".to_owned(),
        };
        let _ = writeln!(
            self.out,
            "<section id=\"r{}-g{number}\">\n<h4>{}</h4>",
            self.report_number,
            Text(&title),
        );
        let member =
            member.filter(|_| group.role.is_some()).map(|member| format!("member {member}"));
        // The names of blobs say their digest already, where it is the right one.
        let named =
            |blob: Digest| group.member.is_some_and(|path| path.escaped().ends_with(&blob.hex()));
        let digest = group.blob.filter(|blob| member.is_none() || !named(*blob));
        let digest = digest.map(|blob| blob.to_string());
        let parts: Vec<_> = member.into_iter().chain(digest).collect();
        if !parts.is_empty() {
            let _ = writeln!(self.out, "<p class=\"mono soft\">{}</p>", Text(&parts.join(", ")));
        }
        let mut cards = Cards::new();
        for finding in &group.findings {
            let reason = finding.suppressed.as_ref().map(|it| it.reason.as_str());
            let weight = core::cmp::Reverse(Weight::of(finding));
            cards.entry((weight, finding.rule, reason)).or_default().push(finding);
        }
        for ((weight, rule, reason), findings) in cards {
            self.write_card(weight.0, rule, reason, &findings);
        }
        self.out.push_str("</section>\n");
    }

    fn write_card(
        &mut self,
        weight: Weight,
        id: RuleId,
        reason: Option<&str>,
        findings: &[&Finding],
    ) {
        let class = weight.class();
        let _ = write!(
            self.out,
            "<article class=\"card {class}\">\n<header><span class=\"badge\">{}{}</span><h5>{id}</h5>",
            icon(class),
            weight.word(),
        );
        let rule = rules::find(id.as_str());
        if let Some(rule) = rule {
            let _ = write!(self.out, "<span class=\"soft small\">{}</span>", Text(rule.summary));
        }
        self.out.push_str("</header>\n");
        if let Some(reason) = reason {
            let severity = findings.first().map_or("", |finding| finding.severity.name());
            let _ = writeln!(
                self.out,
                "<p class=\"why small\">Would be <b>{severity}</b>; allowed by the configuration: {}</p>",
                Text(reason),
            );
        }
        self.write_found(findings);
        if let Some(rule) = rule {
            self.write_explanation(rule);
        }
        self.out.push_str("</article>\n");
    }

    fn write_found(&mut self, findings: &[&Finding]) {
        let (shown, hidden) = findings.split_at_checked(SHOWN).unwrap_or((findings, &[]));
        self.write_list(shown);
        if !hidden.is_empty() {
            let _ = writeln!(self.out, "<details><summary>{} more</summary>", hidden.len());
            self.write_list(hidden);
            self.out.push_str("</details>\n");
        }
    }

    fn write_list(&mut self, findings: &[&Finding]) {
        self.out.push_str("<ul class=\"found\">\n");
        for finding in findings {
            let _ = write!(self.out, "<li><p>{}</p>", Text(&finding.message));
            let place = words::inner_place(&finding.location).join(", ");
            if !place.is_empty() {
                let _ = write!(self.out, "<p class=\"at\">at {}</p>", Text(&place));
            }
            if let Some(region) = &finding.location.region {
                let [before, marked, behind] = excerpt::parts(region);
                let _ = write!(
                    self.out,
                    "<pre class=\"line\">{} | {}<mark>{}</mark>{}</pre>",
                    region.line,
                    Text(&before),
                    Text(&marked),
                    Text(&behind),
                );
            }
            for related in &finding.related {
                let place = if related.member == finding.location.member {
                    words::inner_place(related).join(", ")
                } else {
                    words::place(related)
                };
                if !place.is_empty() {
                    let _ = write!(self.out, "<p class=\"at\">see {}</p>", Text(&place));
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n");
    }

    /// Why it matters; the whole text at the first card of the rule, a link to it at the others.
    fn write_explanation(&mut self, rule: &rules::Rule) {
        let anchor = format!("r{}-{}", self.report_number, rule.id.as_str().replace('/', "-"));
        if !self.explained.insert(rule.id) {
            let _ = writeln!(
                self.out,
                "<p class=\"small\"><a href=\"#{anchor}\">Explained at the first of them</a></p>"
            );
            return;
        }
        self.out.push_str("<p class=\"why\">");
        markdown::inline(self.out, &rule.why());
        let _ = write!(
            self.out,
            "</p>\n<details id=\"{anchor}\"><summary>About {}</summary>\n<div class=\"text\">\n",
            rule.id,
        );
        markdown::write(self.out, &rule.explanation());
        let _ = write!(
            self.out,
            "<p class=\"soft small\">Sources: {}</p>\n</div>\n</details>\n",
            Text(&rule.sources.join(" · ")),
        );
    }
}

/// Roles begin with a word of our own.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn write_omitted(out: &mut String, report: &Report) {
    if report.omitted.is_empty() {
        return;
    }
    out.push_str(
        "<table>\n<caption>Counted, but not listed: more of the same</caption>\n<thead><tr><th scope=\"col\">\
         severity</th><th scope=\"col\">rule</th><th scope=\"col\" class=\"num\">more</th><th scope=\"col\">\
         suppressed</th></tr></thead>\n<tbody>\n",
    );
    for omitted in &report.omitted {
        let weight = Weight::new(omitted.severity, omitted.suppressed.is_some());
        let reason = omitted.suppressed.as_ref().map_or("", |it| &it.reason);
        let _ = writeln!(
            out,
            "<tr><td><span class=\"badge {}\">{}{}</span></td><td class=\"mono\">{}</td><td class=\"num\">{}</td>\
             <td>{}</td></tr>",
            weight.class(),
            icon(weight.class()),
            omitted.severity.name(),
            omitted.rule,
            omitted.count,
            Text(reason),
        );
    }
    out.push_str("</tbody>\n</table>\n");
}
