//! GNU's long names, and its typeflags that are no ordinary members.
//!
//! Source: GNU tar manual, "Basic Tar Format" and "Extensions to the POSIX format".

use super::notes::note;
use crate::model::{Anomaly, AnomalyKind};

/// Cuts the data of an `L` or `K` header to the name in it: all but one final NUL.
///
/// Differs: GNU tar and most readers end the name at the first NUL, Rust's `tar` keeps what is behind it. The
/// name is kept whole here, so that nothing of it is hidden.
pub(super) fn cut_name(data: &mut Vec<u8>, offset: u64, notes: &mut Vec<Anomaly>) {
    if data.last() == Some(&0) {
        data.pop();
    } else {
        note(notes, offset, AnomalyKind::GnuLongNoNul);
    }
    if data.contains(&0) {
        note(notes, offset, AnomalyKind::GnuLongNul);
    }
}

/// What is to be told about a member's typeflag alone.
pub(super) const fn type_anomaly(typeflag: u8) -> Option<AnomalyKind> {
    match typeflag {
        0 | b'0'..=b'7' | b'S' => None,
        b'D' => Some(AnomalyKind::GnuDumpdir),
        b'M' => Some(AnomalyKind::GnuMultivolume),
        b'N' => Some(AnomalyKind::GnuNames),
        b'V' => Some(AnomalyKind::GnuVolume),
        other => Some(AnomalyKind::UnknownType(other)),
    }
}
