//! Chance in the length of pauses.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// At most this part of a pause is left out.
const AT_MOST: f64 = 0.25;

/// The largest number of servers whose rounds share a wake-up.
const MOST_PER_WAKE_UP: u32 = 16;

/// Shortens pauses by chance, so that servers which fell together are not all tried together. Equal
/// seeds shorten equally.
#[derive(Debug)]
pub struct Jitter {
    chance: Option<fastrand::Rng>,
    wake_ups: Arc<Mutex<WakeUps>>,
}

/// The number of rounds that are planned for each instant. Rounds that begin together cost less: the
/// processor sleeps on in between, and finds code and data in its caches.
type WakeUps = BTreeMap<Instant, u32>;

impl Jitter {
    /// What it does follows from this number alone.
    pub fn seeded(seed: u64) -> Self {
        Jitter {
            chance: Some(fastrand::Rng::with_seed(seed)),
            wake_ups: Arc::default(),
        }
    }

    /// Leaves every pause as it is.
    pub fn none() -> Self {
        Jitter {
            chance: None,
            wake_ups: Arc::default(),
        }
    }

    /// Returns another one, whose choices have nothing to do with those of this one. Both plan the same
    /// wake-ups.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Jitter {
            chance: self.chance.as_mut().map(fastrand::Rng::fork),
            wake_ups: Arc::clone(&self.wake_ups),
        }
    }

    /// Returns the pause until the next round of a server: all of `pause`, or up to a sixteenth less. If
    /// possible it ends when the pauses of other servers end.
    pub fn until_next_round(&mut self, now: Instant, pause: Duration) -> Duration {
        if self.chance.is_none() {
            return pause;
        }
        let latest = now + pause;
        let planned = latest - self.up_to(pause / 16);
        let mut wake_ups = self.wake_ups.lock().unwrap_or_else(PoisonError::into_inner);
        while wake_ups.first_key_value().is_some_and(|(at, _)| *at < now) {
            wake_ups.pop_first();
        }
        let mut near = wake_ups.range(latest - pause / 16..=latest);
        let shared = near.find(|(_, rounds)| **rounds < MOST_PER_WAKE_UP);
        let at = shared.map_or(planned, |(at, _)| *at);
        *wake_ups.entry(at).or_default() += 1;
        at - now
    }

    /// Returns a length between three quarters of the pause and all of it.
    pub fn shorten(&mut self, pause: Duration) -> Duration {
        pause - self.up_to(pause.mul_f64(AT_MOST))
    }

    /// Returns a length up to this one. Without chance it is zero.
    pub fn up_to(&mut self, most: Duration) -> Duration {
        match &mut self.chance {
            Some(chance) => most.mul_f64(chance.f64()),
            None => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(20);

    fn pauses(mut jitter: Jitter) -> Vec<Duration> {
        (0..1000).map(|_| jitter.shorten(PAUSE)).collect()
    }

    #[test]
    fn pauses_are_spread_over_their_last_quarter() {
        let pauses = pauses(Jitter::seeded(1));
        let mut quarters = [0; 4];
        for pause in &pauses {
            let from_shortest = pause.checked_sub(PAUSE * 3 / 4).unwrap();
            let quarter = from_shortest.as_millis() * 4 / 5000;
            quarters[usize::try_from(quarter).unwrap().min(3)] += 1;
        }
        assert!(pauses.iter().all(|pause| *pause <= PAUSE));
        assert!(quarters.iter().all(|pauses| *pauses > 200), "{quarters:?}");
    }

    #[test]
    fn equal_seeds_shorten_equally_and_forks_differently() {
        assert_eq!(pauses(Jitter::seeded(1)), pauses(Jitter::seeded(1)));
        let mut first = Jitter::seeded(1);
        let (second, third) = (first.fork(), first.fork());
        assert_ne!(pauses(second), pauses(third));
    }

    #[test]
    fn rounds_of_up_to_sixteen_servers_share_a_wake_up() {
        let mut jitter = Jitter::seeded(1);
        let mut servers: Vec<Jitter> = (0..40).map(|_| jitter.fork()).collect();
        let begin = Instant::now();
        let spread = Duration::from_millis(1);
        let mut next: Vec<Instant> = (0..40).map(|server| begin + spread * server).collect();
        for _ in 0..20 {
            let mut together = BTreeMap::<Instant, u32>::new();
            for (server, next) in servers.iter_mut().zip(&mut next) {
                let pause = server.until_next_round(*next, PAUSE);
                assert!(pause <= PAUSE && pause >= PAUSE * 15 / 16, "{pause:?}");
                *next += pause;
                *together.entry(*next).or_default() += 1;
            }
            let rounds: Vec<u32> = together.into_values().collect();
            assert_eq!(rounds.iter().sum::<u32>(), 40);
            assert!(
                rounds.len() == 3 && rounds.iter().all(|it| *it <= 16),
                "{rounds:?}"
            );
        }
    }

    #[test]
    fn rounds_of_two_programs_are_planned_differently() {
        let begin = Instant::now();
        let pauses = |seed| {
            let mut jitter = Jitter::seeded(seed);
            let pauses = (0..1000).map(|_| jitter.until_next_round(begin, PAUSE));
            pauses.collect::<Vec<_>>()
        };
        assert_ne!(pauses(1), pauses(2));
    }

    #[test]
    fn without_jitter_a_pause_stays_as_it_is() {
        assert_eq!(pauses(Jitter::none().fork()), [PAUSE; 1000]);
    }
}
