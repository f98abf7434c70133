//! The images of an input, each with the picture of its layers.

use core::fmt::Write as _;

use super::{
    Weight, digest_fact,
    escape::Text,
    exact, fact,
    findings::Groups,
    icon,
    picture::{self, Marks},
};
use crate::{
    model::{ImageSummary, LayerSummary, Report},
    render::{roles::image_name, words},
};

pub(super) fn write(out: &mut String, report: &Report, groups: &Groups<'_>, report_number: usize) {
    if report.images.is_empty() {
        return;
    }
    let marks = Marks::new(report);
    out.push_str("<section>\n<h3>Images</h3>\n");
    for (number, image) in report.images.iter().enumerate() {
        write_image(out, image, number, &marks, groups, report_number);
    }
    out.push_str("</section>\n");
}

fn write_image(
    out: &mut String,
    image: &ImageSummary,
    number: usize,
    marks: &Marks,
    groups: &Groups<'_>,
    report_number: usize,
) {
    let name = image_name(image, number);
    // Writing to a string cannot fail.
    let _ = write!(out, "<section>\n<h4>{}</h4>\n<dl class=\"facts\">\n", Text(&name));
    if image.references.len() > 1 {
        fact(out, "references", &image.references.join(", "));
    }
    for (name, digest) in [("manifest", &image.manifest), ("config", &image.config)] {
        if let Some(digest) = digest {
            digest_fact(out, name, &digest.to_string());
        }
    }
    for signature in &image.signatures {
        fact(out, "signature", &words::signature(signature));
    }
    out.push_str("</dl>\n");
    if image.layers.is_empty() {
        out.push_str("<p class=\"soft\">No layers.</p>\n</section>\n");
        return;
    }
    out.push_str(
        "<table class=\"layers\">\n<caption>Layers, from the lowest. Bars are as long as the unpacked layer, \
         with its stored size as a line below; marks are findings where they are.</caption>\n\
         <thead><tr><th scope=\"col\">layer</th><th scope=\"col\" class=\"wide\">sizes and findings</th>\
         <th scope=\"col\" class=\"num\">stored</th><th scope=\"col\" class=\"num\">unpacked</th>\
         <th scope=\"col\" class=\"num\">entries</th><th scope=\"col\">found</th></tr></thead>\n<tbody>\n",
    );
    let largest = picture::largest(&image.layers);
    for (at, layer) in image.layers.iter().enumerate() {
        write_layer(out, layer, at, largest, marks);
        write_found(out, layer, groups, report_number);
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn write_layer(out: &mut String, layer: &LayerSummary, at: usize, largest: u64, marks: &Marks) {
    let digest = layer.digest.as_ref().map(words::short_digest);
    let digest = digest.unwrap_or_else(|| "missing".to_owned());
    let compression = layer.compression.map_or("", |format| format.name());
    let _ = write!(
        out,
        "<tr><th scope=\"row\">{} <span class=\"mono soft\">{digest}</span> <span class=\"soft small\">{compression}\
         </span></th><td class=\"wide\">",
        at.saturating_add(1),
    );
    if layer.digest.is_some() {
        picture::write(out, layer, largest, marks);
    }
    let _ = write!(
        out,
        "</td><td class=\"num\" data-is=\"stored\" title=\"{}\">{}</td><td class=\"num\" data-is=\"unpacked\" title=\"{}\">{}\
         </td><td class=\"num\" data-is=\"entries\">{}</td><td>",
        exact(layer.size),
        words::bytes(layer.size),
        exact(layer.uncompressed_size),
        words::bytes(layer.uncompressed_size),
        layer.entries,
    );
}

/// How many findings of each weight are in a layer, with a link to them.
fn write_found(out: &mut String, layer: &LayerSummary, groups: &Groups<'_>, report_number: usize) {
    let found = layer.digest.and_then(|digest| groups.of_blob(&digest));
    let Some((group, counts)) = found else {
        out.push_str(if layer.digest.is_some() {
            "<span class=\"soft\">nothing</span>"
        } else {
            ""
        });
        return;
    };
    for weight in Weight::ALL {
        let count = counts.iter().filter(|other| **other == weight).count();
        if count > 0 {
            let _ = write!(
                out,
                "<a class=\"where\" href=\"#r{report_number}-g{group}\"><span class=\"badge {}\">{}</span>{count} {}</a>",
                weight.class(),
                icon(weight.class()),
                weight.word(),
            );
        }
    }
}
