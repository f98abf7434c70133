use crate::model::{GoesOn, Grade};

/// Grade and message for an entry that has a size and takes no data, for the rules that tell of one.
///
/// The lesser grade is for a size that stands for nothing: all readers but those that skip it see the same.
pub(super) fn two_readings(
    what: &'static str,
    size: u64,
    goes_on: GoesOn,
) -> (Grade, impl FnOnce() -> String) {
    let (grade, readings) = match goes_on {
        GoesOn::Both => {
            (Grade::Full, "the archive goes on with that much data skipped and without")
        }
        GoesOn::WithData => (Grade::Full, "no header follows unless that much data is skipped"),
        GoesOn::WithoutData => (Grade::Lesser, "the archive goes on without data only"),
    };
    (grade, move || format!("{what} has a size of {size}, {readings}"))
}
