//! Quantiles of measured times.

use std::time::Duration;

/// The time that this part of the sorted `times` does not exceed; zero if there are none.
pub(crate) fn quantile(times: &[Duration], part: f64) -> Duration {
    let at = (times.len() as f64 * part) as usize;
    let time = times.get(at).or(times.last());
    time.copied().unwrap_or_default()
}
