//! The whole program but its window, on a clock and a network that exist in memory only: what is
//! shown and told is compared with the truth at every step, while everything goes wrong that can.
//!
//! All chance comes from one seed, so that a run can be repeated exactly.

mod client;
mod clock;
mod driver;
mod foreign;
mod log;
mod oracle;
mod plan;
mod plant;
mod seeds;
mod story;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::out;
pub use log::{Figures, Told};
pub use plan::Clients;

/// How many lines of a failed run's story are told.
const TOLD_AT_MOST: usize = 40;

/// Runs the fixed seeds, and those of the commit that is checked out.
///
/// # Errors
/// When a seed fails.
pub fn simulate_commit() -> Result<()> {
    let (from, origin) = seeds::fresh();
    let fresh = seeds::FRESH;
    out::line(format_args!(
        "fresh seeds by {origin}; again with `cargo xtask sim --seeds {fresh} --from {from}`"
    ));
    let fixed = simulate(seeds::FIXED, 0, Clients::One);
    let several = simulate(seeds::FIXED_WITH_SEVERAL, 0, Clients::Several);
    let fresh = simulate(fresh, from, Clients::One);
    fixed.and(several).and(fresh)
}

/// Runs seeds `from`, `from + 1`, … and prints what they did; a single one prints its whole story.
///
/// # Errors
/// When a seed fails; all seeds that failed, and the end of the first one's story, are printed before.
pub fn simulate(seeds: u64, from: u64, clients: Clients) -> Result<()> {
    let start = Instant::now();
    let Runs {
        figures,
        story,
        failures,
    } = run_all(seeds, from, clients);
    let shown = if seeds == 1 { usize::MAX } else { TOLD_AT_MOST };
    story
        .iter()
        .skip(story.len().saturating_sub(shown))
        .for_each(out::line);
    let Figures {
        seconds,
        events,
        clicks,
        polls,
        notices,
        faults,
    } = figures;
    out::line(format_args!(
        "{seeds} seeds from {from}: {} hours, {polls} polls, {events} events, {faults} changes for the worse, {clicks} clicks, {notices} notices in {:.1} s",
        seconds / 3600,
        start.elapsed().as_secs_f64()
    ));
    for (seed, failure) in &failures {
        out::line(format_args!("seed {seed}: {failure}"));
    }
    let several = match clients {
        Clients::One => "",
        Clients::Several => " --several",
    };
    match failures.first_key_value() {
        None => Ok(()),
        Some((first, _)) => bail!(
            "{} of {seeds} seeds failed\nrun one again alone with `cargo xtask sim --seeds 1 --from {first}{several}`",
            failures.len()
        ),
    }
}

/// The results of consecutive seeds.
#[derive(Debug, Default)]
struct Runs {
    figures: Figures,
    /// Of the first seed that failed, or of the only one.
    story: Vec<String>,
    failures: BTreeMap<u64, String>,
}

impl Runs {
    fn add(&mut self, seed: u64, told: Told, single: bool) {
        self.figures += told.figures;
        let first = self.failures.keys().next().is_none_or(|it| seed < *it);
        if single || (told.failure.is_some() && first) {
            self.story = told.story;
        }
        self.failures
            .extend(told.failure.map(|failure| (seed, failure)));
    }
}

/// Runs all of them, on all cores.
fn run_all(seeds: u64, from: u64, clients: Clients) -> Runs {
    let next = AtomicU64::new(from);
    let end = from.saturating_add(seeds);
    let runs = Mutex::new(Runs::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        return;
                    }
                    let told = run(seed, clients);
                    let mut runs = runs.lock().unwrap_or_else(PoisonError::into_inner);
                    runs.add(seed, told, seeds == 1);
                }
            });
        }
    });
    runs.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs one seed.
#[must_use]
pub fn run(seed: u64, clients: Clients) -> Told {
    let run = catch_unwind(AssertUnwindSafe(|| driver::run(seed, clients)));
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
        for clients in [Clients::One, Clients::Several] {
            let (first, second) = (run(7, clients), run(7, clients));
            assert_eq!(first, second);
            assert!(first.story.len() > 100, "{:?}", first.story);
        }
    }

    #[test]
    fn every_failure_is_kept_and_the_story_of_the_first() {
        let told = |story: &str, failure: Option<&str>| Told {
            story: vec![story.to_owned()],
            failure: failure.map(str::to_owned),
            ..Told::default()
        };
        let mut runs = Runs::default();
        // In the order in which threads finish.
        runs.add(8, told("eight", Some("wrong")), false);
        runs.add(5, told("five", Some("worse")), false);
        runs.add(6, told("six", None), false);
        runs.add(9, told("nine", Some("bad")), false);
        let failures = [(5, "worse"), (8, "wrong"), (9, "bad")];
        let failures = failures.map(|(seed, failure)| (seed, failure.to_owned()));
        assert_eq!(runs.failures, BTreeMap::from(failures));
        assert_eq!(runs.story, ["five"]);
    }

    #[test]
    fn what_must_hold_holds_for_the_first_seeds() {
        for seed in 0..20 {
            let failure = run(seed, Clients::One).failure;
            assert_eq!(failure, None, "seed {seed}");
        }
    }
}
