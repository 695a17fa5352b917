//! One server's task: it polls the projects in turn and carries out operations.

use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::select;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};

use super::caller::Caller;
use super::dial::Dial;
use super::jitter::Jitter;
use super::operations::{Given, Operations, Step};
use super::poller::Poller;
use crate::model::event::{Event, Failure, Ticket};
use crate::protocol::{Operation, ProjectPath};
use crate::site::{Address, ProjectId, ProtocolChoice, Server, ServerId, Timing};

/// What a task needs to know of its server. Two that are equal are served by the same task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(super) id: ServerId,
    address: Address,
    pub(super) protocol: ProtocolChoice,
    pub(super) projects: Vec<(ProjectId, ProjectPath)>,
    pub(super) timing: Timing,
}

impl Target {
    /// Takes from the configuration what matters on the wire; names do not.
    pub fn new(server: &Server, timing: Timing) -> Self {
        let projects = server.projects.iter();
        Target {
            id: server.id,
            address: server.address.clone(),
            protocol: server.protocol,
            projects: projects
                .map(|project| (project.id, project.path.clone()))
                .collect(),
            timing,
        }
    }

    /// The configured time from one poll of a project to the next.
    pub(crate) fn poll_interval(&self) -> Duration {
        self.timing.poll_interval
    }
}

/// How many operations are in flight on one server, also those of a task that no longer polls it
/// because the server was configured anew.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<AtomicUsize>);

impl InFlight {
    pub(super) fn began(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn ended(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

/// How one server's task keeps out of step with those of other servers.
#[derive(Debug)]
pub struct Pace {
    /// The time until the first poll.
    pub delay: Duration,
    /// Of the pauses between attempts to reach the server.
    pub jitter: Jitter,
}

/// What a server's task is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Carry out an operation, once.
    Operate {
        /// Comes back with the answer.
        ticket: Ticket,
        /// On which project.
        project: ProjectId,
        /// What to do.
        operation: Operation,
    },
    /// Do not send this operation any more, if it is not sent yet.
    Revoke(Ticket),
    /// Poll everything now.
    Refresh,
    /// Drop every connection and poll everything anew: the computer has slept. What became of an
    /// operation that was sent is for status to tell; one that was not is not sent any more, since
    /// nobody knows how long ago it was asked for.
    Awake {
        /// The time until the first poll.
        delay: Duration,
    },
}

/// Serves one server until nobody can give orders any more. Operations that were sent are then waited
/// for, so that each is answered once whatever happens to the configuration meanwhile. Those that were
/// not sent yet are given up: whoever serves this server next may be given others.
pub async fn run<D: Dial>(
    target: Target,
    dial: D,
    pace: Pace,
    mut orders: UnboundedReceiver<Order>,
    in_flight: InFlight,
    report: impl Fn(Event) + Send,
) {
    let caller = Caller::new(dial, target.address.clone(), target.timing);
    let mut poller = Poller::new(&target, pace, &in_flight, &report);
    let mut operations = Operations::new(&caller, &target);
    let mut poll = pin!(None);
    loop {
        if poll.is_none()
            && let Some((path, patience, connection)) = poller.begin()
        {
            let question = caller.status(connection, path.clone(), patience, poller.traits);
            poll.set(Some(question));
        }
        let wake_at = poller.schedule.wake_at();
        select! {
            // In this order an operation never waits for a poll.
            biased;
            order = orders.recv() => match order {
                None => break,
                Some(Order::Refresh) => poller.schedule.refresh(now()),
                Some(Order::Awake { delay }) => {
                    poll.set(None);
                    poller.awake(delay);
                    for ended in operations.abandon() {
                        poller.operation_ended(ended);
                    }
                }
                Some(Order::Revoke(ticket)) => {
                    for ended in operations.revoke(|given| given.ticket == ticket) {
                        poller.operation_ended(ended);
                    }
                }
                Some(Order::Operate { ticket, project, operation }) => {
                    let Some(index) = target.projects.iter().position(|(id, _)| *id == project)
                    else {
                        report(given_up(ticket));
                        continue;
                    };
                    if operation == Operation::Stop {
                        // Whoever wants it stopped now must neither wait for a start nor see it
                        // carried out afterwards.
                        let is_void = |given: &Given| {
                            given.index == index && given.operation != Operation::Stop
                        };
                        for ended in operations.revoke(is_void) {
                            poller.operation_ended(ended);
                        }
                    }
                    poller.yield_round();
                    operations.push(Given { ticket, index, operation });
                }
            },
            step = operations.next(poller.traits) => match step {
                Step::Prepared { given, reading, traits, sent } => {
                    poller.operation_prepared(given, reading, traits, sent);
                }
                Step::Ended(ended) => poller.operation_ended(ended),
            },
            polled = running(poll.as_mut()) => {
                poll.set(None);
                poller.end(polled);
            }
            () = wait_until(wake_at) => {}
        }
    }
    poll.set(None);
    poller.yield_round();
    for ended in operations.revoke_all() {
        report(ended.into_event());
    }
    while !operations.is_empty() {
        if let Step::Ended(ended) = operations.next(poller.traits).await {
            if ended.sent {
                in_flight.ended();
            }
            report(ended.into_event());
        }
    }
}

/// The answer to an operation that is given up before it is sent.
pub(crate) fn given_up(ticket: Ticket) -> Event {
    Event::Answered {
        ticket,
        at: now(),
        answer: Err(Failure::GivenUp),
    }
}

/// By the clock that the monitor runs on.
pub(super) fn now() -> std::time::Instant {
    Instant::now().into_std()
}

async fn wait_until(when: Option<std::time::Instant>) {
    match when {
        Some(when) => sleep_until(when.into()).await,
        None => pending().await,
    }
}

/// Waits for a future that may not be there.
async fn running<F: Future>(mut slot: Pin<&mut Option<F>>) -> F::Output {
    poll_fn(|cx| match slot.as_mut().as_pin_mut() {
        Some(future) => future.poll(cx),
        None => Poll::Pending,
    })
    .await
}
