//! The attempts to get a status that must come before an operation.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::model::event::Unreachable;
use crate::site::Timing;

/// The first pause between two attempts, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(2));

/// The number of attempts after which a name that is not known, or a computer that cannot be reached,
/// is believed. Neither is the sign of a busy server.
const HOPELESS_ATTEMPTS: u32 = 3;

/// The attempts up to the action timeout. Each has more patience than the last, since an abandoned
/// connection takes a place in the server's queue.
#[derive(Debug)]
pub(super) struct Retry {
    deadline: Instant,
    pause: Duration,
    patience: Duration,
    failures: u32,
}

impl Retry {
    pub(super) fn new(timing: Timing) -> Self {
        Retry {
            deadline: Instant::now() + timing.action_timeout,
            pause: PAUSE.0,
            patience: timing.status_timeout,
            failures: 0,
        }
    }

    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The time that a reply may take.
    pub(super) fn patience(&self) -> Duration {
        self.patience.min(self.left())
    }

    /// Returns true if another attempt may succeed. `unreachable` is the reason why the last had no
    /// answer, if it had none.
    pub(super) fn is_worthwhile(&mut self, unreachable: Option<Unreachable>) -> bool {
        self.failures += 1;
        let is_hopeless = match unreachable {
            Some(Unreachable::UnknownHost | Unreachable::NoRoute) => {
                self.failures >= HOPELESS_ATTEMPTS
            }
            Some(_) | None => false,
        };
        !is_hopeless && Instant::now() + self.pause < self.deadline
    }

    /// Waits until the next attempt is due.
    pub(super) async fn pause(&mut self, unreachable: Option<Unreachable>) {
        sleep(self.pause).await;
        if unreachable.is_some() {
            self.pause = (self.pause * 2).min(PAUSE.1);
            self.patience *= 2;
        }
    }
}
