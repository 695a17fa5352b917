//! The baseline: bare tokio loops that make the same rounds, and clicks without a model.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use pekat_tray::protocol::Operation;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

use super::record::Record;
use super::round::round;
use super::server::Server;
use super::{CLICK, CLIENTS, INTERVAL, PROJECTS, path, request, target};

/// Runs all clients, which start at once.
pub(crate) fn run(server: &Server, time: Duration) -> anyhow::Result<Record> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let record = Arc::new(Mutex::new(Record::begin()));
    let address = server.address;
    runtime.block_on(async {
        for client in 0..CLIENTS {
            let record = Arc::clone(&record);
            tokio::spawn(async move {
                let requests: Vec<String> = (0..PROJECTS).map(status).collect();
                let mut pace = interval(INTERVAL);
                pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
                loop {
                    pace.tick().await;
                    let read = |project, sent| with(&record, |it| it.read(client, project, sent));
                    if round(address, &requests, read).await.is_err() {
                        with(&record, |it| it.outages += 1);
                    }
                }
            });
        }
        let began = tokio::time::Instant::now();
        let mut clicks = 0;
        while began.elapsed() < time {
            sleep_until(began + CLICK * (clicks + 1)).await;
            let (_, project) = target(clicks as usize);
            let starts = (clicks as usize / PROJECTS).is_multiple_of(2);
            let operation = if starts {
                Operation::Start
            } else {
                Operation::Stop
            };
            let requests = [status(project), request(operation, project)];
            with(&record, |it| it.click(requests[1].clone()));
            tokio::spawn(async move { round(address, &requests, |_, _| {}).await });
            clicks += 1;
        }
    });
    drop(runtime);
    let record = Arc::into_inner(record).context("a client still runs")?;
    Ok(record.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn status(project: usize) -> String {
    format!("status:{}", path(project))
}

fn with(record: &Mutex<Record>, change: impl FnOnce(&mut Record)) {
    change(&mut record.lock().unwrap_or_else(PoisonError::into_inner));
}
