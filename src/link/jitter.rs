//! What is left to chance: how long a pause is.

use std::time::Duration;

/// At most this part of a pause is left out.
const AT_MOST: f64 = 0.25;

/// Shortens pauses by chance, so that servers which fell together are not all tried together. Equal
/// seeds shorten equally.
#[derive(Debug)]
pub struct Jitter(Option<fastrand::Rng>);

impl Jitter {
    /// What it does follows from this number alone.
    pub fn seeded(seed: u64) -> Self {
        Jitter(Some(fastrand::Rng::with_seed(seed)))
    }

    /// Leaves every pause as it is.
    pub fn none() -> Self {
        Jitter(None)
    }

    /// Another one, whose choices have nothing to do with those of this one.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Jitter(self.0.as_mut().map(fastrand::Rng::fork))
    }

    /// Returns a length between three quarters of the pause and all of it.
    pub fn shorten(&mut self, pause: Duration) -> Duration {
        pause - self.up_to(pause.mul_f64(AT_MOST))
    }

    /// Returns a length up to this one. Without chance it is zero.
    pub fn up_to(&mut self, most: Duration) -> Duration {
        match &mut self.0 {
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
    fn without_jitter_a_pause_stays_as_it_is() {
        assert_eq!(pauses(Jitter::none().fork()), [PAUSE; 1000]);
    }
}
