//! What the build of a Dockerfile fetches.

use core::fmt::Write as _;

use super::escape::Text;
use crate::{
    model::{Report, SourceSummary},
    render::words,
};

pub(super) fn write(out: &mut String, report: &Report) {
    let Some(sources) = &report.sources else { return };
    out.push_str("<section>\n<h3>What the build fetches</h3>\n");
    if sources.is_empty() {
        out.push_str("<p class=\"soft\">Nothing.</p>\n</section>\n");
        return;
    }
    out.push_str(
        "<table>\n<thead><tr><th scope=\"col\">line</th><th scope=\"col\">by</th><th scope=\"col\">what</th>\
         <th scope=\"col\">pinned</th></tr></thead>\n<tbody>\n",
    );
    for source in sources {
        write_row(out, source);
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn write_row(out: &mut String, source: &SourceSummary) {
    let line = source.line.map(|line| line.to_string()).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<tr><td>{line}</td><td>{}</td><td class=\"mono\">{}</td><td>{}</td></tr>",
        Text(source.origin.written()),
        Text(&words::source(source)),
        if source.pinned { "yes" } else { "no" },
    );
}
