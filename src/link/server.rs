//! One server's task: it polls the projects in turn and carries out operations.

use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::ops::Range;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::select;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};

use super::caller::{Caller, Patience, Polled};
use super::dial::Dial;
use super::exchange::{Answered, Connection};
use super::form::Form;
use super::jitter::Jitter;
use super::schedule::Schedule;
use crate::model::event::{Answer, Event, Failure, Link, Reading, Ticket, Unreachable};
use crate::protocol::{Dialect, Operation, ProjectPath};
use crate::site::{Address, ProjectId, ProtocolChoice, Server, ServerId, Timing};

/// What a task needs to know of its server. Two that are equal are served by the same task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    id: ServerId,
    address: Address,
    protocol: ProtocolChoice,
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
            protocol: server.protocol,
            projects: projects
                .map(|project| (project.id, project.path.clone()))
                .collect(),
            timing,
        }
    }
}

/// How many operations are in flight on one server, also those of a task that no longer polls it
/// because the server was configured anew.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<AtomicUsize>);

impl InFlight {
    fn began(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn ended(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    fn any(&self) -> bool {
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
    /// Poll everything now.
    Refresh,
    /// Drop every connection and poll everything anew: the computer has slept. What became of an
    /// operation that was sent is for status to tell.
    Awake {
        /// The time until the first poll.
        delay: Duration,
    },
}

/// Serves one server until nobody can give orders any more, then brings to an end what was begun:
/// each operation is answered once, whatever happens to the configuration meanwhile. One that is not
/// sent yet then is not sent any more, for whoever serves this server next may be given another.
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
            && let Some((path, patience)) = poller.begin()
        {
            let kept = poller.kept.take();
            poll.set(Some(caller.status(
                kept,
                path.clone(),
                patience,
                poller.form,
            )));
        }
        let wake_at = poller.schedule.wake_at();
        select! {
            // In this order an operation never waits for a poll, but for one that finds out in which
            // form the server is to be asked.
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
                Some(Order::Operate { ticket, project, operation }) => {
                    let Some(index) = target.projects.iter().position(|(id, _)| *id == project)
                    else {
                        report(not_sent(ticket, Unreachable::Other));
                        continue;
                    };
                    if operation == Operation::Stop {
                        for ended in operations.revoke(index) {
                            poller.operation_ended(ended);
                        }
                    }
                    let given = Given { ticket, index, operation };
                    poller.operation_began(given.concerned(&target));
                    operations.push(given);
                }
            },
            ended = operations.next(poller.form) => poller.operation_ended(ended),
            polled = running(poll.as_mut()) => {
                poll.set(None);
                if let Err(failure) = poller.end(polled) {
                    for ended in operations.give_up(&failure) {
                        poller.operation_ended(ended);
                    }
                }
            }
            () = poller.speaks_unasked() => poller.out_of_step(),
            () = wait_until(wake_at) => {}
        }
    }
    poll.set(None);
    poller.kept = None;
    for ended in operations.revoke_all() {
        in_flight.ended();
        report(ended.into_event());
    }
    while !operations.is_empty() {
        let ended = operations.next(poller.form).await;
        in_flight.ended();
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

/// An operation that is to be carried out.
#[derive(Clone, Copy, Debug)]
struct Given {
    ticket: Ticket,
    /// The project's.
    index: usize,
    operation: Operation,
}

impl Given {
    /// The projects that it may change.
    fn concerned(self, target: &Target) -> Range<usize> {
        match self.operation {
            Operation::Start | Operation::Stop => self.index..self.index + 1,
            Operation::Switch => 0..target.projects.len(),
        }
    }

    fn ended(self, answer: Result<(), Failure>) -> Ended {
        Ended {
            given: self,
            answer,
        }
    }

    fn revoked(self) -> Ended {
        self.ended(Err(Failure::NotSent(Unreachable::Other)))
    }
}

/// An operation that came to its end.
#[derive(Debug)]
struct Ended {
    given: Given,
    answer: Result<(), Failure>,
}

impl Ended {
    fn into_event(self) -> Event {
        Event::Answered {
            ticket: self.given.ticket,
            at: now(),
            answer: self.answer,
        }
    }
}

/// What is under way and kept on the heap.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The operations in flight: seldom more than one or two. They are sent in the order given, each
/// over a connection of its own, and none waits for the answer to another.
struct Operations<'a, D: Dial> {
    caller: &'a Caller<D>,
    target: &'a Target,
    /// Not sent yet. Only the first is dialled for, so that none can overtake another.
    waiting: VecDeque<Given>,
    dialling: Option<Boxed<'a, Result<Connection<D::Stream>, Unreachable>>>,
    sent: Vec<(Given, Boxed<'a, Ended>)>,
}

impl<'a, D: Dial> Operations<'a, D> {
    fn new(caller: &'a Caller<D>, target: &'a Target) -> Self {
        Operations {
            caller,
            target,
            waiting: VecDeque::new(),
            dialling: None,
            sent: Vec::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.sent.is_empty()
    }

    fn push(&mut self, given: Given) {
        self.waiting.push_back(given);
    }

    /// Gives up every start of a project, and switch to it, that is not sent yet: whoever wants it
    /// stopped now must neither wait for that nor see it carried out afterwards.
    fn revoke(&mut self, index: usize) -> Vec<Ended> {
        let is_void = |given: &Given| given.index == index && given.operation != Operation::Stop;
        if self.waiting.front().is_some_and(is_void) {
            self.dialling = None;
        }
        let (void, waiting): (VecDeque<Given>, _) = self.waiting.drain(..).partition(is_void);
        self.waiting = waiting;
        void.into_iter().map(Given::revoked).collect()
    }

    /// Gives up everything that is not sent yet.
    fn revoke_all(&mut self) -> Vec<Ended> {
        self.give_up(&Failure::NotSent(Unreachable::Other))
    }

    /// As [`revoke_all`](Self::revoke_all), for a reason.
    fn give_up(&mut self, failure: &Failure) -> Vec<Ended> {
        self.dialling = None;
        let waiting = self.waiting.drain(..);
        waiting
            .map(|given| given.ended(Err(failure.clone())))
            .collect()
    }

    /// Drops every connection. What was sent is not answered for any more; what was not will be
    /// dialled for again.
    fn abandon(&mut self) -> Vec<Ended> {
        self.dialling = None;
        let lost = |given: Given| given.ended(Err(Failure::NoAnswer(Unreachable::Broken)));
        self.sent.drain(..).map(|(given, _)| lost(given)).collect()
    }

    /// Waits for any of them to end, and forever if there are none. While the server's form is not
    /// known nothing is sent: a poll is on its way then, and finds it out.
    async fn next(&mut self, form: Form) -> Ended {
        poll_fn(|cx| self.poll_next(form, cx)).await
    }

    fn poll_next(&mut self, form: Form, cx: &mut Context<'_>) -> Poll<Ended> {
        for (index, (_, operation)) in self.sent.iter_mut().enumerate() {
            if let Poll::Ready(ended) = operation.as_mut().poll(cx) {
                drop(self.sent.remove(index));
                return Poll::Ready(ended);
            }
        }
        while let Some(given) = self.waiting.front().copied() {
            let Some(dialect) = form.known() else {
                return Poll::Pending;
            };
            let caller = self.caller;
            let dial = || Box::pin(caller.connect()) as Boxed<'a, _>;
            let dialling = self.dialling.get_or_insert_with(dial);
            let Poll::Ready(connected) = dialling.as_mut().poll(cx) else {
                return Poll::Pending;
            };
            self.dialling = None;
            self.waiting.pop_front();
            let connection = match connected {
                Ok(connection) => connection,
                Err(reason) => return Poll::Ready(given.ended(Err(Failure::NotSent(reason)))),
            };
            let mut operation = self.send(given, connection, dialect);
            // Now, before anything else can be given: only what is sent may be counted as sent.
            if let Poll::Ready(ended) = operation.as_mut().poll(cx) {
                return Poll::Ready(ended);
            }
            self.sent.push((given, operation));
        }
        Poll::Pending
    }

    fn send(
        &self,
        given: Given,
        connection: Connection<D::Stream>,
        dialect: Dialect,
    ) -> Boxed<'a, Ended> {
        let (_, path) = &self.target.projects[given.index];
        let (caller, path) = (self.caller, path.clone());
        let answer = caller.operate(connection, dialect, given.operation, path);
        Box::pin(async move { given.ended(answer.await) })
    }
}

/// What a failed poll says of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing: a Projects Manager that serves one connection after the other does not answer
    /// while it carries out an operation.
    Hindered,
    /// It may be the project's silence alone.
    Doubtful,
    Down,
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
    /// In which form the server is asked.
    form: Form,
    in_flight: &'a InFlight,
    /// Whether an operation was in flight at any time since the poll began.
    hindered: bool,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin, R: Fn(Event)> Poller<'a, S, R> {
    fn new(target: &'a Target, pace: Pace, in_flight: &'a InFlight, report: &'a R) -> Self {
        let interval = target.timing.poll_interval;
        let begin = now() + pace.delay;
        Poller {
            target,
            report,
            schedule: Schedule::new(target.projects.len(), interval, begin, pace.jitter),
            link: Link::Connecting,
            project: None,
            kept: None,
            keep: true,
            form: Form::new(target.protocol),
            in_flight,
            hindered: false,
        }
    }

    /// The project to be polled now, if one is due, and how patiently.
    fn begin(&mut self) -> Option<(&'a ProjectPath, Patience)> {
        let index = self.schedule.take_due(now())?;
        let (project, path) = &self.target.projects[index];
        self.project = Some(*project);
        self.hindered = self.in_flight.any();
        let patience = if self.schedule.in_doubt() {
            Patience::Short
        } else {
            Patience::Usual
        };
        Some((path, patience))
    }

    /// Takes what a poll brought.
    ///
    /// # Errors
    /// Why nothing can be sent: the server's form was not found out.
    fn end(&mut self, polled: Polled<S>) -> Result<(), Failure> {
        if polled.in_vain {
            self.keep = false;
        }
        self.form = polled.form;
        let failure = match polled.answered {
            Ok(answered) => self.answered(answered).bars_operations(),
            Err(reason) => {
                self.failed(reason);
                Some(Failure::NotSent(reason))
            }
        };
        if polled.out_of_step {
            self.out_of_step();
        }
        match self.form.known() {
            Some(_) => Ok(()),
            None => Err(failure.unwrap_or(Failure::UnknownCommand)),
        }
    }

    /// Waits until something comes over the connection that is kept, and for ever if none is.
    async fn speaks_unasked(&mut self) {
        match &mut self.kept {
            Some(kept) => kept.speaks_unasked().await,
            None => pending().await,
        }
    }

    /// What was said over the connection that was kept may have been meant for other questions: all
    /// are asked again, over connections of their own.
    fn out_of_step(&mut self) {
        self.kept = None;
        self.keep = false;
        self.schedule.refresh(now());
    }

    fn answered(&mut self, answered: Answered<S>) -> Answer {
        if self.keep && !self.in_flight.any() {
            self.kept = answered.connection;
        }
        let answer = Answer::from(answered.reply);
        self.schedule.answered(is_settled(&answer), now());
        self.link_is(Link::Up);
        if let Some(project) = self.project.take() {
            let at = answered.sent.into_std();
            let answer = answer.clone();
            let reading = Reading { at, answer };
            (self.report)(Event::Polled { project, reading });
        }
        answer
    }

    fn failed(&mut self, reason: Unreachable) {
        self.project = None;
        match self.judge(reason) {
            Verdict::Hindered => self.schedule.excused(now()),
            Verdict::Doubtful => self.schedule.silent(now()),
            Verdict::Down => {
                // Whatever answers there next may have other habits.
                self.keep = true;
                self.form.forget();
                self.schedule.failed(now());
                self.link_is(Link::Down(reason));
            }
        }
    }

    fn judge(&self, reason: Unreachable) -> Verdict {
        if matches!(self.link, Link::Down(_)) {
            return Verdict::Down;
        }
        match reason {
            Unreachable::NoAnswer | Unreachable::ConnectTimeout if self.hindered => {
                Verdict::Hindered
            }
            Unreachable::NoAnswer | Unreachable::Broken | Unreachable::Other
                if !self.schedule.in_doubt() =>
            {
                Verdict::Doubtful
            }
            Unreachable::NoAnswer
            | Unreachable::Broken
            | Unreachable::Other
            | Unreachable::UnknownHost
            | Unreachable::Refused
            | Unreachable::NoRoute
            | Unreachable::ConnectTimeout => Verdict::Down,
        }
    }

    fn awake(&mut self, delay: Duration) {
        self.project = None;
        self.kept = None;
        self.keep = true;
        self.form.forget();
        self.schedule.restart(now() + delay);
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
        self.in_flight.began();
        self.hindered = true;
        // A Projects Manager that serves one connection after the other would not read the
        // operation as long as this one is open.
        self.kept = None;
        self.schedule.operation_began(concerned, now());
    }

    fn operation_ended(&mut self, ended: Ended) {
        let concerned = ended.given.concerned(self.target);
        if ended.answer == Err(Failure::UnknownCommand) {
            self.form.forget();
        }
        (self.report)(ended.into_event());
        self.in_flight.ended();
        self.schedule.operation_ended(concerned, now());
    }
}

/// Whether polling in a hurry has nothing to wait for.
fn is_settled(answer: &Answer) -> bool {
    match answer {
        Answer::Status(status) => status.is_settled(),
        Answer::NotFound | Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_) => {
            true
        }
    }
}
