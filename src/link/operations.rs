//! The operations of one server: prepared and sent in the order given, each at most once.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::caller::{Caller, Prepared, Readiness};
use super::dial::Dial;
use super::server::{Target, now};
use super::traits::{Reuse, Traits};
use crate::model::event::{Dispatch, Event, Failure, Reading, Ticket, Unreachable};
use crate::protocol::Operation;

/// An operation that is to be carried out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub(super) ticket: Ticket,
    /// The index of the project in its [`Target`].
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

    fn unsent(self, failure: Failure) -> Ended {
        Ended {
            given: self,
            sent: false,
            answer: Err(failure),
        }
    }
}

/// An operation that has ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) given: Given,
    /// True if any of it may have reached the server.
    pub(super) sent: bool,
    pub(super) answer: Result<Dispatch, Failure>,
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

/// The next thing that became of the operations.
#[derive(Debug)]
pub(super) enum Step {
    /// The preparation of the first operation that waited has ended.
    Prepared {
        given: Given,
        /// The status that came before it.
        reading: Option<Reading>,
        traits: Traits,
        /// True if the operation is being written.
        sent: bool,
    },
    Ended(Ended),
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The operations under way: seldom more than one or two. They are sent in the order given, and none
/// waits for the answer to another.
pub(super) struct Operations<'a, D: Dial> {
    caller: &'a Caller<D>,
    target: &'a Target,
    /// Not sent yet. Only the first is prepared, so that none can overtake another.
    waiting: VecDeque<Given>,
    preparing: Option<Boxed<'a, Prepared<D::Stream>>>,
    sent: Vec<(Given, Boxed<'a, Ended>)>,
    /// Ended, and not reported yet.
    ended: VecDeque<Ended>,
}

impl<'a, D: Dial> Operations<'a, D> {
    pub(super) fn new(caller: &'a Caller<D>, target: &'a Target) -> Self {
        Operations {
            caller,
            target,
            waiting: VecDeque::new(),
            preparing: None,
            sent: Vec::new(),
            ended: VecDeque::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.sent.is_empty() && self.ended.is_empty()
    }

    pub(super) fn push(&mut self, given: Given) {
        self.waiting.push_back(given);
    }

    /// Gives up the operations that are not sent yet and that `is_void` selects.
    pub(super) fn revoke(&mut self, is_void: impl Fn(&Given) -> bool) -> Vec<Ended> {
        if self.waiting.front().is_some_and(&is_void) {
            self.preparing = None;
        }
        let (void, waiting): (VecDeque<Given>, _) =
            self.waiting.drain(..).partition(|given| is_void(given));
        self.waiting = waiting;
        let unsent = |given: Given| given.unsent(Failure::GivenUp);
        void.into_iter().map(unsent).collect()
    }

    /// Gives up every operation that is not sent yet.
    pub(super) fn revoke_all(&mut self) -> Vec<Ended> {
        self.revoke(|_| true)
    }

    /// Drops every connection. No operation is sent or waited for after this.
    pub(super) fn abandon(&mut self) -> Vec<Ended> {
        let lost = |given| Ended {
            given,
            sent: true,
            answer: Err(Failure::NoAnswer(Unreachable::Broken)),
        };
        let mut ended: Vec<Ended> = self.ended.drain(..).collect();
        ended.extend(self.sent.drain(..).map(|(given, _)| lost(given)));
        ended.extend(self.revoke_all());
        ended
    }

    /// Waits for the next step, and forever if there are no operations.
    pub(super) async fn next(&mut self, traits: Traits) -> Step {
        poll_fn(|cx| self.poll_next(traits, cx)).await
    }

    fn poll_next(&mut self, traits: Traits, cx: &mut Context<'_>) -> Poll<Step> {
        if let Some(ended) = self.ended.pop_front() {
            return Poll::Ready(Step::Ended(ended));
        }
        for (index, (_, operation)) in self.sent.iter_mut().enumerate() {
            if let Poll::Ready(ended) = operation.as_mut().poll(cx) {
                drop(self.sent.remove(index));
                return Poll::Ready(Step::Ended(ended));
            }
        }
        let Some(given) = self.waiting.front().copied() else {
            return Poll::Pending;
        };
        let (caller, operation) = (self.caller, given.operation);
        let (_, path) = &self.target.projects[given.index];
        let preparing = self.preparing.get_or_insert_with(|| {
            Box::pin(caller.prepare(operation, path.clone(), None, traits, |_| {})) as Boxed<'a, _>
        });
        let Poll::Ready(prepared) = preparing.as_mut().poll(cx) else {
            return Poll::Pending;
        };
        self.preparing = None;
        self.waiting.pop_front();
        let mut traits = prepared.traits;
        let sent = match prepared.result {
            Ok(Readiness::Ready(connection, dialect)) => {
                let used = connection.replies() > 0;
                let path = path.clone();
                let mut operation: Boxed<'a, Ended> = Box::pin(async move {
                    let answer = caller.operate(connection, dialect, operation, path).await;
                    Ended {
                        given,
                        sent: true,
                        answer,
                    }
                });
                // It is written now, before anything else can be given: only then is it sent.
                match operation.as_mut().poll(cx) {
                    Poll::Ready(Ended {
                        answer: Err(Failure::NotSent(_)),
                        ..
                    }) if used => {
                        // The server closed the connection after the status. The next attempt gets
                        // one of its own.
                        traits.reuse = Reuse::Fails;
                        self.waiting.push_front(given);
                        false
                    }
                    Poll::Ready(ended) => {
                        self.ended.push_back(ended);
                        true
                    }
                    Poll::Pending => {
                        self.sent.push((given, operation));
                        true
                    }
                }
            }
            Ok(Readiness::Unneeded) => {
                let answer = Ok(Dispatch::Unneeded);
                self.ended.push_back(Ended {
                    given,
                    sent: false,
                    answer,
                });
                false
            }
            Err(failure) => {
                self.ended.push_back(given.unsent(failure));
                false
            }
        };
        Poll::Ready(Step::Prepared {
            given,
            reading: prepared.reading,
            traits,
            sent,
        })
    }
}
