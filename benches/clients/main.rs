//! Many clients on one Projects Manager that serves one connection after the other: trays without
//! their icons, beside as many bare clients that make the same rounds and the same clicks.

mod bare;
#[path = "../common/quantile.rs"]
mod quantile;
mod record;
#[path = "../common/round.rs"]
mod round;
mod server;
mod trays;

use std::thread;
use std::time::Duration;

use anyhow::Context;
use pekat_tray::protocol::Operation;

use server::Server;

const CLIENTS: usize = 20;

const PROJECTS: usize = 10;

const INTERVAL: Duration = Duration::from_secs(2);

/// From one click to the next, each on another client.
const CLICK: Duration = Duration::from_millis(500);

/// The time that each table takes, in seconds.
const SECONDS: u64 = 30;

/// The seed of the times at which clients start.
const SEED: u64 = 1;

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn main() -> anyhow::Result<()> {
    let time = Duration::from_secs(seconds()?);
    println!("Clients that start at any time within one poll interval.\n");
    let mut random = fastrand::Rng::with_seed(SEED);
    compare(
        std::array::from_fn(|_| INTERVAL.mul_f64(random.f64())),
        time,
    )?;
    println!("\nClients that start at once, as after a power failure.\n");
    compare([Duration::ZERO; CLIENTS], time)
}

/// Runs trays and bare clients at the same time, each on a server of their own.
fn compare(starts: [Duration; CLIENTS], time: Duration) -> anyhow::Result<()> {
    let (for_trays, for_bare) = (Server::start()?, Server::start()?);
    let (trays, bare) = thread::scope(|scope| {
        let bare = scope.spawn(|| bare::run(&for_bare, &starts, time)?.end(&for_bare));
        let trays = trays::run(&for_trays, &starts, time).and_then(|it| it.end(&for_trays));
        (trays, bare.join())
    });
    let bare = bare.ok().context("the bare clients have failed")?;
    record::print(&trays?, &bare?);
    Ok(())
}

/// The times at which projects are clicked: from when every client has started.
fn clicks(time: Duration) -> impl Iterator<Item = Duration> {
    let times = (0..).map(|click| INTERVAL + CLICK * click);
    times.take_while(move |at| *at < time)
}

/// The number that is given, apart from the argument that cargo gives to every benchmark.
fn seconds() -> anyhow::Result<u64> {
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(word) = arguments.next() else {
        return Ok(SECONDS);
    };
    word.parse()
        .with_context(|| format!("'{word}' is not a number of seconds; give one, like 30"))
}

/// The path of a project; all clients watch the same ones.
fn path(project: usize) -> String {
    format!(r"C:\Users\pekat\PekatVisionProjects\Test Project {project}")
}

/// The client and the project of a click. Each project has been polled by everybody before its next
/// turn.
fn target(click: usize) -> (usize, usize) {
    (click * 7 % CLIENTS, click % PROJECTS)
}

/// The request that an operation is sent as.
fn request(operation: Operation, project: usize) -> String {
    let word = match operation {
        Operation::Start => "start",
        Operation::Stop => "stop",
        Operation::Switch => "switch",
    };
    format!("{word}:{}", path(project))
}
