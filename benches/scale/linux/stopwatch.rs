//! The processor time of one thread, read by another.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;
use rustix::time::{ClockId, clock_gettime};

/// The time after which a thread that reports no poll counts as stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// Counts the polls of the thread that is measured. Time and count are taken together, directly
/// after a poll, so that few polls are measured as exactly as many.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    polls: AtomicU64,
    wanted: AtomicBool,
    lap_polls: AtomicU64,
    /// In nanoseconds.
    lap_processor: AtomicU64,
}

/// One reading of the stopwatch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lap {
    pub(crate) at: Instant,
    pub(crate) polls: u64,
    /// In nanoseconds.
    pub(crate) processor: u64,
}

impl Stopwatch {
    /// Counts a poll. Only the thread that is measured may call it.
    pub(crate) fn polled(&self) {
        let polls = self.polls.fetch_add(1, Ordering::Relaxed) + 1;
        if self.wanted.load(Ordering::Relaxed) {
            let time = clock_gettime(ClockId::ThreadCPUTime);
            let nanos = time.tv_sec * 1_000_000_000 + time.tv_nsec;
            self.lap_polls.store(polls, Ordering::Relaxed);
            self.lap_processor
                .store(nanos.unsigned_abs(), Ordering::Relaxed);
            self.wanted.store(false, Ordering::Release);
        }
    }

    /// Waits for the next poll.
    pub(crate) fn read(&self) -> anyhow::Result<Lap> {
        let since = Instant::now();
        self.wanted.store(true, Ordering::Release);
        while self.wanted.load(Ordering::Acquire) {
            ensure!(since.elapsed() < PATIENCE, "nothing was answered");
            thread::sleep(Duration::from_millis(1));
        }
        Ok(Lap {
            at: Instant::now(),
            polls: self.lap_polls.load(Ordering::Relaxed),
            processor: self.lap_processor.load(Ordering::Relaxed),
        })
    }
}
