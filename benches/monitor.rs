//! The cost of one poll within a round: the monitor beside a bare tokio loop, in turns within one run.
//! Both ask as many projects over one connection, and the responder takes the time.

#[path = "common/round.rs"]
mod round;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use pekat_tray::model::event::Event;
use pekat_tray::monitor::Monitor;
use pekat_tray::site::Site;

use round::round;

const TIMES: usize = 21;

/// The projects of the server, so that a round takes about a tenth of a second.
const PROJECTS: usize = 10_000;

/// The time after which a round that has not ended counts as stuck.
const PATIENCE: Duration = Duration::from_secs(30);

/// The requests on one connection, and the time from the first to the last.
#[derive(Clone, Copy, Debug, Default)]
struct Served {
    requests: usize,
    time: Duration,
}

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn main() -> anyhow::Result<()> {
    let (mut monitor, mut bare, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let watched = measure(watch)?;
        let asked = measure(ask)?;
        monitor.push(watched);
        bare.push(asked);
        ratio.push(asked / watched);
    }
    let (monitor, bare) = (median(monitor), median(bare));
    let (watched, asked) = (1e6 / monitor, 1e6 / bare);
    println!("medians of {TIMES} measurements, one connection and {PROJECTS} requests each");
    println!("monitor    {monitor:>8.0} requests/s, {watched:>6.2} us each");
    println!("bare loop  {bare:>8.0} requests/s, {asked:>6.2} us each");
    println!("a poll costs {:.2} bare round trips", median(ratio));
    Ok(())
}

/// Requests per second while `round` asks every project of a server once.
fn measure(round: impl FnOnce(SocketAddr) -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let (address, connections) = respond()?;
    round(address)?;
    let mut total = Served::default();
    while total.requests < PROJECTS {
        let connection = connections.recv_timeout(PATIENCE);
        let connection = connection.context("not every project was asked")?;
        total.requests += connection.requests;
        total.time += connection.time;
    }
    Ok(total.requests as f64 / total.time.as_secs_f64())
}

/// Starts a server that answers every request on every connection, and reports each connection once
/// it has ended.
fn respond() -> anyhow::Result<(SocketAddr, Receiver<Served>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (report, served) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let report = report.clone();
            thread::spawn(move || report.send(serve(stream)).ok());
        }
    });
    Ok((address, served))
}

fn serve(mut stream: TcpStream) -> Served {
    stream.set_nodelay(true).ok();
    let mut request = [0; 256];
    let mut served = Served::default();
    let mut first: Option<Instant> = None;
    while stream.read(&mut request).is_ok_and(|length| length > 0) {
        let now = Instant::now();
        served.requests += 1;
        served.time = now - *first.get_or_insert(now);
        if stream.write_all(b"running").is_err() {
            break;
        }
    }
    served
}

/// Polls every project once.
fn watch(address: SocketAddr) -> anyhow::Result<()> {
    let mut site = Site::default();
    let server = site.add_server("pm", address.to_string().parse()?);
    for project in 0..PROJECTS {
        site.add_project(
            server,
            &format!("Product {project}"),
            path(project).parse()?,
        )
        .context("no server")?;
    }
    let polls = AtomicUsize::new(0);
    let (finish, finished) = channel();
    let monitor = Monitor::spawn(move |event| {
        if matches!(event, Event::Polled { .. })
            && polls.fetch_add(1, Ordering::Relaxed) + 1 == PROJECTS
        {
            finish.send(()).ok();
        }
    })?;
    monitor.configure(Arc::new(site));
    finished
        .recv_timeout(PATIENCE)
        .context("not every project was answered")
}

/// Makes the same round trips without deadlines, schedule or reports.
fn ask(address: SocketAddr) -> anyhow::Result<()> {
    let requests: Vec<String> = (0..PROJECTS)
        .map(|project| format!("status:{}", path(project)))
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(round(address, &requests, |_, _| {}))?;
    Ok(())
}

fn path(project: usize) -> String {
    format!(r"C:\Users\pekat\PekatVisionProjects\Test Project {project}")
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
