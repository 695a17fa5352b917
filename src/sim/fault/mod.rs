//! What is to go wrong in a simulated Projects Manager, with which request, and how often. Pure:
//! requests and connections go in, faults come out, the same ones each time.
//!
//! How a fault is written down is in [`read`]; how it is done, in the server around the world.

mod read;

use std::fmt;
use std::time::Duration;

pub use read::{Entry, FaultError, Place, Value, read};

use crate::protocol::{Command, ProjectPath, Reply, Request, Status};

/// Something that is to go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What, and with whom.
    pub cause: Cause,
    /// How many of those whom it concerns are spared first.
    pub after: u64,
    /// How often it is done then.
    pub times: Times,
}

/// How often a fault is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So often, perhaps never.
    Count(u64),
    /// Each time.
    Always,
}

/// What goes wrong, and what it goes wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// With a new connection.
    Connection(ConnectionFault),
    /// With a request, or the reply to it.
    Request {
        /// Only when this is asked for.
        command: Option<Command>,
        /// Only when it is asked for this project.
        project: Option<ProjectPath>,
        /// What goes wrong.
        fault: RequestFault,
    },
}

/// What goes wrong with a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionFault {
    /// This is said before anything is asked; afterwards all is well.
    Unasked(String),
    /// Whatever comes is thrown away, and nothing is carried out.
    Ignore,
}

/// What goes wrong with a request. It is carried out nevertheless, except for a
/// [`Restart`](Self::Restart).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestFault {
    /// No reply comes. The connection stays.
    Silence,
    /// The reply comes so much later.
    Delay(Duration),
    /// The connection is reset.
    Reset(Cut),
    /// The connection is closed in good order.
    Close(Cut),
    /// The reply comes byte by byte, with such a pause after each.
    Dribble(Duration),
    /// The reply comes twice, with such a pause in between.
    Duplicate(Duration),
    /// A documented reply comes that answers another command.
    WrongKind,
    /// This comes instead of the reply.
    Garbage(String),
    /// Bytes come that are no text.
    NonUtf8,
    /// A reply comes that does not end as long as the client listens, with such a pause between its
    /// pieces.
    Endless(Duration),
    /// Every connection is closed, and new ones are refused for so long.
    Refuse(Duration),
    /// As [`Refuse`](Self::Refuse), but the request is not carried out, and the projects begin anew.
    Restart {
        /// What each of them is doing then; as at the beginning, if there is none.
        status: Option<Status>,
        /// How long connections are refused; perhaps not at all.
        time: Duration,
    },
}

/// Where a reply is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// After so many bytes, or after the reply if it is shorter.
    After(usize),
    /// After the reply.
    Whole,
}

impl Times {
    /// Takes one of them off, if any are left.
    fn take_one(&mut self) -> bool {
        match self {
            Times::Always => true,
            Times::Count(0) => false,
            Times::Count(left) => {
                *left -= 1;
                true
            }
        }
    }
}

impl Cut {
    /// What is left of a reply.
    pub fn of(self, reply: &[u8]) -> &[u8] {
        match self {
            Cut::After(bytes) => &reply[..bytes.min(reply.len())],
            Cut::Whole => reply,
        }
    }
}

impl ConnectionFault {
    /// Its name in a file.
    pub fn name(&self) -> &'static str {
        match self {
            ConnectionFault::Unasked(_) => "unasked",
            ConnectionFault::Ignore => "ignore",
        }
    }
}

impl RequestFault {
    /// Its name in a file.
    pub fn name(&self) -> &'static str {
        match self {
            RequestFault::Silence => "silence",
            RequestFault::Delay(_) => "delay",
            RequestFault::Reset(_) => "reset",
            RequestFault::Close(_) => "close",
            RequestFault::Dribble(_) => "dribble",
            RequestFault::Duplicate(_) => "duplicate",
            RequestFault::WrongKind => "wrong-kind",
            RequestFault::Garbage(_) => "garbage",
            RequestFault::NonUtf8 => "non-utf8",
            RequestFault::Endless(_) => "endless",
            RequestFault::Refuse(_) => "refuse",
            RequestFault::Restart { .. } => "restart",
        }
    }
}

impl fmt::Display for ConnectionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for RequestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A documented reply that does not answer this command. `None` stands for an unknown one.
pub fn reply_of_wrong_kind(command: Option<Command>) -> Reply {
    match command {
        Some(Command::Status) => Reply::Done,
        Some(Command::Start | Command::Stop | Command::Switch) | None => {
            Reply::Status(Status::Running)
        }
    }
}

/// The faults that are still to be done, in order. Each counts everything that it concerns, also
/// what another one befalls; the first one that is due is done.
#[derive(Debug, Default)]
pub struct Script(Vec<Pending>);

#[derive(Debug)]
struct Pending {
    cause: Cause,
    /// How many are still spared.
    spared: u64,
    left: Times,
}

impl Script {
    /// Adds a fault behind those that there are. It counts from now on.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(Pending {
            cause: fault.cause,
            spared: fault.after,
            left: fault.times,
        });
    }

    /// Takes note of a new connection and says what goes wrong with it.
    pub fn connected(&mut self) -> Option<ConnectionFault> {
        self.due(|cause| match cause {
            Cause::Connection(fault) => Some(fault),
            Cause::Request { .. } => None,
        })
    }

    /// Takes note of a request, which is none that is documented if there is none here, and says
    /// what goes wrong with it.
    pub fn requested(&mut self, request: Option<&Request>) -> Option<RequestFault> {
        self.due(|cause| match cause {
            Cause::Connection(_) => None,
            Cause::Request {
                command,
                project,
                fault,
            } => concerns(command.as_ref(), project.as_ref(), request).then_some(fault),
        })
    }

    fn due<F: Clone>(&mut self, concerned: impl Fn(&Cause) -> Option<&F>) -> Option<F> {
        let mut due = None;
        for pending in &mut self.0 {
            let Some(fault) = concerned(&pending.cause) else {
                continue;
            };
            if pending.spared > 0 {
                pending.spared -= 1;
            } else if due.is_none() && pending.left.take_one() {
                due = Some(fault.clone());
            }
        }
        self.0.retain(|pending| pending.left != Times::Count(0));
        due
    }
}

fn concerns(
    command: Option<&Command>,
    project: Option<&ProjectPath>,
    request: Option<&Request>,
) -> bool {
    let Some(request) = request else {
        return command.is_none() && project.is_none();
    };
    command.is_none_or(|command| *command == request.command)
        && project.is_none_or(|project| project.folded() == request.path.folded())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(faults: &[&str]) -> Script {
        let mut script = Script::default();
        for fault in faults {
            script.add(fault.parse().unwrap());
        }
        script
    }

    /// What goes wrong with these requests, one after the other.
    fn play(script: &mut Script, requests: &[&str]) -> Vec<&'static str> {
        let requests = requests.iter();
        let faults = requests.map(|request| {
            let request = Request::decode(request.as_bytes(), crate::protocol::Dialect::Colon).ok();
            let fault = script.requested(request.as_ref());
            fault.as_ref().map_or("", RequestFault::name)
        });
        faults.collect()
    }

    #[test]
    fn a_fault_concerns_what_it_names_and_is_done_so_often() {
        let status = ["status:A", "start:A", "status:B", "status:A/", "stop:A", ""];
        let cases: [(&str, [&str; 6]); 8] = [
            ("close", ["close", "", "", "", "", ""]),
            ("close,times=2", ["close", "close", "", "", "", ""]),
            ("close,after=4,times=9", ["", "", "", "", "close", "close"]),
            ("close,times=always", ["close"; 6]),
            ("close,command=start", ["", "close", "", "", "", ""]),
            ("close,project=b", ["", "", "close", "", "", ""]),
            (
                "close,command=status,project=a,times=always",
                ["close", "", "", "close", "", ""],
            ),
            (
                "close,command=status,after=1",
                ["", "", "close", "", "", ""],
            ),
        ];
        for (fault, expected) in cases {
            assert_eq!(play(&mut script(&[fault]), &status), expected, "{fault}");
        }
    }

    #[test]
    fn the_first_that_is_due_is_done_and_the_others_count_on() {
        let mut script = script(&["close,after=1", "silence,times=2", "reset,after=2"]);
        let found = play(&mut script, &["status:A"; 5]);
        assert_eq!(found, ["silence", "close", "silence", "reset", ""]);
        assert!(script.0.is_empty(), "{script:?}");
    }

    #[test]
    fn connections_and_requests_are_counted_apart() {
        let mut script = script(&["unasked,after=1,text=hello", "close,after=1"]);
        assert_eq!(script.connected(), None);
        assert_eq!(play(&mut script, &["status:A"]), [""]);
        let hello = ConnectionFault::Unasked("hello".to_owned());
        assert_eq!(script.connected(), Some(hello));
        assert_eq!(script.connected(), None);
        assert_eq!(play(&mut script, &["status:A"; 2]), ["close", ""]);
    }

    #[test]
    fn a_reply_is_cut_where_it_is_said() {
        let cases: [(Cut, &[u8]); 4] = [
            (Cut::After(0), b""),
            (Cut::After(3), b"run"),
            (Cut::After(99), b"running"),
            (Cut::Whole, b"running"),
        ];
        for (cut, left) in cases {
            assert_eq!(cut.of(b"running"), left);
        }
    }
}
