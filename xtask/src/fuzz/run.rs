//! One run of a fuzz target, and what libFuzzer says of it.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{finds, folder, work};
use crate::repo;

/// An input that takes longer counts as a crash. In seconds.
const LONGEST_INPUT: u32 = 10;

/// A target that takes more counts as a crash. In MiB.
const MOST_MEMORY: u32 = 512;

/// One target at work.
pub(super) struct Run {
    target: &'static str,
    child: Child,
    log: PathBuf,
}

/// An input that makes a target fail.
pub(super) struct Crash {
    target: &'static str,
    cause: String,
    input: PathBuf,
}

impl fmt::Display for Crash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (target, cause, input) = (self.target, &self.cause, self.input.display());
        write!(
            f,
            "{cause}\n{target} failed; the input runs again with\n    cargo xtask fuzz {target} --input {input}"
        )
    }
}

impl Run {
    /// Sets a target to work for so long.
    pub(super) fn start(programs: &Path, target: &'static str, duration: Duration) -> Result<Run> {
        let crashes = work(target).join("crashes");
        fs::create_dir_all(&crashes)?;
        let log = work(target).join("log");
        let (seeds, corpus) = (folder("seeds", target), folder("corpus", target));
        let dictionary = repo::root().join("fuzz/dictionaries").join(target);
        let child = Command::new(programs.join(target))
            .arg(format!("-max_total_time={}", duration.as_secs()))
            .arg(format!("-timeout={LONGEST_INPUT}"))
            .arg(format!("-dict={}.dict", dictionary.display()))
            .arg(format!("-artifact_prefix={}/", crashes.display()))
            .arg(format!("-rss_limit_mb={MOST_MEMORY}"))
            .arg("-print_final_stats=1")
            // The first is where it keeps what it finds.
            .args([finds(target)?, corpus, seeds])
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("starting the fuzz target {target}"))?;
        Ok(Run { target, child, log })
    }

    /// Waits for its end.
    pub(super) fn finish(mut self) -> Result<(Row, Option<Crash>)> {
        let status = self.child.wait()?;
        let log = fs::read(&self.log)?;
        let log = String::from_utf8_lossy(&log);
        let row = Row::read(self.target, &log, !status.success());
        if status.success() {
            return Ok((row, None));
        }
        let written = log.rsplit_once("Test unit written to ");
        let Some((_, input)) = written else {
            bail!(
                "{} failed ({status}); see {}",
                self.target,
                self.log.display()
            );
        };
        let input = input.lines().next().unwrap_or_default();
        let crash = Crash {
            target: self.target,
            cause: cause(&log),
            input: PathBuf::from(input),
        };
        Ok((row, Some(crash)))
    }
}

/// The lines of a log that say why a target failed.
fn cause(log: &str) -> String {
    let says = |line: &&str| line.contains("panicked at") || line.contains("ERROR: libFuzzer");
    let lines = log.lines().skip_while(|line| !says(line));
    let lines = lines.take_while(|line| !line.starts_with("stack backtrace"));
    lines.take(6).collect::<Vec<_>>().join("\n")
}

/// What came of a run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    target: &'static str,
    inputs: String,
    corpus: String,
    edges: String,
    features: String,
    memory: String,
    failed: bool,
}

impl Row {
    pub(super) const HEADER: &str =
        "target        inputs tried  corpus (inputs/size)   edges  features  memory  crashes";

    /// Reads what libFuzzer prints: `#9  DONE   cov: 1 ft: 2 corp: 3/4b …` and, at the end, lines
    /// like `stat::peak_rss_mb: 5`.
    fn read(target: &'static str, log: &str, failed: bool) -> Row {
        let states = log.lines().filter(|line| line.starts_with('#'));
        let last = states.rev().find(|line| line.contains(" corp: "));
        let figure = |name: &str| {
            let mut words = last.unwrap_or_default().split_whitespace();
            words.find(|word| *word == name);
            words.next().unwrap_or("–").to_owned()
        };
        let statistic = |name: &str| {
            let line = log.lines().find_map(|line| line.strip_prefix(name));
            line.map_or("–", str::trim).to_owned()
        };
        Row {
            target,
            inputs: statistic("stat::number_of_executed_units:"),
            corpus: figure("corp:"),
            edges: figure("cov:"),
            features: figure("ft:"),
            memory: statistic("stat::peak_rss_mb:"),
            failed,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<12} {:>13} {:>21} {:>7} {:>9} {:>4} MB {:>8}",
            self.target,
            self.inputs,
            self.corpus,
            self.edges,
            self.features,
            self.memory,
            u8::from(self.failed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
INFO: seed corpus: files: 30 min: 3b
#31\tINITED cov: 253 ft: 557 corp: 27/1314b exec/s: 0 rss: 27Mb
#5\tDONE   cov: 300 ft: 1418 corp: 324/20Kb lim: 288 exec/s: 9955 rss: 29Mb
###### Recommended dictionary. ######
Done 159281 runs in 16 second(s)
stat::number_of_executed_units: 159281
stat::peak_rss_mb:              29
";

    #[test]
    fn what_libfuzzer_prints_becomes_a_row() {
        let row = Row::read("reply", LOG, false).to_string();
        let expected =
            "reply               159281              324/20Kb     300      1418   29 MB        0";
        assert_eq!(row, expected);
        assert_eq!(row.chars().count(), Row::HEADER.chars().count());
    }

    #[test]
    fn a_failure_is_told_by_its_first_lines() {
        let log = "INFO: x\nthread 'a' panicked at b.rs:1:2:\n\"é\"\nstack backtrace:\n 0: c\nERROR: libFuzzer";
        assert_eq!(cause(log), "thread 'a' panicked at b.rs:1:2:\n\"é\"");
        let log = "==1== ERROR: libFuzzer: timeout after 10 seconds\n";
        assert_eq!(cause(log), log.trim_end());
    }
}
