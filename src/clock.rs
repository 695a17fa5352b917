//! The one place that asks what time it is now; everything that decides is told.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Local};

use crate::model::event::Now;

/// What time it is.
pub fn now() -> Now {
    Now {
        instant: Instant::now(),
        local: Local::now().naive_local(),
    }
}

/// What time it is on the wall, with how far that is from universal time.
pub fn wall() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

/// From the beginning of Windows' time, in 1601, to 1970.
const BEFORE_1970: Duration = Duration::from_secs(11_644_473_600);

/// What time it is after so long, as Windows counts: in steps of 100 ns since 1601.
pub fn windows_time(later: Duration) -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let since_1601 = since_1970.unwrap_or_default() + BEFORE_1970 + later;
    i64::try_from(since_1601.as_nanos() / 100).unwrap_or(i64::MAX)
}
