//! Runs one seed: begins the plant and its clients, lets time pass, and ends both.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use fastrand::Rng;
use pekat_tray::model::event::Event;
use tokio::select;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};

use super::client::{Client, Seat};
use super::log::{Log, Told};
use super::oracle::Oracle;
use super::plan::{self, Clients, Plan};
use super::plant::{Manager, Routes};

/// Runs one seed from its beginning to its end.
pub(super) fn run(seed: u64, clients: Clients) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(run_within(seed, clients)),
        Err(error) => Told {
            failure: Some(error.to_string()),
            ..Told::default()
        },
    }
}

async fn run_within(seed: u64, clients: Clients) -> Told {
    let mut rng = Rng::with_seed(seed);
    let mut log = Log::new();
    let plan = Plan::draw(&mut rng, clients);
    let run = plan.and_then(|plan| Run::begin(plan, rng, &mut log));
    let (result, run) = match run {
        Ok(mut run) => (run.story(&mut log).await, run),
        Err(error) => return log.end(Err(format!("{error:#}"))),
    };
    let mut told = log.end(result);
    let ended = run.end().await;
    told.failure = told.failure.or(ended.err());
    told
}

/// A run that is under way.
pub(super) struct Run {
    pub(super) rng: Rng,
    pub(super) routes: Arc<Routes>,
    pub(super) clients: Vec<Client>,
    events: UnboundedReceiver<(usize, Event)>,
    monitors: Vec<JoinHandle<()>>,
    /// The tasks of the managers.
    lives: Vec<JoinHandle<()>>,
    /// Whether others than trays come, too.
    pub(super) visited: bool,
    /// The number of things that happen.
    pub(super) storm: u32,
}

impl Run {
    fn begin(plan: Plan, mut rng: Rng, log: &mut Log) -> anyhow::Result<Run> {
        let mut addresses = Vec::new();
        let mut managers = Vec::new();
        for (number, habits) in plan.managers.into_iter().enumerate() {
            addresses.extend(plan::addresses(number)?.map(|address| (address, number)));
            log.tell(format_args!("pm{number}: {}", habits.in_words()));
            managers.push(Manager::new(habits, rng.fork()));
        }
        let lives = managers.iter().map(|it| tokio::spawn(it.clone().live()));
        let lives = lives.collect();
        let routes = Arc::new(Routes::new(managers, addresses));
        let (report, events) = unbounded_channel();
        let alone = plan.trays.len() == 1;
        let (mut clients, mut monitors) = (Vec::new(), Vec::new());
        for (number, site) in plan.trays.into_iter().enumerate() {
            let seat = Seat { number, alone };
            let jitter = rng.u64(..);
            let (client, monitor) = Client::begin(seat, site, &routes, jitter, report.clone());
            clients.push(client);
            monitors.push(monitor);
        }
        Ok(Run {
            rng,
            routes,
            clients,
            events,
            monitors,
            lives,
            visited: plan.visited,
            storm: plan.storm,
        })
    }

    /// Ends the monitors, which must leave nothing behind.
    async fn end(self) -> Result<(), String> {
        let oracles: Vec<Oracle> = self.clients.into_iter().map(Client::end).collect();
        // Nobody can order anything any more.
        drop(self.events);
        for monitor in self.monitors {
            let ended = monitor.await;
            ended.map_err(|error| format!("the monitor: {error}"))?;
        }
        sleep(Duration::from_secs(1)).await;
        for oracle in oracles {
            oracle.check_connections(0)?;
        }
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
    pub(super) async fn pass(&mut self, time: Duration, log: &mut Log) -> Result<(), String> {
        let end = Instant::now() + time;
        loop {
            let busy = self.clients.iter().filter_map(|it| it.busy_until);
            let free = busy.min();
            select! {
                biased;
                event = self.events.recv() => {
                    let event = event.context("the monitors have ended");
                    let (client, event) = event.map_err(|error| error.to_string())?;
                    self.clients[client].reported(event, log)?;
                }
                () = sleep_until(free.unwrap_or(end)), if free.is_some_and(|free| free <= end) => {
                    self.catch_up(log)?;
                }
                () = sleep_until(end) => break,
            }
        }
        self.clients.iter_mut().try_for_each(Client::check)
    }

    /// Ends the time in which windows were busy until now.
    fn catch_up(&mut self, log: &mut Log) -> Result<(), String> {
        let now = Instant::now();
        let mut clients = self.clients.iter_mut();
        clients.try_for_each(|client| match client.busy_until {
            Some(until) if until <= now => client.catch_up(log),
            Some(_) | None => Ok(()),
        })
    }
}
