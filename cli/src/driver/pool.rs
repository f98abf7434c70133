//! Work that does not depend on each other's order, on as many threads as are free.

use std::{
    panic::resume_unwind,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, Builder},
};

use super::{error::Fault, threads::Threads};

/// Does all work of a queue, from its end, on this thread and on those that `threads` permits.
///
/// The answers come in no particular order. After a fault nothing new is begun.
pub(super) fn run<W: Send, A: Send>(
    queue: Vec<W>,
    threads: &Arc<Threads>,
    work: impl Fn(W) -> Result<A, Fault> + Sync,
) -> Result<Vec<A>, Fault> {
    let others = queue.len().saturating_sub(1);
    let queue = Mutex::new(queue);
    let drain = || {
        let mut answers = Vec::new();
        while let Some(piece) = take(&queue) {
            match work(piece) {
                Ok(answer) => answers.push(answer),
                Err(fault) => {
                    lock(&queue).clear();
                    return Err(fault);
                }
            }
        }
        Ok(answers)
    };
    thread::scope(|scope| {
        let mut started = Vec::new();
        for _ in 0..others {
            let Some(permit) = threads.permit() else { break };
            let body = || {
                let _permit = permit;
                drain()
            };
            // Without another thread this one does more.
            let Ok(thread) = Builder::new().spawn_scoped(scope, body) else { break };
            started.push(thread);
        }
        let mut answers = drain()?;
        for thread in started {
            answers.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(answers)
    })
}

/// The next piece; the queue is free again when it is begun.
fn take<W>(queue: &Mutex<Vec<W>>) -> Option<W> {
    lock(queue).pop()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Fault, Threads, run};

    #[test]
    fn every_piece_is_done_once() {
        for jobs in [1, 4] {
            let mut done = run((0..1000).collect(), &Threads::new(jobs), Ok).unwrap();
            done.sort_unstable();
            assert!(done.into_iter().eq(0..1000), "{jobs} jobs");
        }
    }

    #[test]
    fn a_fault_of_any_piece_is_the_answer() {
        let work = |number: u32| if number == 500 { Err(Fault::changed()) } else { Ok(()) };
        for jobs in [1, 4] {
            assert!(run((0..1000).collect(), &Threads::new(jobs), work).is_err(), "{jobs} jobs");
        }
    }
}
