//! The browser page: as files for any web server, and as one file that needs nothing else.

use std::{fs, path::Path, process::Command};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::{Fault, tools};

/// The modules and the worker's script, which both forms of the page have.
const PARTS: [&str; 3] = ["ocivet.wasm", "ocivet-render.wasm", "worker.js"];

/// The single file's name.
const SINGLE: &str = "ocivet.html";

/// What differs between the forms.
struct Form<'a> {
    style: &'a str,
    scripts: &'a str,
    /// Where scripts, styles and requests of the page may come from, for its policy.
    script: &'a str,
    styles: &'a str,
    connect: &'a str,
}

/// Builds the page into `out` from its sources and the package in `npm`.
pub(crate) fn build(top: &Path, npm: &Path, out: &Path) -> Result<(), Fault> {
    let _ = fs::remove_dir_all(out);
    fs::create_dir_all(out)?;
    let dist = npm.join("dist");
    for module in &PARTS[..2] {
        fs::copy(dist.join(module), out.join(module))?;
    }
    bundle(top, npm, &dist.join("worker.js"), &out.join("worker.js"))?;
    let style = style(top)?;
    write_files(top, npm, out, &style)?;
    write_single(top, npm, out, &style)
}

fn write_files(top: &Path, npm: &Path, out: &Path, style: &str) -> Result<(), Fault> {
    bundle(top, npm, &top.join("wasm/page/js/files.js"), &out.join("page.js"))?;
    fs::write(out.join("page.css"), style)?;
    let form = Form {
        style: "<link rel=\"stylesheet\" href=\"page.css\">",
        scripts: "<script src=\"page.js\" defer></script>",
        script: "'self'",
        styles: "'self'",
        connect: "'self'",
    };
    fs::write(out.join("index.html"), page(top, &form)?)?;
    Ok(())
}

fn write_single(top: &Path, npm: &Path, out: &Path, style: &str) -> Result<(), Fault> {
    let work = top.join("target/wasm-module/single.js");
    bundle(top, npm, &top.join("wasm/page/js/single.js"), &work)?;
    let script = fs::read_to_string(&work)?;
    let parts: Result<Vec<_>, Fault> = PARTS.iter().map(|part| data(out, part)).collect();
    let scripts = format!("{}<script>{}</script>", parts?.concat(), whole("script", &script)?);
    let form = Form {
        style: &format!("<style>{}</style>", whole("style", style)?),
        scripts: &scripts,
        script: &source_of(&script),
        styles: &source_of(style),
        connect: "'none'",
    };
    fs::write(out.join(SINGLE), page(top, &form)?)?;
    Ok(())
}

/// A part as an element that holds data, which browsers do not run.
fn data(out: &Path, part: &str) -> Result<String, Fault> {
    let text = STANDARD.encode(fs::read(out.join(part))?);
    Ok(format!("<script type=\"text/plain\" id=\"{part}\">{text}</script>\n"))
}

/// The text of an element, which must not end the element nor begin what hides its end.
fn whole<'a>(element: &str, text: &'a str) -> Result<&'a str, Fault> {
    let lower = text.to_ascii_lowercase();
    if lower.contains(&format!("</{element}")) || lower.contains("<!--") || text.contains('\r') {
        return Err(format!("the {element} of the page cannot stand in a page").into());
    }
    Ok(text)
}

/// A text in a policy: by its digest.
fn source_of(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// The page with a policy that allows what it is made of and nothing else. Workers are made from a script that the
/// page has already, and texts never become markup or script.
fn page(top: &Path, form: &Form<'_>) -> Result<String, Fault> {
    let source = |file: &str| fs::read_to_string(top.join(file));
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; connect-src {}; worker-src blob:; \
         img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types ocivet",
        form.script, form.styles, form.connect,
    );
    let icon = STANDARD.encode(source("wasm/page/icon.svg")?.trim_end());
    let symbols = source("core/src/render/html/symbols.svg")?;
    let mut text = source("wasm/page/index.html")?;
    for (name, value) in [
        ("policy", policy.as_str()),
        ("icon", &icon),
        ("symbols", symbols.trim_end()),
        ("style", form.style),
        ("scripts", form.scripts),
    ] {
        let place = format!("{{{{{name}}}}}");
        if text.matches(&place).count() != 1 {
            return Err(format!("wasm/page/index.html must have {place} once").into());
        }
        text = text.replace(&place, value);
    }
    Ok(text)
}

/// The style of reports, and what the page has beyond them.
fn style(top: &Path) -> Result<String, Fault> {
    let report = fs::read_to_string(top.join("core/src/render/html/style.css"))?;
    Ok(report + &fs::read_to_string(top.join("wasm/page/page.css"))?)
}

/// One script from modules, as they are written: who wants to can read it.
fn bundle(top: &Path, npm: &Path, entry: &Path, out: &Path) -> Result<(), Fault> {
    let package = npm.join("dist/browser.js").canonicalize()?;
    tools::run(
        Command::new("node")
            .arg(top.join("wasm/node_modules/esbuild/bin/esbuild"))
            .arg(entry)
            .arg(format!("--alias:ocivet={}", package.display()))
            .arg(format!("--outfile={}", out.display()))
            .args(["--bundle", "--format=iife", "--target=es2022", "--charset=utf8"])
            // The package looks for its parts beside itself where nobody says where they are; the page does.
            .args(["--log-level=warning", "--log-override:empty-import-meta=silent"]),
    )
}
