//! What one poll costs: the monitor's link beside a bare tokio loop that makes the same round
//! trips, in turn within one run, against a responder on a thread of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use pekat_tray::model::event::Event;
use pekat_tray::monitor::Monitor;
use pekat_tray::site::Site;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const ROUNDS: usize = 21;
const ROUND: Duration = Duration::from_millis(300);
const WARM_UP: Duration = Duration::from_millis(50);
const PATH: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";
const REPLY: &[u8] = b"running";

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn main() -> anyhow::Result<()> {
    let address = respond()?;
    let (mut monitor, mut bare, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let watched = measure(|count| watch(address, count))?;
        let asked = measure(|count| ask(address, count))?;
        monitor.push(watched);
        bare.push(asked);
        ratio.push(asked / watched);
    }
    let (monitor, bare) = (median(monitor), median(bare));
    let (watched, asked) = (1e6 / monitor, 1e6 / bare);
    println!("medians of {ROUNDS} rounds, one connection");
    println!("monitor    {monitor:>8.0} requests/s, {watched:>6.2} us each");
    println!("bare loop  {bare:>8.0} requests/s, {asked:>6.2} us each");
    println!("a poll costs {:.2} bare round trips", median(ratio));
    Ok(())
}

/// Answers every request on every connection.
fn respond() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                stream.set_nodelay(true).ok();
                let mut request = [0; 256];
                while stream.read(&mut request).is_ok_and(|length| length > 0)
                    && stream.write_all(REPLY).is_ok()
                {}
            });
        }
    });
    Ok(address)
}

/// Requests per second of what `start` starts; dropping what it returns ends it.
fn measure<T>(start: impl FnOnce(Arc<AtomicU64>) -> anyhow::Result<T>) -> anyhow::Result<f64> {
    let count = Arc::new(AtomicU64::new(0));
    let running = start(Arc::clone(&count))?;
    thread::sleep(WARM_UP);
    let (before, began) = (count.load(Ordering::Relaxed), Instant::now());
    thread::sleep(ROUND);
    let done = count.load(Ordering::Relaxed) - before;
    let seconds = began.elapsed().as_secs_f64();
    drop(running);
    anyhow::ensure!(done > 0, "nothing was answered");
    Ok(done as f64 / seconds)
}

fn watch(address: SocketAddr, count: Arc<AtomicU64>) -> anyhow::Result<Monitor> {
    let mut site = Site::default();
    site.timing.poll_interval = Duration::ZERO;
    let server = site.add_server("pm", address.to_string().parse()?);
    site.add_project(server, "project", PATH.parse()?)
        .context("no server")?;
    let monitor = Monitor::spawn(move |event| {
        if matches!(event, Event::Polled { .. }) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    })?;
    monitor.configure(Arc::new(site));
    Ok(monitor)
}

/// The same round trips without deadlines, schedule or reports. Ends when what is returned is
/// dropped.
fn ask(
    address: SocketAddr,
    count: Arc<AtomicU64>,
) -> anyhow::Result<tokio::sync::oneshot::Sender<()>> {
    let (running, ended) = tokio::sync::oneshot::channel();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    thread::spawn(move || {
        runtime.block_on(async {
            let asking = tokio::spawn(ask_without_end(address, count));
            ended.await.ok();
            asking.abort();
        });
    });
    Ok(running)
}

async fn ask_without_end(address: SocketAddr, count: Arc<AtomicU64>) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = format!("status:{PATH}");
    let mut reply = [0; REPLY.len()];
    loop {
        stream.write_all(request.as_bytes()).await?;
        stream.read_exact(&mut reply).await?;
        count.fetch_add(1, Ordering::Relaxed);
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
