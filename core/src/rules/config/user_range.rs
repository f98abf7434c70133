use crate::{
    model::{escape_str, to_u64},
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A `User` whose user or group is a number below 0 or over 2^31-1.
    ///
    /// ## Why it matters
    /// containerd up to 1.7.26 let such a number wrap around to 0, so that a container
    /// which was meant to run without rights ran as root.
    ///
    /// ## What to do
    /// Do not run the image, or set the user when running it.
    ///
    /// ## When it is fine
    /// Never: Linux has no such user.
    USER_RANGE = "config/user-range";
    summary: "user or group is out of range";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2024-40635", "CVE-2026-46680"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some(value) = cx.config.options.user else { return };
    let text = value.as_str().unwrap_or_default();
    if text.split(':').any(is_out_of_range) {
        out.report(|| {
            let message =
                format!("user is {}, a number must be from 0 to 2147483647", escape_str(&text));
            Seen::new(cx.place(to_u64(value.start()), "/config/User"), message)
        });
    }
}

/// A number, with a sign or without, that is no user. Names, even of digits and letters, are none.
fn is_out_of_range(part: &str) -> bool {
    let digits = part.strip_prefix(['-', '+']).unwrap_or(part);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && part.parse::<i32>().ok().is_none_or(i32::is_negative)
}
