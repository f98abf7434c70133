use crate::{
    model::{FramingKind, InputKind, Place, Stream},
    rules::{
        ArchiveContext, Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A compressed stream that gives more bytes than the limit `expanded-size` allows (64 GiB):
    /// decompression stops there. And a compressed package that gives more than
    /// `package-expanded-size` (4 GiB).
    ///
    /// ## Why it matters
    /// It fills the disk of whoever unpacks it, however good its ratio is, and nothing beyond the
    /// limit was looked at.
    ///
    /// ## What to do
    /// Do not unpack it where space is shared. If the image is known to be that large, raise the
    /// limit for this input.
    ///
    /// ## When it is fine
    /// For images with very large contents, such as model weights or disk images.
    EXPANDED_SIZE = "limit/expanded-size";
    summary: "compressed stream is too large when decompressed";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CWE-409"];
    check: Framing(check), Archive(check_package);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::ExpandedSize { limit } = cx.anomaly.kind {
        out.report(|| {
            let message = format!("more than {limit} bytes come out, which is the limit");
            Seen::new(cx.place(), message)
        });
    }
}

fn check_package(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let limit = cx.limits.package_expanded_size;
    if cx.kind == InputKind::Package && cx.compressed && cx.expanded_size > limit {
        out.report(|| {
            let message = format!(
                "package gives {} bytes when decompressed, over the limit of {limit}",
                cx.expanded_size
            );
            Seen::new(Place::whole(Stream::File), message)
        });
    }
}
