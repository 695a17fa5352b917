//! The baseline: bare tokio loops that make the same rounds, and clicks without a model.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use pekat_tray::protocol::Operation;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use super::record::Record;
use super::round::round;
use super::server::Server;
use super::{CLIENTS, INTERVAL, PROJECTS, clicks, path, request, target};

/// Runs all clients, each of which starts at its time.
pub(crate) fn run(
    server: &Server,
    starts: &[Duration; CLIENTS],
    time: Duration,
) -> anyhow::Result<Record> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let record = Arc::new(Mutex::new(Record::begin()));
    runtime.block_on(async {
        let began = Instant::now();
        for (client, start) in starts.iter().enumerate() {
            let poll = poll(server.address, client, began + *start, Arc::clone(&record));
            tokio::spawn(poll);
        }
        for (click, at) in clicks(time).enumerate() {
            sleep_until(began + at).await;
            tokio::spawn(operate(server.address, click, Arc::clone(&record)));
        }
        sleep_until(began + time).await;
    });
    drop(runtime);
    let record = Arc::into_inner(record).context("a client still runs")?;
    Ok(record.into_inner().unwrap_or_else(PoisonError::into_inner))
}

async fn poll(address: SocketAddr, client: usize, start: Instant, record: Arc<Mutex<Record>>) {
    let requests: Vec<String> = (0..PROJECTS).map(status).collect();
    let mut pace = interval_at(start, INTERVAL);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        pace.tick().await;
        let read = |project, sent| with(&record, |it| it.read(client, project, sent));
        if round(address, &requests, read).await.is_err() {
            with(&record, |it| it.outages += 1);
        }
    }
}

/// Starts every project in turn, then stops every one.
async fn operate(address: SocketAddr, click: usize, record: Arc<Mutex<Record>>) {
    let (_, project) = target(click);
    let operation = if (click / PROJECTS).is_multiple_of(2) {
        Operation::Start
    } else {
        Operation::Stop
    };
    let requests = [status(project), request(operation, project)];
    with(&record, |it| it.click(requests[1].clone()));
    if round(address, &requests, |_, _| {}).await.is_err() {
        with(&record, |it| it.outages += 1);
    }
}

fn status(project: usize) -> String {
    format!("status:{}", path(project))
}

fn with(record: &Mutex<Record>, change: impl FnOnce(&mut Record)) {
    change(&mut record.lock().unwrap_or_else(PoisonError::into_inner));
}
