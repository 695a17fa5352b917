//! Many clients on one Projects Manager that serves one connection after the other: trays without
//! their icons, then as many bare clients that make the same rounds and the same clicks.

mod bare;
#[path = "../common/quantile.rs"]
mod quantile;
mod record;
#[path = "../common/round.rs"]
mod round;
mod server;
mod trays;

use std::time::Duration;

use anyhow::Context;
use pekat_tray::protocol::Operation;

use server::Server;

const CLIENTS: usize = 20;

const PROJECTS: usize = 10;

const INTERVAL: Duration = Duration::from_secs(2);

/// From one click to the next, each on another client.
const CLICK: Duration = Duration::from_millis(500);

/// The time that each kind of client is measured for, in seconds.
const SECONDS: u64 = 30;

fn main() -> anyhow::Result<()> {
    let time = Duration::from_secs(seconds()?);
    let trays = {
        let server = Server::start()?;
        trays::run(&server, time)?.end(&server)?
    };
    let bare = {
        let server = Server::start()?;
        bare::run(&server, time)?.end(&server)?
    };
    record::print(&trays, &bare);
    Ok(())
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
