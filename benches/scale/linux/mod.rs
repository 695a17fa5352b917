//! The parent process, which compares, and the tables.

mod bare;
mod lateness;
mod memory;
mod plant;
mod plot;
mod record;
mod respond;
#[path = "../../common/round.rs"]
mod round;
mod stopwatch;
mod watch;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};
use plant::Plant;
use record::Figures;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

/// Servers, and projects on each.
const SIZES: [(usize, usize); 6] = [
    (1, 1),
    (1, 10),
    (10, 10),
    (100, 10),
    (1000, 10),
    (1, 10_000),
];

/// Servers that have one project each and are asked as often as a server ever is.
const FASTEST: [usize; 2] = [100, 1000];

/// The number of times that each size is measured; the medians count.
const TIMES: usize = 5;

/// Compares all sizes or those that are given, or measures one thing in a process that was started
/// for it.
pub(crate) fn main() -> anyhow::Result<()> {
    let arguments = std::env::args().skip(1);
    let arguments: Vec<String> = arguments.filter(|word| word != "--bench").collect();
    match arguments.first().map(String::as_str) {
        Some("respond") => respond::respond(),
        Some("watch") => show(watch::watch(&Plant::read(&arguments[1..])?)?),
        Some("bare") => show(bare::ask(&Plant::read(&arguments[1..])?)?),
        Some(_) => compare_some(&arguments),
        None => compare_all(),
    }
}

fn show(figures: Figures) -> anyhow::Result<()> {
    println!("{figures}");
    Ok(())
}

fn compare_all() -> anyhow::Result<()> {
    let responders = [Responder::start()?, Responder::start()?];
    println!("One poll per project and second, on real sockets of this computer.\n");
    println!("{}", record::HEADING);
    let mut measured = Vec::new();
    for (servers, projects) in SIZES {
        let (watched, bare) = row(|port| Plant::paced(servers, projects, port), &responders)?;
        if servers * projects < 10_000 || servers > 1 {
            measured.push((servers * projects, watched, bare));
        }
    }
    println!("\nFour polls per second and server.\n");
    println!("{}", record::HEADING);
    for servers in FASTEST {
        row(|port| Plant::fastest(servers, port), &responders)?;
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/performance.svg");
    std::fs::write(file, plot::plot(&measured)).with_context(|| format!("writing {file}"))
}

/// Compares sizes like `1000x10`, and leaves the plot alone.
fn compare_some(sizes: &[String]) -> anyhow::Result<()> {
    let responders = [Responder::start()?, Responder::start()?];
    println!("{}", record::HEADING);
    for size in sizes {
        let (servers, projects) = size.split_once('x').with_context(|| {
            format!("'{size}' is no size; give servers x projects, like 100x10")
        })?;
        let (servers, projects) = (servers.parse()?, projects.parse()?);
        row(|port| Plant::paced(servers, projects, port), &responders)?;
    }
    Ok(())
}

/// Measures a plant and prints its row of the table.
fn row(
    plant: impl Fn(u16) -> Plant,
    responders: &[Responder; 2],
) -> anyhow::Result<(Figures, Figures)> {
    let plants = responders.each_ref().map(|responder| plant(responder.port));
    let (watched, bare) = measure(&plants)?;
    println!("{}", record::row(&plants[0], &watched, &bare));
    Ok((watched, bare))
}

/// Measures the monitor and the bare loop at the same time, each with servers of its own, so that other
/// programs on the host slow both.
fn measure([watched_plant, bare_plant]: &[Plant; 2]) -> anyhow::Result<(Figures, Figures)> {
    let (mut watched, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let (monitor, bare_loop) = (start("watch", watched_plant)?, start("bare", bare_plant)?);
        watched.push(figures(monitor)?);
        bare.push(figures(bare_loop)?);
    }
    Ok((Figures::medians(&watched), Figures::medians(&bare)))
}

/// Starts a measurement in a process of its own.
fn start(what: &str, plant: &Plant) -> anyhow::Result<Child> {
    let started = Command::new(std::env::current_exe()?)
        .arg(what)
        .args(plant.written())
        .stdout(Stdio::piped())
        .spawn();
    started.with_context(|| format!("starting {what}"))
}

fn figures(measurement: Child) -> anyhow::Result<Figures> {
    let output = measurement.wait_with_output()?;
    if !output.status.success() {
        bail!("a measurement failed: {}", output.status);
    }
    String::from_utf8(output.stdout)?.trim().parse()
}

/// The process that answers; it ends with this value.
struct Responder {
    process: Child,
    port: u16,
}

impl Responder {
    fn start() -> anyhow::Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("respond")
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().context("no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let port = line.trim().parse()?;
        Ok(Responder { process, port })
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
