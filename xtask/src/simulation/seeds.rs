//! The seeds of a usual run: some that are always the same, and others for each commit.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::repo;

/// The number of seeds from 0 that run each time.
pub(super) const FIXED: u64 = 500;

/// The number of seeds from 0 that run each time with several clients.
pub(super) const FIXED_WITH_SEVERAL: u64 = 200;

/// The number of seeds that are other ones for each commit.
pub(super) const FRESH: u64 = 1500;

/// Above all fixed seeds.
const LOWEST: u64 = 1_000_000;

/// The number of ranges of fresh seeds, which do not overlap.
const RANGES: u64 = 1_000_000;

/// Returns the first fresh seed and its origin: the commit, or the time of day where there is no git.
pub(super) fn fresh() -> (u64, String) {
    if let Some(commit) = commit()
        && let Some(number) = number(&commit)
    {
        return (first(number), format!("commit {commit}"));
    }
    let time = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = time.map_or(0, |time| time.as_secs());
    (first(seconds), format!("the time of day, {seconds}"))
}

fn first(number: u64) -> u64 {
    LOWEST + number % RANGES * FRESH
}

/// Returns a number from a commit's hash.
fn number(commit: &str) -> Option<u64> {
    u64::from_str_radix(commit.get(..12)?, 16).ok()
}

fn commit() -> Option<String> {
    let mut git = Command::new("git");
    git.args(["rev-parse", "HEAD"]).current_dir(repo::root());
    let output = git.output().ok().filter(|it| it.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_seeds_differ_by_commit_and_overlap_nothing() {
        let hashes = [
            "0000000000000000000000000000000000000000",
            "0000000000010000000000000000000000000000",
            "998ec8c0c6b0f1c2d3e4f5061728394a5b6c7d8e",
            "",
            "not a hash at all",
        ];
        let firsts = hashes.map(|hash| number(hash).map(first));
        assert_eq!(
            firsts,
            [
                Some(1_000_000),
                Some(1_001_500),
                Some(725_104_000),
                None,
                None
            ]
        );
        const { assert!(FIXED <= LOWEST) };
    }
}
