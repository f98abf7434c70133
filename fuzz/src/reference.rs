//! Names of images.

use container_image_dist_ref::ImgRef;
use ocivet_core::{Options, Reference, check_name};

use crate::{case::split, sound::assert_sound};

/// The normal and the familiar form of a name mean the same name, the crate `container_image_dist_ref` takes what
/// ocivet takes and reads the same parts, and the report on any text is sound.
pub fn reference(data: &[u8]) {
    let (text, given) = split(data);
    let Ok(text) = str::from_utf8(text) else { return };
    let given = str::from_utf8(given).ok().and_then(|text| Options::from_json(text).ok());
    assert_sound(&check_name(text, &given.unwrap_or_default()), text.len());
    let Ok(ours) = Reference::parse(text) else { return };
    for form in [ours.to_string(), ours.familiar()] {
        let again = Reference::parse(&form).map(|again| again.to_string());
        assert_eq!(again, Ok(ours.to_string()), "{form}");
    }
    let other = ImgRef::new(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    // The other reader leaves it to its caller what the first component is.
    let name = Reference::parse(&format!("{}:x", other.name().to_str())).unwrap();
    assert_eq!(name.name(), ours.name(), "{text}");
    assert_eq!(other.tag(), ours.tag().filter(|_| !ours.implied().tag), "{text}");
    let digest = other.digest().map(|digest| digest.to_str().to_owned());
    assert_eq!(digest, ours.digest().map(|digest| digest.to_string()), "{text}");
}
