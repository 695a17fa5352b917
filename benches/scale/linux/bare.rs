//! The baseline: a bare tokio loop per server that makes the same rounds at the same pace.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pekat_tray::site::ProjectId;
use tokio::time::{sleep, sleep_until};

use super::lateness::Lateness;
use super::plant::Plant;
use super::record::{Figures, WARM_UP};
use super::round::round;
use super::stopwatch::Stopwatch;

/// The longest time from one server's round to the next one's. It is the monitor's, for rounds that
/// follow one another directly cost less than those that the thread is woken for.
const STAGGER: Duration = Duration::from_millis(2);

/// Asks a plant's servers and measures the cost.
pub(crate) fn ask(plant: &Plant) -> anyhow::Result<Figures> {
    let stopwatch = Arc::new(Stopwatch::default());
    let failures = Arc::new(AtomicU64::new(0));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // The same notes as beside the monitor, whose cost must not count as the monitor's.
    let lateness = Arc::new(Mutex::new(Lateness::new(plant)?));
    for (number, server) in plant.site()?.servers().iter().enumerate() {
        let projects = server.projects.iter().map(|project| project.id).collect();
        let (stopwatch, lateness) = (Arc::clone(&stopwatch), Arc::clone(&lateness));
        let polled = move |project, at| {
            if let Ok(mut lateness) = lateness.lock() {
                lateness.polled(project, at);
                stopwatch.polled();
            }
        };
        let failures = Arc::clone(&failures);
        runtime.spawn(ask_one(*plant, number, projects, polled, failures));
    }
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    thread::sleep(WARM_UP);

    let connections = plant.connections()?;
    let before = stopwatch.read()?;
    thread::sleep(plant.measured());
    let after = stopwatch.read()?;
    let connections = plant.connections()? - connections;
    let failures = failures.load(Ordering::Relaxed);
    anyhow::ensure!(failures == 0, "{failures} rounds failed");
    Ok(Figures::between(before, after, connections))
}

async fn ask_one(
    plant: Plant,
    server: usize,
    projects: Vec<ProjectId>,
    polled: impl Fn(ProjectId, Instant),
    failures: Arc<AtomicU64>,
) {
    let requests: Vec<String> = (0..plant.projects)
        .map(|project| format!("status:{}", Plant::path(project)))
        .collect();
    let stagger = STAGGER.min(plant.interval / plant.servers as u32);
    sleep(stagger * server as u32).await;
    let mut due = Instant::now();
    loop {
        sleep_until(due.into()).await;
        // As the monitor's, so that rounds are as far apart, and their data as cold.
        due += plant.interval - plant.interval.mul_f64(fastrand::f64() / 16.0);
        let asked = round(plant.address(server), &requests, |index, sent| {
            polled(projects[index], sent);
        });
        let asked = asked.await;
        failures.fetch_add(asked.is_err().into(), Ordering::Relaxed);
    }
}
