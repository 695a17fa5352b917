//! A second thread that says so when the monitor's thread has stopped reporting.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// By how much the monitor may be late, for a busy computer gives no thread its turn exactly. It is
/// waited for twice, since after sleep the watchdog may be the first to run.
const LENIENCE: Duration = Duration::from_secs(2);

/// The monitor's promise to report again, shared with the watchdog.
#[derive(Debug)]
pub struct Pulse {
    start: Instant,
    /// Counted from the start, in milliseconds.
    promised: AtomicU64,
}

impl Pulse {
    /// Promises a report at once.
    pub fn new(now: Instant) -> Self {
        Pulse {
            start: now,
            promised: AtomicU64::new(0),
        }
    }

    /// Promises to report again by then.
    pub(super) fn promise(&self, until: Instant) {
        let millis = until.saturating_duration_since(self.start).as_millis();
        let millis = u64::try_from(millis).unwrap_or(u64::MAX);
        self.promised.store(millis, Ordering::Relaxed);
    }

    fn promised(&self) -> Instant {
        let millis = self.promised.load(Ordering::Relaxed);
        self.start + Duration::from_millis(millis)
    }
}

/// Watches over a promise that is renewed again and again. A pure machine.
#[derive(Debug, Default)]
struct Watchdog {
    /// A promise that was broken, and when that was seen first.
    broken: Option<(Instant, Instant)>,
}

/// What the watchdog makes of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Look again then.
    Wait(Instant),
    /// It was broken. Look again then.
    Silent(Instant),
}

impl Watchdog {
    fn look(&mut self, promised: Instant, now: Instant) -> Verdict {
        let due = promised + LENIENCE;
        if now < due {
            self.broken = None;
            return Verdict::Wait(due);
        }
        match self.broken {
            Some((broken, since)) if broken == promised && now >= since + LENIENCE => {
                Verdict::Silent(now + LENIENCE)
            }
            Some((broken, since)) if broken == promised => Verdict::Wait(since + LENIENCE),
            Some(_) | None => {
                self.broken = Some((promised, now));
                Verdict::Wait(now + LENIENCE)
            }
        }
    }
}

/// Calls `report` again and again while the promise is broken. Ends when `ended` can be sent to by
/// nobody any more.
pub(super) fn watch(pulse: &Pulse, ended: &Receiver<()>, report: impl Fn()) {
    let mut watchdog = Watchdog::default();
    loop {
        let wake_at = match watchdog.look(pulse.promised(), Instant::now()) {
            Verdict::Wait(wake_at) => wake_at,
            Verdict::Silent(wake_at) => {
                report();
                wake_at
            }
        };
        let patience = wake_at.saturating_duration_since(Instant::now());
        match ended.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks at the given seconds at a promise, and tells what is made of it, in seconds.
    fn looks(cases: &[(u64, u64)]) -> Vec<(&'static str, u64)> {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let pulse = Pulse::new(start);
        let mut watchdog = Watchdog::default();
        let look = |(now, promised): &(u64, u64)| {
            pulse.promise(at(*promised));
            let (word, when) = match watchdog.look(pulse.promised(), at(*now)) {
                Verdict::Wait(when) => ("wait", when),
                Verdict::Silent(when) => ("silent", when),
            };
            (word, (when - start).as_secs())
        };
        cases.iter().map(look).collect()
    }

    #[test]
    fn a_promise_that_is_kept_is_looked_at_when_it_is_due() {
        let cases = [(0, 10), (12, 20), (22, 30)];
        assert_eq!(looks(&cases), [("wait", 12), ("wait", 22), ("wait", 32)]);
    }

    #[test]
    fn a_broken_promise_is_told_after_a_second_look_and_until_it_is_kept() {
        let cases = [(0, 10), (12, 10), (13, 10), (14, 10), (16, 10), (18, 25)];
        let told = [
            ("wait", 12),
            ("wait", 14),
            ("wait", 14),
            ("silent", 16),
            ("silent", 18),
            ("wait", 27),
        ];
        assert_eq!(looks(&cases), told);
    }

    #[test]
    fn a_monitor_that_runs_again_after_sleep_was_not_silent() {
        let cases = [(0, 10), (3600, 10), (3602, 3612), (3614, 3624)];
        let told = [("wait", 12), ("wait", 3602), ("wait", 3614), ("wait", 3626)];
        assert_eq!(looks(&cases), told);
    }

    #[test]
    fn the_thread_ends_with_the_handle_and_reports_until_then() {
        let long_ago = Instant::now().checked_sub(LENIENCE * 2).unwrap();
        let pulse = Pulse::new(long_ago);
        let (handle, ended) = std::sync::mpsc::channel();
        let handle = std::cell::Cell::new(Some(handle));
        watch(&pulse, &ended, || drop(handle.take()));
        assert!(handle.take().is_none());
    }

    #[test]
    fn a_monitor_that_hangs_is_told() {
        use std::sync::{Mutex, mpsc};

        use crate::model::event::Event;
        use crate::monitor::Monitor;

        let (tell, told) = mpsc::channel();
        let (release, hang) = mpsc::channel::<()>();
        let hang = Mutex::new(hang);
        let monitor = Monitor::spawn(move |event| {
            if event == Event::MonitorSilent {
                tell.send(()).unwrap_or_default();
            } else {
                hang.lock().unwrap().recv().unwrap_or_default();
            }
        });
        let silent = told.recv_timeout(Duration::from_secs(60));
        assert_eq!(silent, Ok(()));
        drop((release, monitor));
    }
}
