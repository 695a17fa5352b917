//! What can go wrong with one request, drawn by chance.

use std::time::Duration;

use fastrand::Rng;
use pekat_tray::protocol::{Command, Excerpt, Reply, Status};

/// What goes wrong with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is read, and nothing else happens.
    Ignored,
    /// It is carried out and not answered.
    Silence,
    /// The connection is closed before the request is carried out.
    ClosedUnread,
    /// The request is carried out, and the connection closed after so many bytes of the reply.
    ClosedAt(usize),
    /// As before, but by a reset.
    ResetAt(usize),
    /// The reply comes byte by byte, with a pause after each.
    Dribble(Duration),
    /// The reply comes so much later.
    Delay(Duration),
    /// These bytes come instead of the reply, and the connection stays open.
    Garbage(Vec<u8>),
    /// The reply never ends.
    Endless,
    /// The reply to another command comes, or a refusal.
    WrongKind(Reply),
    /// The reply comes again after a pause.
    Duplicate(Duration),
}

impl Fault {
    /// One of all kinds.
    pub(super) fn draw(rng: &mut Rng, command: Option<Command>) -> Fault {
        match rng.u8(0..11) {
            0 => Fault::Ignored,
            1 => Fault::Silence,
            2 => Fault::ClosedUnread,
            3 => Fault::ClosedAt(rng.usize(0..8)),
            4 => Fault::ResetAt(rng.usize(0..8)),
            5 => Fault::Dribble(Duration::from_millis(rng.u64(1..500))),
            6 => Fault::Delay(Duration::from_millis(rng.u64(1..40_000))),
            7 => Fault::Garbage(garbage(rng)),
            8 => Fault::Endless,
            9 => Fault::WrongKind(wrong_kind(rng, command)),
            _ => Fault::Duplicate(Duration::from_millis(rng.u64(0..50))),
        }
    }

    /// Returns true if what comes as the reply may be another than the right one.
    pub(super) fn distorts(&self) -> bool {
        match self {
            Fault::ClosedAt(_)
            | Fault::ResetAt(_)
            | Fault::Garbage(_)
            | Fault::Endless
            | Fault::WrongKind(_)
            // After `err:` a pause counts as the end.
            | Fault::Dribble(_) => true,
            Fault::Ignored
            | Fault::Silence
            | Fault::ClosedUnread
            | Fault::Delay(_)
            | Fault::Duplicate(_) => false,
        }
    }

    /// Whether the request does what it asks for all the same.
    pub(super) fn carries_out(&self) -> bool {
        match self {
            Fault::Ignored | Fault::ClosedUnread => false,
            Fault::Silence
            | Fault::ClosedAt(_)
            | Fault::ResetAt(_)
            | Fault::Dribble(_)
            | Fault::Delay(_)
            | Fault::Garbage(_)
            | Fault::Endless
            | Fault::WrongKind(_)
            | Fault::Duplicate(_) => true,
        }
    }
}

/// Bytes that no documented reply begins with: text that is none of ours, or no text at all.
fn garbage(rng: &mut Rng) -> Vec<u8> {
    let length = rng.usize(1..300);
    let first = [b'x', b'<', b'{', 0, 0x80, 0xff][rng.usize(0..6)];
    let rest = (1..length).map(|_| rng.u8(..));
    std::iter::once(first).chain(rest).collect()
}

fn wrong_kind(rng: &mut Rng, command: Option<Command>) -> Reply {
    match command {
        _ if rng.u8(0..4) == 0 => Reply::Refused(Excerpt::new(b"busy")),
        Some(Command::Status) | None => {
            [Reply::Done, Reply::Success, Reply::PortInUse][rng.usize(0..3)].clone()
        }
        Some(Command::Start | Command::Stop) => Reply::Status(Status::Running),
        Some(Command::Switch) => Reply::Done,
    }
}
