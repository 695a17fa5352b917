//! Steps with names and times, the first failure ending them.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{dist, fuzz, out, repo, setup, simulation, windows};

/// How long each target is fuzzed among the other tests.
const FUZZING: Duration = Duration::from_secs(10);

/// What is tested under Wine, each a file of `xtask/tests`.
const WINE_TESTS: &[&str] = &[
    "wine",
    "launchers",
    "tray",
    "icons",
    "faults",
    "many",
    "around",
    "clients",
    "recipes",
    "keys",
    "notices",
    "menu",
    "languages",
    "reload",
    "dialogs",
    "policy",
    "installer",
    "installed",
    "setup",
    "upgrade",
];

/// Does one step and says how long it took.
///
/// # Errors
/// When the step fails; the step's name is part of the error.
pub fn step<T>(name: &str, action: impl FnOnce() -> Result<T>) -> Result<T> {
    out::line(format_args!("── {name}"));
    let start = Instant::now();
    let done = action().with_context(|| format!("step “{name}” failed"))?;
    out::line(format_args!(
        "── {name}: {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    Ok(done)
}

/// Everything that is tested, on this machine and for Windows.
///
/// # Errors
/// When a step fails.
pub fn test() -> Result<()> {
    let start = Instant::now();
    step("set-up", || {
        setup::ensure(&[
            setup::CPP,
            setup::MINGW,
            setup::MSI,
            setup::SIGNING,
            setup::TOKEN,
            setup::WINE,
        ])
    })?;
    step("formatting", || cargo(&["fmt", "--all", "--check"]))?;
    step("clippy", || {
        cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
    })?;
    if cfg!(not(windows)) {
        step("clippy for Windows", windows::clippy)?;
    }
    step("tests", tests)?;
    step("simulation", simulation::simulate_commit)?;
    if cfg!(target_os = "linux") {
        step("fuzz targets", fuzz::check)?;
        step("fuzzing", || fuzz::fuzz(&[], FUZZING))?;
    }
    let shipped = step("building for Windows", || {
        windows::example(true, "bare-tray")?;
        windows::ship()
    })?;
    dist::make(&shipped, &dist::Options::default())?;
    if cfg!(unix) {
        step("tests under Wine", || wine(&shipped.tray))?;
    }
    out::line(format_args!(
        "all passed in {:.0} s",
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}

fn tests() -> Result<()> {
    if cfg!(windows) {
        // Windows replaces no program that runs, and this one would be another among the whole workspace.
        cargo(&["test", "--workspace", "--exclude", "xtask"])?;
        return cargo(&["test", "--package", "xtask", "--lib"]);
    }
    cargo(&["test", "--workspace"])
}

fn wine(exe: &Path) -> Result<()> {
    let folder = exe.parent().context("the program is in no folder")?;
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["test", "--package", "xtask"])
        .args(WINE_TESTS.iter().flat_map(|test| ["--test", test]))
        .args(["--", "--ignored", "--test-threads=1", "--show-output"])
        .env(windows::EXES, folder);
    run(&mut command)
}

fn cargo(arguments: &[&str]) -> Result<()> {
    run(Command::new(env!("CARGO")).args(arguments))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command
        .current_dir(repo::root())
        .status()
        .context("starting cargo")?;
    if !status.success() {
        bail!("cargo failed ({status})");
    }
    Ok(())
}
