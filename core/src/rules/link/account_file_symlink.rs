use crate::{
    model::Escaped,
    rules::{
        Findings, MergedContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image in which `etc/passwd` or `etc/group` is a symlink that ends below `/dev` or `/proc`,
    /// once all layers lie over each other.
    ///
    /// ## Why it matters
    /// Engines read these files from outside the container to find out who a user is: one that leads
    /// into `/dev` or `/proc` is then a device or file of the host, and reading some never ends.
    ///
    /// ## What to do
    /// Do not run the image.
    ///
    /// ## When it is fine
    /// Never. A symlink to another file of the image is normal and not reported: Nix makes them.
    ACCOUNT_FILE_SYMLINK = "link/account-file-symlink";
    summary: "passwd or group leads into /dev or /proc";
    levels: { layer: Deny, package: Off };
    since: "0.1.0";
    sources: ["CVE-2024-9676"];
    check: Merged(check);
}

fn check(cx: &MergedContext<'_>, out: &mut Findings) {
    for name in ["etc/passwd", "etc/group"] {
        let Some(symlink) = cx.merged.symlink_at(&cx.merged.walk(name.as_bytes())) else {
            continue;
        };
        let end = cx.merged.path_of(&cx.merged.follow_symlink(symlink));
        let is_below = |folder: &[u8]| {
            end.strip_prefix(folder).is_some_and(|rest| matches!(rest, [] | [b'/', ..]))
        };
        if is_below(b"dev") || is_below(b"proc") {
            out.report(|| {
                let link = cx.describe(symlink);
                let message = format!("{name} of the image is the {link}, at /{}", Escaped(&end));
                Seen::new(cx.place_of_symlink(symlink), message)
            });
        }
    }
}
