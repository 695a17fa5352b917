//! Runs one seed: begins the plant and its client, lets time pass, and ends both.

use std::time::Duration;

use anyhow::Context;
use fastrand::Rng;
use pekat_tray::model::event::Event;
use tokio::select;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};

use super::client::Client;
use super::log::{Log, Told};
use super::plan::Plan;
use super::plant::Manager;

/// Runs one seed from its beginning to its end.
pub(super) fn run(seed: u64) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(run_within(seed)),
        Err(error) => Told {
            failure: Some(error.to_string()),
            ..Told::default()
        },
    }
}

async fn run_within(seed: u64) -> Told {
    let mut rng = Rng::with_seed(seed);
    let log = Log::new();
    match Plan::draw(&mut rng) {
        Ok(plan) => Run::begin(plan, rng, log).to_end().await,
        Err(error) => log.end(Err(format!("{error:#}"))),
    }
}

/// A run that is under way.
pub(super) struct Run {
    pub(super) log: Log,
    pub(super) rng: Rng,
    pub(super) managers: Vec<Manager>,
    pub(super) client: Client,
    events: UnboundedReceiver<Event>,
    monitor: JoinHandle<()>,
    /// The tasks of the managers.
    lives: Vec<JoinHandle<()>>,
    /// The number of things that happen.
    pub(super) storm: u32,
}

impl Run {
    fn begin(plan: Plan, mut rng: Rng, log: Log) -> Run {
        let habits = plan.managers.into_iter();
        let managers: Vec<Manager> = habits.map(|it| Manager::new(it, rng.fork())).collect();
        let lives = managers.iter().map(|it| tokio::spawn(it.clone().live()));
        let lives = lives.collect();
        let (report, events) = unbounded_channel();
        let (client, monitor) = Client::begin(plan.site, &managers, rng.u64(..), report);
        Run {
            log,
            rng,
            managers,
            client,
            events,
            monitor,
            lives,
            storm: plan.storm,
        }
    }

    async fn to_end(mut self) -> Told {
        let result = self.story().await;
        let log = std::mem::replace(&mut self.log, Log::new());
        let mut told = log.end(result);
        let ended = self.end().await;
        told.failure = told.failure.or(ended.err());
        told
    }

    /// Ends the monitor, which must leave nothing behind.
    async fn end(self) -> Result<(), String> {
        let oracle = self.client.end();
        // Nobody can order anything any more.
        drop(self.events);
        let ended = self.monitor.await;
        ended.map_err(|error| format!("the monitor: {error}"))?;
        sleep(Duration::from_secs(1)).await;
        oracle.check_connections(0)?;
        self.lives.iter().for_each(JoinHandle::abort);
        let left = tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks();
        match left > self.lives.len() {
            true => Err(format!("{left} tasks are left")),
            false => Ok(()),
        }
    }

    /// Lets time pass, and handles what is reported meanwhile.
    pub(super) async fn pass(&mut self, time: Duration) -> Result<(), String> {
        let end = Instant::now() + time;
        loop {
            select! {
                biased;
                event = self.events.recv() => {
                    let event = event.context("the monitor has ended");
                    let event = event.map_err(|error| error.to_string())?;
                    self.client.event(event, &mut self.log)?;
                }
                () = sleep_until(end) => return self.client.check(),
            }
        }
    }
}
