/// What an extension header is called in messages.
pub(super) const fn extension_name(typeflag: u8) -> &'static str {
    match typeflag {
        b'K' => "GNU long link",
        b'L' => "GNU long name",
        b'g' => "global PAX header",
        _ => "PAX header",
    }
}
