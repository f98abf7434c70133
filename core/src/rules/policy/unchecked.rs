use crate::{
    policy::Demand,
    rules::{
        DemandContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image in a file whose checksum was not found in a list of checksums, where a
    /// scope of the policy demands that.
    ///
    /// ## Why it matters
    /// Publishers of archives answer for the whole file by a list such as `CHECKSUM` or
    /// `SHA256SUMS`; the digests inside the file were written by whoever wrote the file.
    /// `docker load` looks at no such list.
    ///
    /// ## What to do
    /// Give the list with the image. What cannot be shown is denied.
    ///
    /// ## When it is fine
    /// If there is no list for images of this repository, a narrower scope without the
    /// demand says so.
    UNCHECKED = "policy/unchecked";
    summary: "file is in no list of checksums";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet options"];
    check: Demand(check);
}

fn check(cx: &DemandContext<'_>, out: &mut Findings) {
    if *cx.demand == Demand::Checksum {
        out.report(|| {
            let message =
                format!("{} is in no list of checksums, as {} demands", cx.subject, cx.by.by());
            Seen::new(cx.place.clone(), message)
        });
    }
}
