//! The clocks of one computer.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use chrono::DateTime;
use pekat_tray::model::event::Now;
use tokio::time::Instant;

/// A handle; clones are the same clocks. The clock that measures is the simulation's, and the clock on
/// the wall is set by the story.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    start: Instant,
    /// By how many milliseconds the clock on the wall is ahead of the one that measures.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    pub(super) fn new() -> Clock {
        Clock {
            start: Instant::now(),
            ahead: Arc::new(AtomicI64::new(0)),
        }
    }

    /// Sets the clock on the wall forward, or back.
    pub(super) fn set_forward(&self, seconds: i64) {
        self.ahead.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub(super) fn wall(&self) -> SystemTime {
        // Far enough from its beginning for every clock that is set back.
        let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let millis = self.ahead.load(Ordering::Relaxed);
        let by = Duration::from_millis(millis.unsigned_abs());
        let wall = day + self.start.elapsed();
        if millis < 0 { wall - by } else { wall + by }
    }

    pub(super) fn now(&self) -> Now {
        Now {
            instant: Instant::now().into_std(),
            local: DateTime::<chrono::Utc>::from(self.wall()).naive_utc(),
        }
    }
}
