//! The bytes of a reply, in the words of the server.

use pekat_tray::protocol::{Command, Envelope, Excerpt, Reply, Status};

use super::habits::Word;

/// Writes a reply. Only one that agrees to an operation differs from the documented words.
pub(super) fn write(
    envelope: &Envelope,
    command: Option<Command>,
    reply: &Reply,
    word: Word,
    line_end: &str,
) -> Vec<u8> {
    let said = match (command, reply) {
        (Some(Command::Start | Command::Stop | Command::Switch), Reply::Done | Reply::Success) => {
            agree(command, word)
        }
        _ => None,
    };
    let mut bytes = envelope.seal(said.as_ref().unwrap_or(reply));
    bytes.extend_from_slice(line_end.as_bytes());
    bytes
}

fn agree(command: Option<Command>, word: Word) -> Option<Reply> {
    Some(match word {
        Word::Documented => return None,
        Word::Done => Reply::Done,
        Word::Success => Reply::Success,
        Word::Ok => Reply::Unrecognised(Excerpt::new(b"ok:started")),
        Word::Status if command == Some(Command::Stop) => Reply::Status(Status::Stopping),
        Word::Status => Reply::Status(Status::Starting),
    })
}
