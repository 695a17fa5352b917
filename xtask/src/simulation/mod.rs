//! The whole program but its window, on a clock and a network that exist in memory only: what is
//! shown and told is compared with the truth at every step, while everything goes wrong that can.
//!
//! All chance comes from one seed, so that a run can be repeated exactly.

mod driver;
mod fault;
mod manager;
mod network;
mod oracle;
mod plan;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::out;
pub use driver::{Figures, Told};

/// How many lines of a failed run's story are told.
const TOLD_AT_MOST: usize = 40;

/// Runs seeds `from`, `from + 1`, … and says what was done; a single one tells its whole story.
///
/// # Errors
/// When something that must hold does not; the story of the first such seed is told before.
pub fn simulate(seeds: u64, from: u64) -> Result<()> {
    let start = Instant::now();
    let told = run_all(seeds, from);
    if seeds == 1 {
        told.story.iter().for_each(out::line);
    }
    let Figures {
        seconds,
        events,
        clicks,
        polls,
        notices,
        faults,
    } = told.figures;
    out::line(format_args!(
        "{seeds} seeds from {from}: {} hours, {polls} polls, {events} events, {faults} changes for the worse, {clicks} clicks, {notices} notices in {:.1} s",
        seconds / 3600,
        start.elapsed().as_secs_f64()
    ));
    let Some((seed, failure)) = told.failure else {
        return Ok(());
    };
    if seeds > 1 {
        let skipped = told.story.len().saturating_sub(TOLD_AT_MOST);
        told.story.iter().skip(skipped).for_each(out::line);
    }
    bail!(
        "seed {seed}: {failure}\nrun it again alone with `cargo xtask sim --seeds 1 --from {seed}`"
    )
}

/// What came of some seeds: the figures of all, and the story of the one that failed or was last.
#[derive(Debug, Default)]
struct Came {
    figures: Figures,
    story: Vec<String>,
    failure: Option<(u64, String)>,
}

/// Runs on all cores until one fails; the smallest seed that failed counts.
fn run_all(seeds: u64, from: u64) -> Came {
    let next = AtomicU64::new(from);
    let end = from.saturating_add(seeds);
    let came = Mutex::new(Came::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let told = run(seed);
                    let mut came = came.lock().unwrap_or_else(PoisonError::into_inner);
                    came.figures += told.figures;
                    let worse = came.failure.as_ref().is_none_or(|(known, _)| seed < *known);
                    if let Some(failure) = told.failure.filter(|_| worse) {
                        came.failure = Some((seed, failure));
                        came.story = told.story;
                        next.store(end, Ordering::Relaxed);
                    } else if seeds == 1 {
                        came.story = told.story;
                    }
                }
            });
        }
    });
    came.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs one seed.
#[must_use]
pub fn run(seed: u64) -> Told {
    let run = catch_unwind(AssertUnwindSafe(|| driver::run(seed)));
    run.unwrap_or_else(|_| Told {
        failure: Some("it panicked, as told above".to_owned()),
        ..Told::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_makes_the_same_story() {
        let (first, second) = (run(7), run(7));
        assert_eq!(first, second);
        assert!(first.story.len() > 100, "{:?}", first.story);
    }

    #[test]
    fn what_must_hold_holds_for_the_first_seeds() {
        for seed in 0..20 {
            assert_eq!(run(seed).failure, None, "seed {seed}");
        }
    }
}
