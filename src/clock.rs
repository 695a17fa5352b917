//! The one place that asks what time it is now; everything that decides is told.

use std::time::Instant;

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
