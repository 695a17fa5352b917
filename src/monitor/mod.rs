//! The background thread that watches and controls all servers: a handle and an actor.

mod jump;
mod watchdog;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

use tokio::runtime::{Builder, Runtime};
use tokio::select;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::link::server::{self, InFlight, Pace, Target, given_up};
use crate::link::{Dial, Jitter, Tcp};
use crate::model::event::{Event, Ticket};
use crate::protocol::Operation;
use crate::site::{ProjectId, ServerId, Site};
use jump::Clocks;
pub use watchdog::Pulse;

/// How many name lookups may hang at once. More wait their turn.
const LOOKUP_THREADS: usize = 16;

/// How long an unused lookup thread stays.
const LOOKUP_THREAD_IDLE: Duration = Duration::from_secs(2);

/// What the threads need, with much to spare. The usual 2 MiB each would be half of the program's
/// memory. In bytes.
const STACK_SIZE: usize = 256 * 1024;

/// The shortest and the longest time between two heartbeats. Each wakes the thread, which costs as much
/// as a poll does when there are few.
const HEARTBEAT: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(30));

/// From the first poll of one server to that of the next. In all it takes no longer than one poll
/// interval.
const STAGGER: Duration = Duration::from_millis(2);

/// The longest delay by chance before the first poll of a server.
const MOST_SPREAD: Duration = Duration::from_millis(500);

/// An operation that was asked for longer ago than this, before the computer slept or the thread could
/// not go on, is not sent: nobody expects it any more.
const LATE: Duration = Duration::from_secs(5);

/// The handle of the background thread. Dropping it ends the thread without waiting for it; what
/// is in flight then is given up.
#[derive(Debug)]
pub struct Monitor {
    orders: UnboundedSender<Order>,
    /// Nothing is ever sent: the watchdog ends when it goes.
    _watchdog: mpsc::Sender<()>,
}

/// What the monitor is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Watch these servers and no others.
    Configure(Arc<Site>),
    /// Carry out an operation, once.
    Operate {
        /// Comes back with the answer.
        ticket: Ticket,
        /// On which project.
        project: ProjectId,
        /// What to do.
        operation: Operation,
        /// When it was asked for.
        asked: std::time::Instant,
    },
    /// Do not send this operation any more, if it is not sent yet.
    Revoke {
        /// Names it.
        ticket: Ticket,
        /// On which project.
        project: ProjectId,
    },
    /// Poll everything now.
    Refresh,
    /// Poll everything of one server now.
    Retry(ServerId),
    /// Drop every connection and poll everything now: the computer has slept.
    Awake,
    /// Report that time has passed once it is this late, besides the heartbeats. A later order takes
    /// the place of an earlier one.
    Rouse(std::time::Instant),
}

impl Monitor {
    /// Starts the thread, and a second one that says so when the first stops reporting. Both call
    /// `report`, which must not block, for everything that happens.
    ///
    /// # Errors
    /// When the operating system gives no thread or no means to wait for sockets.
    pub fn spawn(report: impl Fn(Event) + Send + Sync + 'static) -> io::Result<Monitor> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(LOOKUP_THREADS)
            .thread_keep_alive(LOOKUP_THREAD_IDLE)
            .thread_name("lookup")
            .thread_stack_size(STACK_SIZE)
            .build()?;
        let (orders, received) = unbounded_channel();
        let (watchdog, ended) = mpsc::channel();
        let report = Arc::new(report);
        let pulse = Arc::new(Pulse::new(std::time::Instant::now()));
        let (watched, told) = (Arc::clone(&pulse), Arc::clone(&report));
        thread::Builder::new()
            .name("watchdog".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(move || watchdog::watch(&watched, &ended, || told(Event::MonitorSilent)))?;
        thread::Builder::new()
            .name("monitor".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(move || serve(runtime, received, &pulse, move |event| report(event)))?;
        Ok(Monitor {
            orders,
            _watchdog: watchdog,
        })
    }

    /// Watches the servers of `site` from now on. A server that is configured as before is not
    /// disturbed. On one that is gone or changed, an operation that was sent is still answered, and
    /// one that was not is not sent any more.
    pub fn configure(&self, site: Arc<Site>) {
        self.order(Order::Configure(site));
    }

    /// Sends an operation once. [`Event::Answered`] with this ticket tells what became of it.
    pub fn operate(&self, ticket: Ticket, project: ProjectId, operation: Operation) {
        self.order(Order::Operate {
            ticket,
            project,
            operation,
            asked: std::time::Instant::now(),
        });
    }

    /// Does not send an operation any more if it is not sent yet, and then answers it so.
    pub fn revoke(&self, ticket: Ticket, project: ProjectId) {
        self.order(Order::Revoke { ticket, project });
    }

    /// Polls everything now, also servers that gave no answer lately.
    pub fn refresh(&self) {
        self.order(Order::Refresh);
    }

    /// Polls everything of one server now, also if it gave no answer lately.
    pub fn retry(&self, server: ServerId) {
        self.order(Order::Retry(server));
    }

    /// Drops every connection and polls everything anew: the computer has slept. The monitor notices
    /// that by itself, too, but later.
    pub fn awake(&self) {
        self.order(Order::Awake);
    }

    /// Reports that time has passed once it is this late, besides the heartbeats. Only the last such
    /// order counts.
    pub fn rouse(&self, at: std::time::Instant) {
        self.order(Order::Rouse(at));
    }

    fn order(&self, order: Order) {
        // The thread ends only after this handle, so there is always somebody to take it.
        self.orders.send(order).ok();
    }
}

fn serve(
    runtime: Runtime,
    orders: UnboundedReceiver<Order>,
    pulse: &Pulse,
    report: impl Fn(Event) + Send + Sync + 'static,
) {
    let outside = Outside {
        dial: Tcp::default,
        wall_clock: SystemTime::now,
        jitter: Jitter::seeded(fastrand::u64(..)),
    };
    runtime.block_on(run(outside, orders, pulse, report));
    // A lookup that hangs must not be waited for.
    runtime.shutdown_background();
}

fn is_late(asked: std::time::Instant) -> bool {
    let now = Instant::now().into_std();
    now.saturating_duration_since(asked) > LATE
}

/// What the monitor has of the world around it, besides tokio's clock.
#[derive(Debug)]
pub struct Outside<F, W> {
    /// Makes the dialler of one server.
    pub dial: F,
    /// The clock on the wall, which may jump.
    pub wall_clock: W,
    /// Of all retry pauses. It is forked for each server.
    pub jitter: Jitter,
}

/// The monitor itself, on whatever clocks, network and chance it is given. Ends when nobody can give
/// orders any more.
pub async fn run<D: Dial>(
    outside: Outside<impl Fn() -> D, impl Fn() -> SystemTime>,
    mut orders: UnboundedReceiver<Order>,
    pulse: &Pulse,
    report: impl Fn(Event) + Send + Sync + 'static,
) {
    let Outside {
        dial,
        wall_clock,
        jitter,
    } = outside;
    let mut watch = Watch {
        dial,
        jitter,
        report: Arc::new(report),
        site: Arc::default(),
        servers: BTreeMap::new(),
        tasks: JoinSet::new(),
    };
    let mut last_beat = Instant::now();
    let mut clocks = Clocks::new(last_beat.into_std(), wall_clock());
    let mut rouse: Option<Instant> = None;
    loop {
        let next_beat = last_beat + watch.heartbeat();
        let next_beat = rouse.map_or(next_beat, |rouse| rouse.min(next_beat));
        pulse.promise(next_beat.into_std());
        select! {
            biased;
            order = orders.recv() => match order {
                None => return,
                Some(Order::Rouse(at)) => rouse = Some(at.into()),
                Some(order) => {
                    match &order {
                        Order::Awake => {
                            last_beat = Instant::now();
                            clocks = Clocks::new(last_beat.into_std(), wall_clock());
                        }
                        // With a shorter interval the next beat would look late.
                        Order::Configure(_) => {
                            last_beat = Instant::now();
                            if clocks.look(last_beat.into_std(), wall_clock(), next_beat.into_std()) {
                                watch.obey(Order::Awake);
                            }
                        }
                        Order::Operate { .. }
                        | Order::Revoke { .. }
                        | Order::Refresh
                        | Order::Retry(_)
                        | Order::Rouse(_) => {}
                    }
                    watch.obey(order);
                }
            },
            () = sleep_until(next_beat) => {
                last_beat = Instant::now();
                rouse.take_if(|rouse| *rouse <= last_beat);
                if clocks.look(last_beat.into_std(), wall_clock(), next_beat.into_std()) {
                    watch.obey(Order::Awake);
                }
                (watch.report)(Event::Tick);
            }
            Some(_) = watch.tasks.join_next() => {}
        }
    }
}

/// The tasks of all servers. Dropping it ends them.
struct Watch<F, R> {
    dial: F,
    jitter: Jitter,
    report: Arc<R>,
    site: Arc<Site>,
    servers: BTreeMap<ServerId, Watched>,
    tasks: JoinSet<()>,
}

/// A server with its task, which ends by itself when this is dropped.
struct Watched {
    target: Target,
    orders: UnboundedSender<server::Order>,
    in_flight: InFlight,
}

impl<D, F, R> Watch<F, R>
where
    D: Dial,
    F: Fn() -> D,
    R: Fn(Event) + Send + Sync + 'static,
{
    fn obey(&mut self, order: Order) {
        match order {
            Order::Configure(site) => self.configure(site),
            Order::Operate { ticket, asked, .. } if is_late(asked) => {
                (self.report)(given_up(ticket));
            }
            Order::Operate {
                ticket,
                project,
                operation,
                ..
            } => self.operate(ticket, project, operation),
            Order::Revoke { ticket, project } => {
                if let Some(server) = self.server_of(project) {
                    server.orders.send(server::Order::Revoke(ticket)).ok();
                }
            }
            // Time is not the servers' business.
            Order::Rouse(_) => {}
            Order::Refresh => {
                for server in self.servers.values() {
                    server.orders.send(server::Order::Refresh).ok();
                }
            }
            Order::Retry(server) => {
                if let Some(server) = self.servers.get(&server) {
                    server.orders.send(server::Order::Refresh).ok();
                }
            }
            Order::Awake => {
                let at = Instant::now().into_std();
                (self.report)(Event::Awoke { at });
                for (server, delay) in self.servers.values().zip(delays(&self.site)) {
                    server.orders.send(server::Order::Awake { delay }).ok();
                }
            }
        }
    }

    fn configure(&mut self, site: Arc<Site>) {
        let mut before = std::mem::take(&mut self.servers);
        let mut delays = delays(&site);
        for server in site.servers() {
            let target = Target::new(server, site.timing);
            let known = before.remove(&server.id);
            let watched = match known {
                Some(unchanged) if unchanged.target == target => unchanged,
                Some(changed) => self.watch(target, changed.in_flight.clone(), &mut delays),
                None => self.watch(target, InFlight::default(), &mut delays),
            };
            self.servers.insert(server.id, watched);
        }
        self.site = site;
    }

    fn watch(
        &mut self,
        target: Target,
        in_flight: InFlight,
        delays: &mut impl Iterator<Item = Duration>,
    ) -> Watched {
        let mut jitter = self.jitter.fork();
        // Other computers may have been started at the same time.
        let spread = target.poll_interval().min(MOST_SPREAD);
        let delay = delays.next().unwrap_or_default() + jitter.up_to(spread);
        let pace = Pace { delay, jitter };
        let (orders, received) = unbounded_channel();
        let report = Arc::clone(&self.report);
        let report = move |event| report(event);
        let dial = (self.dial)();
        let task = server::run(
            target.clone(),
            dial,
            pace,
            received,
            in_flight.clone(),
            report,
        );
        self.tasks.spawn(task);
        Watched {
            target,
            orders,
            in_flight,
        }
    }

    fn operate(&self, ticket: Ticket, project: ProjectId, operation: Operation) {
        let order = server::Order::Operate {
            ticket,
            project,
            operation,
        };
        let server = self.server_of(project);
        let sent = server.is_some_and(|server| server.orders.send(order).is_ok());
        if !sent {
            (self.report)(given_up(ticket));
        }
    }

    fn server_of(&self, project: ProjectId) -> Option<&Watched> {
        let (server, _) = self.site.project(project)?;
        self.servers.get(&server.id)
    }

    fn heartbeat(&self) -> Duration {
        let (shortest, longest) = HEARTBEAT;
        self.site.timing.poll_interval.clamp(shortest, longest)
    }
}

/// How long the first poll of each server waits when all are to be polled, so that not all are dialled in the same instant.
fn delays(site: &Site) -> impl Iterator<Item = Duration> + use<> {
    let servers = u32::try_from(site.servers().len()).unwrap_or(u32::MAX);
    let step = STAGGER.min(site.timing.poll_interval / servers.max(1));
    (0..servers).map(move |server| step * server)
}

#[cfg(test)]
mod tests;
