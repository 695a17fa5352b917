//! The monitor.

use std::fs;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use pekat_tray::clock;
use pekat_tray::model::Model;
use pekat_tray::model::event::Event;
use pekat_tray::monitor::Monitor;

use super::lateness::Lateness;
use super::memory;
use super::plant::Plant;
use super::record::{Figures, WARM_UP};
use super::stopwatch::Stopwatch;

/// From one look at the heap to the next.
const LOOK: Duration = Duration::from_millis(10);

/// Watches a plant and measures what that takes.
pub(crate) fn watch(plant: &Plant) -> anyhow::Result<Figures> {
    let record = Arc::new(Mutex::new(Lateness::new(plant)?));
    let stopwatch = Arc::new(Stopwatch::default());
    let (to_record, counts) = (Arc::clone(&record), Arc::clone(&stopwatch));
    let monitor = Monitor::spawn(move |event| {
        if let Event::Polled { project, reading } = event
            && let Ok(mut record) = to_record.lock()
        {
            record.polled(project, reading.at);
            counts.polled();
        }
    })?;

    let (heap, resident) = (memory::in_use(), resident()?);
    let site = Arc::new(plant.site()?);
    monitor.configure(Arc::clone(&site));
    let mut model = Model::new(clock::now());
    model.update(clock::now(), Event::configured(Arc::clone(&site)));
    thread::sleep(WARM_UP);

    let lock = || record.lock().ok().context("the monitor has failed");
    let connections = plant.connections()?;
    lock()?.begin();
    let before = stopwatch.read()?;
    let highest = highest_heap(plant.measured());
    let after = stopwatch.read()?;
    let connections = plant.connections()? - connections;
    let mut record = lock()?;
    let figures = Figures {
        late_p50: record.late(0.5),
        late_p99: record.late(0.99),
        late_max: record.late(1.0),
        heap: highest.saturating_sub(heap) as u64,
        resident: self::resident()?.saturating_sub(resident),
        ..Figures::between(before, after, connections)
    };
    drop(model);
    Ok(figures)
}

/// The most that is in use at once in this time: a connection holds memory only during a round.
fn highest_heap(time: Duration) -> usize {
    let (since, mut highest) = (Instant::now(), 0);
    while since.elapsed() < time {
        highest = highest.max(memory::in_use());
        thread::sleep(LOOK);
    }
    highest
}

/// The memory of this process that is in memory, in bytes.
fn resident() -> anyhow::Result<u64> {
    let statm = fs::read_to_string("/proc/self/statm")?;
    let pages: u64 = statm
        .split(' ')
        .nth(1)
        .context("no resident pages")?
        .parse()?;
    Ok(pages * rustix::param::page_size() as u64)
}
