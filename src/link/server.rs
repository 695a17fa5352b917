//! One server's task: it polls the projects in turn and carries out operations.

use std::future::{pending, poll_fn};
use std::ops::Range;
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio::select;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};

use super::caller::{Caller, Polled};
use super::dial::Dial;
use super::exchange::{Answered, Connection};
use super::schedule::Schedule;
use crate::model::event::{Answer, Event, Failure, Link, Reading, Ticket, Unreachable};
use crate::protocol::{Operation, ProjectPath};
use crate::site::{Address, ProjectId, Server, ServerId, Timing};

/// What a task needs to know of its server. Two that are equal are served by the same task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    id: ServerId,
    address: Address,
    projects: Vec<(ProjectId, ProjectPath)>,
    timing: Timing,
}

impl Target {
    /// Takes from the configuration what matters on the wire; names do not.
    pub fn new(server: &Server, timing: Timing) -> Self {
        let projects = server.projects.iter();
        Target {
            id: server.id,
            address: server.address.clone(),
            projects: projects
                .map(|project| (project.id, project.path.clone()))
                .collect(),
            timing,
        }
    }
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
    /// Poll everything now.
    Refresh,
}

/// Serves one server until nobody can give orders any more, then brings to an end what was begun:
/// each operation is answered once, whatever happens to the configuration meanwhile.
pub async fn run<D: Dial>(
    target: Target,
    dial: D,
    mut orders: UnboundedReceiver<Order>,
    report: impl Fn(Event) + Send,
) {
    let caller = Caller::new(dial, target.address.clone(), target.timing);
    let mut poller = Poller::new(&target, &report);
    let mut operations = Running::new();
    let mut poll = pin!(None);
    loop {
        if poll.is_none()
            && let Some(path) = poller.begin()
        {
            poll.set(Some(caller.status(poller.kept.take(), path.clone())));
        }
        select! {
            // In this order an operation never waits for a poll.
            biased;
            order = orders.recv() => match order {
                None => break,
                Some(Order::Refresh) => poller.schedule.refresh(now()),
                Some(Order::Operate { ticket, project, operation }) => {
                    let Some(index) = target.projects.iter().position(|(id, _)| *id == project)
                    else {
                        report(not_sent(ticket, Unreachable::Other));
                        continue;
                    };
                    let concerned = match operation {
                        Operation::Start | Operation::Stop => index..index + 1,
                        Operation::Switch => 0..target.projects.len(),
                    };
                    poller.operation_began(concerned.clone());
                    let (_, path) = &target.projects[index];
                    let answer = caller.operate(operation, path.clone());
                    operations.push(async move { Ended { ticket, concerned, answer: answer.await } });
                }
            },
            ended = operations.next() => {
                let concerned = ended.concerned.clone();
                report(ended.into_event());
                poller.operation_ended(concerned);
            }
            polled = running(poll.as_mut()) => {
                poll.set(None);
                poller.end(polled);
            }
            () = wait_until(poller.schedule.wake_at()) => {}
        }
    }
    poll.set(None);
    poller.kept = None;
    while !operations.is_empty() {
        let ended = operations.next().await;
        report(ended.into_event());
    }
}

/// The answer to an operation that was never sent.
pub(crate) fn not_sent(ticket: Ticket, reason: Unreachable) -> Event {
    Event::Answered {
        ticket,
        at: now(),
        answer: Err(Failure::NotSent(reason)),
    }
}

fn now() -> std::time::Instant {
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

/// An operation that came to its end.
struct Ended {
    ticket: Ticket,
    concerned: Range<usize>,
    answer: Result<(), Failure>,
}

impl Ended {
    fn into_event(self) -> Event {
        Event::Answered {
            ticket: self.ticket,
            at: now(),
            answer: self.answer,
        }
    }
}

/// The operations in flight: seldom more than one or two.
struct Running<'a>(Vec<Pin<Box<dyn Future<Output = Ended> + Send + 'a>>>);

impl<'a> Running<'a> {
    fn new() -> Self {
        Running(Vec::new())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn push(&mut self, operation: impl Future<Output = Ended> + Send + 'a) {
        self.0.push(Box::pin(operation));
    }

    /// Waits for any of them to end, and forever if there are none.
    async fn next(&mut self) -> Ended {
        poll_fn(|cx| {
            for (index, operation) in self.0.iter_mut().enumerate() {
                if let Poll::Ready(ended) = operation.as_mut().poll(cx) {
                    drop(self.0.swap_remove(index));
                    return Poll::Ready(ended);
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// What is known while polling.
struct Poller<'a, S, R> {
    target: &'a Target,
    report: &'a R,
    schedule: Schedule,
    link: Link,
    /// The project that is being polled.
    project: Option<ProjectId>,
    /// The connection of the last poll.
    kept: Option<Connection<S>>,
    /// Whether connections are kept from one poll to the next.
    keep: bool,
    operating: usize,
}

impl<'a, S, R: Fn(Event)> Poller<'a, S, R> {
    fn new(target: &'a Target, report: &'a R) -> Self {
        let interval = target.timing.poll_interval;
        Poller {
            target,
            report,
            schedule: Schedule::new(target.projects.len(), interval, now()),
            link: Link::Connecting,
            project: None,
            kept: None,
            keep: true,
            operating: 0,
        }
    }

    /// The project to be polled now, if one is due.
    fn begin(&mut self) -> Option<&'a ProjectPath> {
        let index = self.schedule.take_due(now())?;
        let (project, path) = &self.target.projects[index];
        self.project = Some(*project);
        Some(path)
    }

    fn end(&mut self, polled: Polled<S>) {
        if polled.in_vain {
            self.keep = false;
        }
        match polled.answered {
            Ok(answered) => self.answered(answered),
            Err(reason) => self.failed(reason),
        }
    }

    fn answered(&mut self, answered: Answered<S>) {
        if self.keep && self.operating == 0 {
            self.kept = answered.connection;
        }
        let answer = Answer::from(answered.reply);
        self.schedule.answered(is_settled(&answer), now());
        self.link_is(Link::Up);
        if let Some(project) = self.project.take() {
            let at = answered.sent.into_std();
            let reading = Reading { at, answer };
            (self.report)(Event::Polled { project, reading });
        }
    }

    fn failed(&mut self, reason: Unreachable) {
        self.project = None;
        // Whatever answers there next may have other habits.
        self.keep = true;
        self.schedule.failed(now());
        self.link_is(Link::Down(reason));
    }

    fn link_is(&mut self, link: Link) {
        if self.link == link {
            return;
        }
        self.link = link.clone();
        let server = self.target.id;
        (self.report)(Event::Link { server, link });
    }

    fn operation_began(&mut self, concerned: Range<usize>) {
        self.operating += 1;
        // A Projects Manager that serves one connection after the other would not read the
        // operation as long as this one is open.
        self.kept = None;
        self.schedule.operation_began(concerned, now());
    }

    fn operation_ended(&mut self, concerned: Range<usize>) {
        self.operating = self.operating.saturating_sub(1);
        self.schedule.operation_ended(concerned, now());
    }
}

/// Whether polling in a hurry has nothing to wait for.
fn is_settled(answer: &Answer) -> bool {
    match answer {
        Answer::Status(status) => status.is_settled(),
        Answer::NotFound | Answer::UnknownCommand | Answer::Unexpected(_) => true,
    }
}
