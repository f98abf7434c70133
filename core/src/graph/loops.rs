//! Indexes that reach themselves.

use super::edge::Slot;
use super::model::{ImageGraph, Role};

/// How far the walk is with a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Fills `loops` by a walk in depth, without recursion.
pub(super) fn find(graph: &mut ImageGraph<'_>) {
    let mut marks = vec![Mark::New; graph.documents.len()];
    let mut loops = Vec::new();
    for start in 0..graph.documents.len() {
        let is_new = marks.get(start) == Some(&Mark::New);
        if is_new && graph.documents.get(start).is_some_and(|it| it.role == Role::Index) {
            walk(graph, start, &mut marks, &mut loops);
        }
    }
    graph.loops = loops;
}

fn walk(graph: &ImageGraph<'_>, start: usize, marks: &mut [Mark], loops: &mut Vec<usize>) {
    let edges = |document: usize| graph.documents.get(document).map_or(0..0, |it| it.edges.clone());
    let mut stack = vec![(start, edges(start))];
    set(marks, start, Mark::Open);
    while let Some((document, rest)) = stack.last_mut() {
        let Some(number) = rest.next() else {
            set(marks, *document, Mark::Done);
            stack.pop();
            continue;
        };
        let edge = graph.edges.get(number);
        let index =
            edge.filter(|edge| matches!(edge.slot, Slot::Manifest(_)) && edge.role == Role::Index);
        let Some(target) = index.and_then(|edge| graph.target_of(edge)) else { continue };
        match marks.get(target) {
            Some(Mark::New) => {
                set(marks, target, Mark::Open);
                stack.push((target, edges(target)));
            }
            Some(Mark::Open) => loops.push(number),
            _ => {}
        }
    }
}

fn set(marks: &mut [Mark], document: usize, mark: Mark) {
    if let Some(slot) = marks.get_mut(document) {
        *slot = mark;
    }
}
