//! The bounded list of what is odd about one entry.

use core::mem::discriminant;

use crate::model::{Anomaly, AnomalyKind, Limits};

/// Adds an anomaly, unless the list holds `Limits::ANOMALIES` that weigh the same.
pub(super) fn note(list: &mut Vec<Anomaly>, offset: u64, kind: AnomalyKind) {
    let same = list.iter().filter(|anomaly| weighs_same(&anomaly.kind, &kind)).count();
    if same < Limits::ANOMALIES {
        list.push(Anomaly { offset, entry: None, kind });
    }
}

/// Rules grade some kinds by their contents: the light ones must not crowd out a heavy one.
fn weighs_same(one: &AnomalyKind, other: &AnomalyKind) -> bool {
    use AnomalyKind::{
        DanglingExtension, DroppedHeader, ExtensionOrder, MixedLongName, PaxEmbeddedRecord,
        PaxIgnoredName,
    };
    match (one, other) {
        (DroppedHeader { data: a, .. }, DroppedHeader { data: b, .. })
        | (ExtensionOrder { same: a, .. }, ExtensionOrder { same: b, .. })
        | (MixedLongName { conflict: a }, MixedLongName { conflict: b })
        | (PaxIgnoredName { newline: a, .. }, PaxIgnoredName { newline: b, .. })
        | (PaxEmbeddedRecord { steers: a, .. }, PaxEmbeddedRecord { steers: b, .. }) => a == b,
        (DanglingExtension { typeflag: a }, DanglingExtension { typeflag: b }) => a == b,
        _ => discriminant(one) == discriminant(other),
    }
}

#[cfg(test)]
mod tests {
    use super::note;
    use crate::model::{AnomalyKind, Limits};

    #[test]
    fn light_ones_do_not_crowd_out_a_heavy_one() {
        let mut list = Vec::new();
        for _ in 0..100 {
            note(&mut list, 0, AnomalyKind::ExtensionOrder { typeflag: b'L', same: true });
        }
        note(&mut list, 1, AnomalyKind::ExtensionOrder { typeflag: b'L', same: false });
        assert_eq!(list.len(), Limits::ANOMALIES + 1);
        assert_eq!(list.last().map(|anomaly| anomaly.offset), Some(1));
    }
}
