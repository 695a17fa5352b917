//! Fuzzing: builds the targets of `fuzz/` with libFuzzer's instrumentation, runs them side by side
//! and says what came of it.
//!
//! The instrumentation is what rustc's stable flags give, so that neither a nightly Rust nor
//! cargo-fuzz is needed. What a run finds is kept below the target folder; `merge` brings what
//! reaches new code into the repository.

mod run;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::{out, repo, setup};
use run::{Crash, Row, Run};

/// What is fuzzed.
pub const TARGETS: [&str; 5] = ["config", "package", "page", "reply", "request"];

/// libFuzzer gives coverage of edges, and inputs that come nearer to a comparison's outcome.
const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Dwarnings",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Named, so that the flags are not used for what runs during the build.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// Runs the targets side by side for so long, then prints a table of what came of it.
///
/// # Errors
/// When a target cannot be built, or an input makes one fail: the message says how to run that
/// input again.
pub fn fuzz(targets: &[String], duration: Duration) -> Result<()> {
    let targets = chosen(targets)?;
    let programs = build()?;
    let runs = targets
        .iter()
        .map(|target| Run::start(&programs, target, duration));
    let runs = runs.collect::<Result<Vec<_>>>()?;
    out::line(format_args!(
        "fuzzing {} for {} s; what they say meanwhile is in {}",
        targets.join(", "),
        duration.as_secs(),
        work("*").join("log").display()
    ));
    let ends = runs.into_iter().map(Run::finish);
    let ends = ends.collect::<Result<Vec<_>>>()?;
    out::line(Row::HEADER);
    ends.iter().for_each(|(row, _)| out::line(row));
    let crashes: Vec<&Crash> = ends
        .iter()
        .filter_map(|(_, crash)| crash.as_ref())
        .collect();
    crashes.iter().for_each(out::problem);
    ensure!(
        crashes.is_empty(),
        "{} of the targets failed",
        crashes.len()
    );
    Ok(())
}

/// Runs one target on one input.
///
/// # Errors
/// When the target cannot be built, or fails.
pub fn rerun(target: &str, input: &Path) -> Result<()> {
    let targets = chosen(&[target.to_owned()])?;
    let input = input
        .canonicalize()
        .with_context(|| format!("there is no {}", input.display()))?;
    let programs = build()?;
    for target in targets {
        let status = Command::new(programs.join(target)).arg(&input).status()?;
        ensure!(status.success(), "{target} fails on {}", input.display());
    }
    Ok(())
}

/// Brings what the runs have found into the repository's corpus, and leaves out of that whatever
/// reaches nothing that the rest and the seeds do not reach.
///
/// # Errors
/// When a target cannot be built or run.
pub fn merge(targets: &[String]) -> Result<()> {
    let targets = chosen(targets)?;
    let programs = build()?;
    for target in targets {
        let (seeds, corpus) = (folder("seeds", target), folder("corpus", target));
        let merged = work(target).join("merged");
        if merged.exists() {
            fs::remove_dir_all(&merged)?;
        }
        fs::create_dir_all(&merged)?;
        fs::create_dir_all(&corpus)?;
        copy_all(&seeds, &merged)?;
        let status = Command::new(programs.join(target))
            // The fewest that reach all the code there is to be reached, however often.
            .args(["-set_cover_merge=1", "-use_counters=0"])
            .args([&merged, &corpus, &finds(target)?])
            .stderr(File::create(work(target).join("merge.log"))?)
            .status()?;
        ensure!(status.success(), "merging for {target} failed ({status})");
        for seed in files(&seeds)? {
            let name = seed.file_name().context("a seed without a name")?;
            fs::remove_file(merged.join(name))?;
        }
        fs::remove_dir_all(&corpus)?;
        fs::create_dir_all(&corpus)?;
        copy_all(&merged, &corpus)?;
        let (count, size) = weigh(&corpus)?;
        out::line(format_args!("{target}: {count} files, {} KiB", size / 1024));
    }
    Ok(())
}

/// Checks the style of `fuzz/`, which is a workspace of its own.
///
/// # Errors
/// When it is not formatted, or clippy finds something.
pub fn check() -> Result<()> {
    let mut format = cargo();
    format.args(["fmt", "--check"]);
    run(&mut format)?;
    let mut clippy = cargo();
    clippy.arg("clippy");
    aim(&mut clippy)?;
    run(&mut clippy)?;
    let mut test = cargo();
    test.args(["test", "--quiet", "--lib"]);
    aim(&mut test)?;
    run(&mut test)
}

fn chosen(targets: &[String]) -> Result<Vec<&'static str>> {
    if targets.is_empty() {
        return Ok(TARGETS.to_vec());
    }
    let known = |wanted: &String| {
        let found = TARGETS.into_iter().find(|target| target == wanted);
        found.with_context(|| {
            format!(
                "nothing is fuzzed as '{wanted}'; use {}",
                TARGETS.join(", ")
            )
        })
    };
    targets.iter().map(known).collect()
}

/// Builds all targets and gives the folder that they are in.
fn build() -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--bins"]);
    aim(&mut command)?;
    run(&mut command).context("building what is fuzzed")?;
    Ok(repo::target().join("fuzz").join(PLATFORM).join("release"))
}

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(repo::root().join("fuzz"));
    command
}

/// Adds what instruments the code and keeps the results apart from other builds.
fn aim(command: &mut Command) -> Result<()> {
    ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "fuzzing needs Linux on x86-64"
    );
    setup::ensure(&[setup::CPP])?;
    command
        .args([
            "--locked",
            "--release",
            "--target",
            PLATFORM,
            "--target-dir",
        ])
        .arg(repo::target().join("fuzz"))
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    Ok(())
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context("starting cargo")?;
    ensure!(status.success(), "cargo failed ({status})");
    Ok(())
}

/// A folder of the repository's inputs.
fn folder(kind: &str, target: &str) -> PathBuf {
    repo::root().join("fuzz").join(kind).join(target)
}

/// Where a target's runs leave what they make.
fn work(target: &str) -> PathBuf {
    repo::target().join("fuzz/runs").join(target)
}

fn finds(target: &str) -> Result<PathBuf> {
    let folder = work(target).join("finds");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let name = file.file_name().context("an input without a name")?;
        fs::copy(&file, to.join(name))?;
    }
    Ok(())
}

fn weigh(folder: &Path) -> Result<(usize, u64)> {
    let files = files(folder)?;
    let sizes = files.iter().map(|file| Ok(fs::metadata(file)?.len()));
    Ok((files.len(), sizes.sum::<Result<u64>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_targets_are_the_programs_of_the_fuzz_workspace() {
        let manifest = fs::read_to_string(repo::root().join("fuzz/Cargo.toml")).unwrap();
        let paths = manifest.lines().filter_map(|line| {
            line.strip_prefix("path = \"fuzz_targets/")?
                .strip_suffix(".rs\"")
        });
        assert_eq!(paths.collect::<Vec<_>>(), TARGETS);
        assert!(chosen(&["all".to_owned()]).is_err());
    }
}
