//! How soon a program's icon is there, how much memory the program keeps to itself and how often it wakes
//! while nothing happens, under Wine.
//!
//! The figures say little by themselves; set against those of the smallest program of its kind,
//! measured in turns with it on the same machine, they do.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::wine::{DEADLINE, Desktop};

/// A program to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What it is called in the figures.
    pub name: String,
    /// Its file.
    pub exe: PathBuf,
    /// What is added to its environment.
    pub environment: Vec<(String, String)>,
}

/// What was measured, once or as the median of several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// From its launch until its icon is drawn.
    pub start: Duration,
    /// Its private memory once it is idle, in KiB.
    pub memory: u64,
    /// How often its threads went to sleep again in [`REST`], once it is idle.
    pub wakes: u64,
}

/// How long it is counted how often a program wakes.
pub const REST: Duration = Duration::from_secs(10);

/// Measures each program so many times, in turns, and gives the medians in the programs' order.
///
/// # Errors
/// When a program shows no icon or does not become idle.
pub fn compare(desktop: &Desktop, subjects: &[Subject], runs: usize) -> Result<Vec<Figures>> {
    let mut all = vec![Vec::new(); subjects.len()];
    for _ in 0..runs {
        for (subject, figures) in subjects.iter().zip(&mut all) {
            let measured = measure(desktop, subject).with_context(|| subject.name.clone())?;
            figures.push(measured);
        }
    }
    all.iter()
        .map(|figures| median(figures).context("nothing was measured"))
        .collect()
}

/// Measures one run of a program.
///
/// # Errors
/// As [`compare`].
pub fn measure(desktop: &Desktop, subject: &Subject) -> Result<Figures> {
    desktop.no_tray_icon()?;
    let area = desktop.notification_area()?;
    let square = crate::wine::Rect::new(area.right() - 20, area.y, 20, area.height);
    let empty = desktop.part(square)?;
    let environment: Vec<(&str, &str)> = subject
        .environment
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();

    let launch = Instant::now();
    let mut program = desktop.run(&subject.exe, &[], &environment)?;
    while desktop.part(square)? == empty {
        if launch.elapsed() > DEADLINE {
            bail!("no icon within {DEADLINE:?}");
        }
        thread::sleep(Duration::from_millis(1));
    }
    let start = launch.elapsed();
    await_idle(program.pid())?;
    let memory = private_memory(program.pid())?;
    let wakes = wakes_within(program.pid(), REST)?;
    program.kill()?;
    Ok(Figures {
        start,
        memory,
        wakes,
    })
}

/// Waits until a process takes no processor time for a second.
///
/// # Errors
/// When it never rests that long.
pub fn await_idle(pid: u32) -> Result<()> {
    const QUIET: Duration = Duration::from_millis(1000);
    let deadline = Instant::now() + DEADLINE * 2;
    let mut ticks = processor_ticks(pid)?;
    let mut since = Instant::now();
    while since.elapsed() < QUIET {
        if Instant::now() > deadline {
            bail!("the program is never idle");
        }
        thread::sleep(Duration::from_millis(50));
        let now = processor_ticks(pid)?;
        if now != ticks {
            (ticks, since) = (now, Instant::now());
        }
    }
    Ok(())
}

/// The private memory of a process in KiB: what would be free if it ended.
///
/// # Errors
/// When there is no such process.
pub fn private_memory(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/smaps_rollup");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let amounts = ["Private_Clean:", "Private_Dirty:"].map(|name| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let amount = line.and_then(|line| line.trim().strip_suffix("kB"));
        amount.and_then(|amount| amount.trim().parse::<u64>().ok())
    });
    let [Some(clean), Some(dirty)] = amounts else {
        bail!("{path} says nothing about private memory");
    };
    Ok(clean + dirty)
}

/// The processor time that a process has taken, in the system's ticks.
///
/// # Errors
/// When there is no such process.
pub fn processor_ticks(pid: u32) -> Result<u64> {
    let path = format!("/proc/{pid}/stat");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    // The second field is a name in brackets that may hold anything; user and system time are
    // the 14th and 15th.
    let (_, rest) = text
        .rsplit_once(')')
        .context("no name in the process's state")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let [Some(user), Some(system)] = [11, 12].map(|at| fields.get(at)?.parse::<u64>().ok()) else {
        bail!("{path} says nothing about processor time");
    };
    Ok(user + system)
}

/// How often a process's threads have gone to sleep within so long. One that comes or goes meanwhile does
/// not count.
fn wakes_within(pid: u32, time: Duration) -> Result<u64> {
    let before = sleeps(pid)?;
    thread::sleep(time);
    let after = sleeps(pid)?;
    let counts = after.iter().filter_map(|(thread, count)| {
        let before = before.get(thread)?;
        Some(count.saturating_sub(*before))
    });
    Ok(counts.sum())
}

/// How often each of a process's threads has waited for something since it began, by its number.
fn sleeps(pid: u32) -> Result<BTreeMap<OsString, u64>> {
    const NAME: &str = "voluntary_ctxt_switches:";
    let path = format!("/proc/{pid}/task");
    let mut sleeps = BTreeMap::new();
    for thread in fs::read_dir(&path).with_context(|| format!("listing {path}"))? {
        let thread = thread?;
        // It may have just ended.
        let Ok(status) = fs::read_to_string(thread.path().join("status")) else {
            continue;
        };
        let count = status.lines().find_map(|line| line.strip_prefix(NAME));
        let count = count.and_then(|count| count.trim().parse().ok());
        let count = count.with_context(|| format!("{path} says nothing about switches"))?;
        sleeps.insert(thread.file_name(), count);
    }
    Ok(sleeps)
}

fn median(figures: &[Figures]) -> Option<Figures> {
    let middle = |mut values: Vec<u64>| {
        values.sort_unstable();
        values.get(values.len() / 2).copied()
    };
    let start = middle(
        figures
            .iter()
            .map(|one| one.start.as_micros() as u64)
            .collect(),
    )?;
    Some(Figures {
        start: Duration::from_micros(start),
        memory: middle(figures.iter().map(|one| one.memory).collect())?,
        wakes: middle(figures.iter().map(|one| one.wakes).collect())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_taken_of_each_figure_by_itself() {
        let figures = [(3, 10, 5), (1, 30, 4), (2, 20, 6)];
        let figures = figures.map(|(start, memory, wakes)| Figures {
            start: Duration::from_millis(start),
            memory,
            wakes,
        });
        let middle = Figures {
            start: Duration::from_millis(2),
            memory: 20,
            wakes: 5,
        };
        assert_eq!(median(&figures), Some(middle));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn our_own_process_has_memory_and_time_and_has_waited() {
        assert!(private_memory(std::process::id()).unwrap() > 0);
        assert!(sleeps(std::process::id()).unwrap().values().sum::<u64>() > 0);
        processor_ticks(std::process::id()).unwrap();
    }
}
