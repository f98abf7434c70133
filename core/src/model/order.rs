//! Sorting, compiled once: the code of the standard sort would else be there for every type of item.

use core::cmp::Ordering;

/// Sorts the items, equal ones in the order that they had.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_positions(&mut order, &mut |left, right| match (items.get(left), items.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    arrange(order, &mut |left, right| items.swap(left, right));
}

/// Sorts the items by a key, equal ones in the order that they had.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

fn sort_positions(order: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    order.sort_by(|&left, &right| compare(left, right));
}

/// Puts at each place the item that `order` names there, along the cycles of the permutation.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while let Some(from) = order.get_mut(place).map(|from| core::mem::replace(from, place))
            && from != start
            && from != place
        {
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_sort(items in proptest::collection::vec((0_u8..8, any::<u16>()), 0..200)) {
            let (mut ours, mut expected) = (items.clone(), items);
            sort_by_key(&mut ours, |item| item.0);
            expected.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &expected);
            sort_by(&mut ours, |left, right| right.cmp(left));
            expected.sort_by(|left, right| right.cmp(left));
            prop_assert_eq!(&ours, &expected);
        }
    }
}
