use crate::model::Grade;

/// Grade and message for an entry that has a size and takes no data, for the rules that tell of one.
///
/// `both` where the archive goes on with the data skipped and without it.
pub(super) fn two_readings(
    what: &'static str,
    size: u64,
    both: bool,
) -> (Grade, impl FnOnce() -> String) {
    let (grade, readings) = if both {
        (Grade::Full, "the archive goes on with that much data skipped and without")
    } else {
        (Grade::Lesser, "the archive goes on in one way only")
    };
    (grade, move || format!("{what} has a size of {size}, {readings}"))
}
