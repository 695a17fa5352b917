//! The baseline: a bare tokio loop that makes the same round trips at the same pace, without
//! deadlines, schedule or reports.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, sleep};

use super::plant::Plant;
use super::record::{Figures, MEASURED, Stopwatch, WARM_UP};

/// How much is read at once, for nobody knows how long a reply is. As in the vendor's sample.
const REPLY: usize = 64;

#[derive(Default)]
struct Count {
    polls: AtomicU64,
    stopwatch: Stopwatch,
}

/// Asks a plant's servers and measures what that takes.
pub(crate) fn ask(plant: &Plant) -> anyhow::Result<Figures> {
    let count = Arc::new(Count::default());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for server in 0..plant.servers {
        runtime.spawn(ask_one(*plant, server, Arc::clone(&count)));
    }
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    thread::sleep(WARM_UP);

    let before = count.polls.load(Ordering::Relaxed);
    let (began, processor) = (Instant::now(), count.stopwatch.read());
    thread::sleep(MEASURED);
    let processor = count.stopwatch.read() - processor;
    let wall = began.elapsed();
    let polls = count.polls.load(Ordering::Relaxed) - before;
    anyhow::ensure!(polls > 0, "nothing was answered");
    Ok(Figures {
        polls,
        wall: wall.as_micros() as u64,
        processor,
        ..Figures::default()
    })
}

async fn ask_one(plant: Plant, server: usize, count: Arc<Count>) -> std::io::Result<()> {
    let requests: Vec<String> = (0..plant.projects)
        .map(|project| format!("status:{}", Plant::path(project)))
        .collect();
    let mut reply = [0; REPLY];
    sleep(plant.interval * server as u32 / plant.servers as u32).await;
    let mut stream = TcpStream::connect(plant.address(server)).await?;
    stream.set_nodelay(true)?;
    let mut pace = interval(plant.interval.max(Duration::from_millis(1)));
    loop {
        if !plant.interval.is_zero() {
            pace.tick().await;
        }
        for request in &requests {
            stream.write_all(request.as_bytes()).await?;
            if stream.read(&mut reply).await? == 0 {
                return Ok(());
            }
            count.polls.fetch_add(1, Ordering::Relaxed);
            count.stopwatch.look();
        }
    }
}
