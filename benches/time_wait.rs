//! The connections that wait in TIME_WAIT while servers are polled, since every round ends with one:
//! the monitor and a bare tokio loop at the same time, on servers of their own.

#[path = "common/round.rs"]
mod round;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use pekat_tray::monitor::Monitor;
use pekat_tray::site::Site;
use tokio::time::interval;

use round::round;

const SERVERS: usize = 10;

const PROJECTS: usize = 10;

const INTERVAL: Duration = Duration::from_secs(2);

/// The time that is measured, in seconds.
const SECONDS: u64 = 300;

/// From one row of the table to the next.
const LOOK: Duration = Duration::from_secs(30);

/// The addresses of the monitor's and of the bare loop's servers. Nobody else uses them, so that
/// connections that others have left are not counted.
const WATCHED: Ipv4Addr = Ipv4Addr::new(127, 15, 0, 1);
const ASKED: Ipv4Addr = Ipv4Addr::new(127, 15, 0, 2);

/// The kernel's number for the state.
const TIME_WAIT: &str = "06";

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn main() -> anyhow::Result<()> {
    let time = Duration::from_secs(seconds()?);
    let (watched, asked) = (respond(WATCHED)?, respond(ASKED)?);
    let monitor = Monitor::spawn(|_| {})?;
    monitor.configure(Arc::new(site(&watched)?));
    ask(asked.clone())?;
    println!("| after | TIME_WAIT, monitor | bare loop |");
    println!("| ---: | ---: | ---: |");
    let began = Instant::now();
    while began.elapsed() < time {
        thread::sleep(LOOK.min(time - began.elapsed()));
        let (after, sockets) = (
            began.elapsed().as_secs(),
            fs::read_to_string("/proc/net/tcp")?,
        );
        let [watched, asked] = [&watched, &asked].map(|servers| waiting(&sockets, servers));
        println!("| {after} s | {watched} | {asked} |");
    }
    Ok(())
}

/// The number that is given, apart from the argument that cargo gives to every benchmark.
fn seconds() -> anyhow::Result<u64> {
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(word) = arguments.next() else {
        return Ok(SECONDS);
    };
    word.parse()
        .with_context(|| format!("'{word}' is not a number of seconds; give one, like 300"))
}

/// Counts the sockets of Linux's table that wait at either end of a connection to these servers.
fn waiting(sockets: &str, servers: &[SocketAddrV4]) -> usize {
    let servers: BTreeSet<String> = servers.iter().map(written).collect();
    let ours = sockets.lines().skip(1).filter(|line| {
        let mut words = line.split_whitespace().skip(1);
        let ends = [words.next(), words.next()];
        let is_ours = ends.into_iter().flatten().any(|end| servers.contains(end));
        is_ours && words.next() == Some(TIME_WAIT)
    });
    ours.count()
}

/// Writes an address as Linux's table does.
fn written(address: &SocketAddrV4) -> String {
    let ip = u32::from_ne_bytes(address.ip().octets());
    format!("{ip:08X}:{:04X}", address.port())
}

/// Starts the servers, on which every project is running.
fn respond(ip: Ipv4Addr) -> anyhow::Result<Vec<SocketAddrV4>> {
    let mut addresses = Vec::new();
    for _ in 0..SERVERS {
        let listener = TcpListener::bind((ip, 0))?;
        let port = listener.local_addr()?.port();
        addresses.push(SocketAddrV4::new(ip, port));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    stream.set_nodelay(true).ok();
                    let mut request = [0; 256];
                    while stream.read(&mut request).is_ok_and(|length| length > 0)
                        && stream.write_all(b"running").is_ok()
                    {}
                });
            }
        });
    }
    Ok(addresses)
}

fn path(project: usize) -> String {
    format!(r"C:\Users\pekat\PekatVisionProjects\Test Project {project}")
}

fn site(servers: &[SocketAddrV4]) -> anyhow::Result<Site> {
    let mut site = Site::default();
    site.timing.poll_interval = INTERVAL;
    for (number, address) in servers.iter().enumerate() {
        let server = site.add_server(&format!("Line {number}"), address.to_string().parse()?);
        for number in 0..PROJECTS {
            site.add_project(server, &format!("Product {number}"), path(number).parse()?)
                .context("no server")?;
        }
    }
    Ok(site)
}

/// Starts the bare loop, which runs until the process ends.
fn ask(servers: Vec<SocketAddrV4>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for address in servers {
        runtime.spawn(async move {
            let requests: Vec<String> = (0..PROJECTS)
                .map(|project| format!("status:{}", path(project)))
                .collect();
            let mut pace = interval(INTERVAL);
            loop {
                pace.tick().await;
                // One that fails is missed in the table.
                round(address.into(), &requests, |_, _| {}).await.ok();
            }
        });
    }
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    Ok(())
}
