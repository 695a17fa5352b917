//! The operations of one server: sent in the order given, each once, each over a connection of its
//! own.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::caller::Caller;
use super::dial::Dial;
use super::exchange::Connection;
use super::form::Form;
use super::server::{Target, now};
use crate::model::event::{Event, Failure, Ticket, Unreachable};
use crate::protocol::{Dialect, Operation};

/// An operation that is to be carried out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub(super) ticket: Ticket,
    /// The project's.
    pub(super) index: usize,
    pub(super) operation: Operation,
}

impl Given {
    /// The projects that it may change.
    pub(super) fn concerned(self, target: &Target) -> Range<usize> {
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
        self.ended(Err(Failure::GivenUp))
    }
}

/// An operation that came to its end.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) given: Given,
    pub(super) answer: Result<(), Failure>,
}

impl Ended {
    pub(super) fn into_event(self) -> Event {
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
pub(super) struct Operations<'a, D: Dial> {
    caller: &'a Caller<D>,
    target: &'a Target,
    /// Not sent yet. Only the first is dialled for, so that none can overtake another.
    waiting: VecDeque<Given>,
    dialling: Option<Boxed<'a, Result<Connection<D::Stream>, Unreachable>>>,
    sent: Vec<(Given, Boxed<'a, Ended>)>,
}

impl<'a, D: Dial> Operations<'a, D> {
    pub(super) fn new(caller: &'a Caller<D>, target: &'a Target) -> Self {
        Operations {
            caller,
            target,
            waiting: VecDeque::new(),
            dialling: None,
            sent: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.sent.is_empty()
    }

    pub(super) fn push(&mut self, given: Given) {
        self.waiting.push_back(given);
    }

    /// Gives up what is not sent yet and is void.
    pub(super) fn revoke(&mut self, is_void: impl Fn(&Given) -> bool) -> Vec<Ended> {
        if self.waiting.front().is_some_and(&is_void) {
            self.dialling = None;
        }
        let (void, waiting): (VecDeque<Given>, _) =
            self.waiting.drain(..).partition(|given| is_void(given));
        self.waiting = waiting;
        void.into_iter().map(Given::revoked).collect()
    }

    /// Gives up everything that is not sent yet.
    pub(super) fn revoke_all(&mut self) -> Vec<Ended> {
        self.give_up(&Failure::GivenUp)
    }

    /// As [`revoke_all`](Self::revoke_all), for a reason.
    pub(super) fn give_up(&mut self, failure: &Failure) -> Vec<Ended> {
        self.dialling = None;
        let waiting = self.waiting.drain(..);
        waiting
            .map(|given| given.ended(Err(failure.clone())))
            .collect()
    }

    /// Drops every connection. What was sent is not answered for any more, and what was not is not
    /// sent any more.
    pub(super) fn abandon(&mut self) -> Vec<Ended> {
        let lost = |given: Given| given.ended(Err(Failure::NoAnswer(Unreachable::Broken)));
        let sent = self.sent.drain(..).map(|(given, _)| lost(given));
        let mut ended: Vec<Ended> = sent.collect();
        ended.extend(self.revoke_all());
        ended
    }

    /// Waits for any of them to end, and forever if there are none. While the server's form is not
    /// known nothing is sent: a poll is on its way then, and finds it out.
    pub(super) async fn next(&mut self, form: Form) -> Ended {
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
