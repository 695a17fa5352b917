//! The task that owns the world: requests and changes come to it one after the other, and it has what
//! goes wrong done.

use std::collections::HashMap;
use std::future;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};

use super::delivery::Delivery;
use super::fault::{ConnectionFault, Fault, RequestFault, Script};
use super::world::{OutsideError, Ticket, World};
use super::{CONNECTED, Record};
use crate::protocol::{Command, ProjectPath, Reply, Request, RequestError, Status};

/// What it is told.
#[derive(Debug)]
pub(super) enum Message {
    Connected {
        peer: SocketAddr,
        fault: oneshot::Sender<Option<ConnectionFault>>,
    },
    Request {
        peer: SocketAddr,
        printable: String,
        request: Result<Request, RequestError>,
        answer: oneshot::Sender<Delivery>,
    },
    /// A request that the server does not carry out.
    Ignored {
        peer: SocketAddr,
        printable: String,
    },
    Change(Change, oneshot::Sender<Result<(), OutsideError>>),
}

/// What is changed from outside.
#[derive(Debug)]
pub(super) enum Change {
    Set(ProjectPath, Status),
    Remove(ProjectPath),
    Hang,
    Resume,
    Inject(Vec<Fault>),
}

/// The task that owns the world.
pub(super) struct Desk<F> {
    world: World,
    observer: F,
    /// Receives whether an operation keeps the server from answering anybody.
    block: watch::Sender<bool>,
    start: Instant,
    next_ticket: u64,
    pending: HashMap<Ticket, Pending>,
    /// What is held back, while it hangs.
    withheld: Option<Vec<(oneshot::Sender<Delivery>, Delivery)>>,
    script: Script,
}

struct Pending {
    asked: Instant,
    peer: SocketAddr,
    printable: String,
    fault: Option<RequestFault>,
    command: Option<Command>,
    answer: oneshot::Sender<Delivery>,
}

impl<F: FnMut(&Record)> Desk<F> {
    pub(super) fn new(world: World, observer: F, block: watch::Sender<bool>) -> Self {
        Desk {
            world,
            observer,
            block,
            start: Instant::now(),
            next_ticket: 0,
            pending: HashMap::new(),
            withheld: None,
            script: Script::default(),
        }
    }

    pub(super) async fn work(mut self, mut messages: mpsc::Receiver<Message>) {
        loop {
            let change = self.world.next_change().map(Instant::from_std);
            tokio::select! {
                message = messages.recv() => match message {
                    Some(message) => self.take(message),
                    None => return,
                },
                () = sleep_until_some(change) => {}
            }
            self.deliver();
        }
    }

    fn take(&mut self, message: Message) {
        let now = Instant::now();
        match message {
            Message::Connected { peer, fault } => {
                let due = self.script.connected();
                if let Some(due) = &due {
                    (self.observer)(&Record {
                        at: now - self.start,
                        took: Duration::ZERO,
                        peer,
                        request: CONNECTED.to_owned(),
                        reply: None,
                        fault: Some(due.name()),
                    });
                }
                // The connection may be gone.
                drop(fault.send(due));
            }
            Message::Request {
                peer,
                printable,
                request,
                answer,
            } => {
                let fault = self.script.requested(request.as_ref().ok());
                let pending = Pending {
                    asked: now,
                    peer,
                    printable,
                    fault,
                    command: request.as_ref().ok().map(|request| request.command),
                    answer,
                };
                if let Some(RequestFault::Restart { status, time }) = pending.fault {
                    return self.restart(pending, status, time);
                }
                let ticket = Ticket(self.next_ticket);
                self.next_ticket += 1;
                self.pending.insert(ticket, pending);
                self.world.handle(now.into_std(), ticket, request);
            }
            Message::Ignored { peer, printable } => (self.observer)(&Record {
                at: now - self.start,
                took: Duration::ZERO,
                peer,
                request: printable,
                reply: None,
                fault: None,
            }),
            Message::Change(change, result) => {
                let changed = self.change(now, change);
                // The one who asked for the change may be gone.
                drop(result.send(changed));
            }
        }
    }

    fn change(&mut self, now: Instant, change: Change) -> Result<(), OutsideError> {
        match change {
            Change::Set(path, status) => return self.world.set(now.into_std(), &path, status),
            Change::Remove(path) => return self.world.remove(now.into_std(), &path),
            Change::Hang => {
                self.withheld.get_or_insert_default();
            }
            Change::Resume => {
                for (answer, delivery) in self.withheld.take().into_iter().flatten() {
                    drop(answer.send(delivery));
                }
            }
            Change::Inject(faults) => faults.into_iter().for_each(|fault| self.script.add(fault)),
        }
        Ok(())
    }

    /// Begins anew instead of carrying out a request. Whoever waits for an answer is hung up on.
    fn restart(&mut self, request: Pending, status: Option<Status>, time: Duration) {
        self.world.restart(status);
        self.pending.clear();
        self.record(&request, None);
        drop(request.answer.send(Delivery::Leave(time)));
    }

    /// Gives the replies that are due to their connections; those may be gone.
    fn deliver(&mut self) {
        let replies = self.world.advance(Instant::now().into_std());
        let is_blocked = self.world.is_blocked();
        self.block
            .send_if_modified(|blocked| std::mem::replace(blocked, is_blocked) != is_blocked);
        for (ticket, reply) in replies {
            let Some(pending) = self.pending.remove(&ticket) else {
                continue;
            };
            let told = self.withheld.is_none().then(|| reply.clone());
            self.record(&pending, told);
            let delivery = Delivery::Reply {
                reply,
                command: pending.command,
                fault: pending.fault,
            };
            match &mut self.withheld {
                Some(withheld) => withheld.push((pending.answer, delivery)),
                None => drop(pending.answer.send(delivery)),
            }
        }
    }

    fn record(&mut self, pending: &Pending, reply: Option<Reply>) {
        let now = Instant::now();
        (self.observer)(&Record {
            at: now - self.start,
            took: now - pending.asked,
            peer: pending.peer,
            request: pending.printable.clone(),
            reply,
            fault: pending.fault.as_ref().map(RequestFault::name),
        });
    }
}

async fn sleep_until_some(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => future::pending().await,
    }
}
