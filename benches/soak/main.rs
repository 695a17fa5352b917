//! What a long run leaves behind: a million polls, or as many as are asked for, as fast as the link
//! goes, with faults and operations in between. Fails when something grew.

mod run;

use std::time::Instant;

use anyhow::{Context, ensure};
use run::{Sample, soak};

const POLLS: u64 = 1_000_000;

/// What the memory may grow from the first tenth to the end, in KiB: the allocator's own, for how
/// it cuts up its memory still changes a little. A single byte kept for each poll would be as much
/// in a million polls.
const MEMORY: u64 = 1024;

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn main() -> anyhow::Result<()> {
    let polls = polls()?;
    let start = Instant::now();
    let mut samples: Vec<Sample> = Vec::new();
    println!("    polls  seconds  memory KiB  threads  files  sockets");
    let totals = soak(polls, |sample| {
        let (seconds, held) = (start.elapsed().as_secs_f64(), sample.held);
        println!(
            "{:>9} {seconds:>8.1} {:>11} {:>8} {:>6} {:>8}",
            sample.polls, held.memory, held.threads, held.files, held.sockets
        );
        samples.push(*sample);
    })?;
    println!(
        "{} polls told a status; {} faults, {} operations, {} notices",
        totals.answered, totals.faults, totals.operations, totals.notices
    );
    ensure!(
        totals.answers == totals.operations,
        "{} operations were answered {} times",
        totals.operations,
        totals.answers
    );
    let (Some(tenth), Some(end)) = (samples.get(1), samples.last()) else {
        anyhow::bail!("nothing was measured");
    };
    let growth = |figure: fn(&Sample) -> u64| figure(end) as i64 - figure(tenth) as i64;
    let memory = growth(|sample| sample.held.memory);
    let rest = [
        growth(|sample| sample.held.threads),
        growth(|sample| sample.held.files),
        growth(|sample| sample.held.sockets),
    ];
    let [threads, files, sockets] = rest;
    println!(
        "growth from the first tenth to the end: memory {memory} KiB ({MEMORY} allowed), threads {threads}, files {files}, sockets {sockets} (none allowed)"
    );
    ensure!(
        memory <= MEMORY as i64 && rest.iter().all(|growth| *growth <= 0),
        "something grew"
    );
    Ok(())
}

/// The number that is given, apart from what cargo gives to every benchmark.
fn polls() -> anyhow::Result<u64> {
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(word) = arguments.next() else {
        return Ok(POLLS);
    };
    word.parse()
        .with_context(|| format!("'{word}' is not a number of polls; give one, like 1000000"))
}
