use super::{STYLE, SYMBOLS, escape::Text};
use crate::render::{
    Format, render_all,
    tests::{denied, hostile, passed},
};

fn pages() -> Vec<String> {
    let mut pages: Vec<_> =
        [passed(), denied(), hostile()].iter().map(|report| report.render(Format::Html)).collect();
    pages.push(render_all(&[denied(), hostile(), passed()], Format::Html));
    pages
}

/// Tags of a page with their attributes; everything must be opened, closed and quoted as in XML.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let mut rest = body;
    while let Some((text, after)) = rest.split_once('<') {
        // Style sheets have this sign, text has not.
        assert!(!text.contains('>') || open.last().unwrap() == "style", "{text}");
        assert_entities(text);
        let (tag, next) = after.split_once('>').unwrap();
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{tag}");
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
        tags.push((name.to_owned(), attributes_of(attributes)));
        if !empty {
            open.push(name.to_owned());
        }
    }
    assert_eq!(rest, "\n");
    assert!(open.is_empty(), "{open:?}");
    tags
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap();
        let (value, after) = after.split_once('"').unwrap();
        assert!(name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'), "{name}");
        assert_entities(value);
        assert!(found.iter().all(|(other, _)| other != name), "{name} twice");
        found.push((name.to_owned(), value.to_owned()));
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    found
}

fn assert_entities(text: &str) {
    for after in text.split('&').skip(1) {
        let (name, _) = after.split_once(';').unwrap();
        assert!(["amp", "lt", "gt", "quot", "#39", "#96"].contains(&name), "{name}");
    }
}

#[test]
fn pages_are_well_formed_and_hold_nothing_that_acts_or_loads() {
    let known = [
        "a", "article", "b", "body", "caption", "code", "dd", "details", "div", "dl", "dt",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "li", "main",
        "mark", "meta", "nav", "p", "path", "pre", "rect", "section", "span", "strong", "style",
        "summary", "svg", "symbol", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
        "use",
    ];
    for page in pages() {
        for (name, attributes) in tags(&page) {
            assert!(known.contains(&name.as_str()), "{name}");
            for (attribute, value) in attributes {
                assert!(!attribute.starts_with("on") && attribute != "style", "{attribute}");
                assert!(!["src", "srcset", "action", "data"].contains(&attribute.as_str()));
                if attribute == "href" {
                    assert!(value.starts_with('#'), "{value}");
                }
                if attribute == "http-equiv" {
                    assert_eq!(value, "Content-Security-Policy");
                }
            }
        }
    }
    for own in [STYLE, SYMBOLS] {
        for word in ["url(", "@import", "http", "javascript", "expression"] {
            assert!(!own.contains(word), "{word}");
        }
    }
}

#[test]
fn links_lead_somewhere_and_ids_are_unique() {
    for page in pages() {
        let tags = tags(&page);
        let all = |wanted: &str| -> Vec<String> {
            let attributes = tags.iter().flat_map(|(_, attributes)| attributes);
            attributes.filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect()
        };
        let ids = all("id");
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        for link in all("href") {
            assert!(ids.iter().any(|id| link.strip_prefix('#') == Some(id)), "{link}");
        }
    }
}

#[test]
fn headings_rise_by_one() {
    for page in pages() {
        let mut last = 0;
        for (name, _) in tags(&page) {
            let rank = name.strip_prefix('h').and_then(|rank| rank.parse::<u8>().ok());
            if let Some(rank) = rank {
                assert!(rank <= last + 1, "h{rank} after h{last}");
                last = rank;
            }
        }
    }
}

#[test]
fn the_policy_allows_the_style_sheet_and_nothing_else() {
    let page = passed().render(Format::Html);
    let (_, rest) = page.split_once("content=\"default-src 'none'; style-src 'sha256-").unwrap();
    let (hash, rest) = rest.split_once("'; base-uri 'none'; form-action 'none'\"/>").unwrap();
    assert_eq!(hash.len(), 44);
    assert!(rest.contains(&format!("<style>{STYLE}</style>")));
    assert!(!STYLE.contains('<') && !STYLE.contains('\r'));
}

#[test]
fn the_page_says_what_was_found_and_why() {
    let page = denied().render(Format::Html);
    for part in [
        "<title>DENY image.tar · ocivet</title>",
        "<strong>Denied</strong>",
        "<b>3</b> deny",
        "<b>2</b> suppressed",
        "<h4>Layer 2 of 2 of image example.com/team/debian:1 (+1) linux/amd64</h4>",
        "name ../../etc/passwd climbs above the root</p>",
        "at entry ../../etc/passwd, byte 1536 of the layer",
        "see entry etc/passwd, byte 512 of the layer",
        "<summary>About path/parent-escape</summary>",
        "<h6>Why it matters</h6>",
        "allowed by the configuration: our installer strips it",
        "href=\"#r0-g",
        ">missing<",
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
    let page = passed().render(Format::Html);
    assert!(
        page.contains("<strong>Passed</strong>") && page.contains("<p class=\"soft\">None.</p>")
    );
}

#[test]
fn many_findings_of_a_rule_are_folded() {
    let mut report = denied();
    report.findings = vec![report.findings[0].clone(); 30];
    let page = report.render(Format::Html);
    tags(&page);
    assert!(page.contains("<summary>22 more</summary>"));
    assert_eq!(page.matches("<h6>Why it matters</h6>").count(), 1);
}

#[test]
fn text_stays_text() {
    let text = "<script>\"'&`\u{202e}\0##vso[x]</style>";
    let shown = "&lt;script&gt;&quot;&#39;&amp;&#96;\\u{202e}\\u{0}#\\u{23}vso[x]&lt;/style&gt;";
    assert_eq!(Text(text).to_string(), shown);
}
