//! What a Projects Manager answers, as documented and as seen in the field.
//!
//! Beyond the documented words servers have been seen to put an echoed request id `<digits>.` and
//! then `suc:` or `err:` before a word, and to spell the unknown command in other ways. White space
//! around each of these parts is ignored. Source: public integrators' code for versions 3.19.3 and
//! 4.0.1.

use std::fmt;

use super::request::{is_id_begun, split_id};
use super::{Dialect, MAX_REPLY_BYTES};

/// The longest excerpt of a reply, in characters.
const MAX_EXCERPT_CHARS: usize = 64;

/// What a Projects Manager says a project is doing. "Running" says nothing of cameras or results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Not running.
    Stopped,
    /// On its way to stopped.
    Stopping,
    /// On its way to running.
    Starting,
    /// Running.
    Running,
}

impl Status {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Status::Stopped => "stopped",
            Status::Stopping => "stopping",
            Status::Starting => "starting",
            Status::Running => "running",
        }
    }

    /// Whether it stays so until somebody acts.
    pub fn is_settled(self) -> bool {
        match self {
            Status::Stopped | Status::Running => true,
            Status::Stopping | Status::Starting => false,
        }
    }
}

/// What a Projects Manager answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `done`: a start or stop was carried out.
    Done,
    /// `success`: a switch has finished.
    Success,
    /// `error:port`: the port that the project is set to is allocated.
    PortInUse,
    /// `not-found`: the path does not exist or is not a project.
    NotFound,
    /// `Unknown command`, also as `unknown-command` or `invalid-command`, in any case of letters.
    UnknownCommand,
    /// `stopped`, `stopping`, `starting` or `running`.
    Status(Status),
    /// `err:` and a text of the server's own: it understood and refused.
    Refused(Excerpt),
    /// Bytes that nobody documented.
    Unrecognised(Excerpt),
}

/// Every word of a known meaning. The documented spelling of a meaning comes first.
const WORDS: [(&str, Reply); 11] = [
    ("done", Reply::Done),
    ("success", Reply::Success),
    ("error:port", Reply::PortInUse),
    ("not-found", Reply::NotFound),
    ("Unknown command", Reply::UnknownCommand),
    ("stopped", Reply::Status(Status::Stopped)),
    ("stopping", Reply::Status(Status::Stopping)),
    ("starting", Reply::Status(Status::Starting)),
    ("running", Reply::Status(Status::Running)),
    ("unknown-command", Reply::UnknownCommand),
    ("invalid-command", Reply::UnknownCommand),
];

/// What may stand before the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    None,
    Success,
    Error,
}

impl Mark {
    fn text(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::Success => "suc:",
            Mark::Error => "err:",
        }
    }

    /// Whether a word makes sense behind it.
    fn admits(self, reply: &Reply) -> bool {
        match self {
            Mark::None => true,
            Mark::Success | Mark::Error => self == Mark::of(reply),
        }
    }

    /// The one that a server puts before a reply, if it puts any.
    fn of(reply: &Reply) -> Mark {
        match reply {
            Reply::Done | Reply::Success | Reply::Status(_) => Mark::Success,
            Reply::PortInUse | Reply::NotFound | Reply::UnknownCommand | Reply::Refused(_) => {
                Mark::Error
            }
            Reply::Unrecognised(_) => Mark::None,
        }
    }
}

/// How far bytes have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// They begin with a whole reply; the rest is what follows it.
    Whole { reply: Reply, rest: &'a [u8] },
    /// They begin a known reply.
    Partial,
    /// They begin none, or a refusal in words that may end anywhere.
    Unknown,
}

impl<'a> Shape<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.trim_ascii_start();
        let (mark, word) = split_mark(bytes);
        let mut words = WORDS.into_iter().filter(|(_, reply)| mark.admits(reply));
        let whole = words.find(|(text, reply)| {
            let begins = word.get(..text.len());
            begins.is_some_and(|bytes| is_spelt(reply, text, bytes))
        });
        if let Some((text, reply)) = whole {
            let rest = &word[text.len()..];
            return Shape::Whole { reply, rest };
        }
        let marks = [Mark::Success, Mark::Error];
        let begun = match mark {
            Mark::None => {
                is_id_begun(bytes)
                    || begins_word(mark, word)
                    || marks
                        .iter()
                        .any(|it| it.text().as_bytes().starts_with(word))
            }
            Mark::Success => begins_word(mark, word),
            // What is a known word's beginning may be all that the server has to say.
            Mark::Error => false,
        };
        if begun {
            Shape::Partial
        } else {
            Shape::Unknown
        }
    }
}

/// Takes id and mark off the beginning; the rest is the word.
fn split_mark(bytes: &[u8]) -> (Mark, &[u8]) {
    let (_, marked) = split_id(bytes);
    let marked = marked.trim_ascii_start();
    for mark in [Mark::Success, Mark::Error] {
        if let Some(word) = marked.strip_prefix(mark.text().as_bytes()) {
            return (mark, word.trim_ascii_start());
        }
    }
    (Mark::None, marked)
}

/// Whether bytes begin a word that makes sense behind a mark.
fn begins_word(mark: Mark, bytes: &[u8]) -> bool {
    WORDS.iter().any(|(text, reply)| {
        let begins = text.get(..bytes.len());
        mark.admits(reply) && begins.is_some_and(|text| is_spelt(reply, text, bytes))
    })
}

/// Whether bytes spell a text: for the unknown command in any case of letters.
fn is_spelt(reply: &Reply, text: &str, bytes: &[u8]) -> bool {
    match reply {
        Reply::UnknownCommand => text.as_bytes().eq_ignore_ascii_case(bytes),
        Reply::Done
        | Reply::Success
        | Reply::PortInUse
        | Reply::NotFound
        | Reply::Status(_)
        | Reply::Refused(_)
        | Reply::Unrecognised(_) => text.as_bytes() == bytes,
    }
}

impl Reply {
    /// What it says, without a mark.
    pub fn text(&self) -> &str {
        match self {
            Reply::Done => "done",
            Reply::Success => "success",
            Reply::PortInUse => "error:port",
            Reply::NotFound => "not-found",
            Reply::UnknownCommand => "Unknown command",
            Reply::Status(status) => status.word(),
            Reply::Refused(excerpt) | Reply::Unrecognised(excerpt) => excerpt.as_str(),
        }
    }

    /// Returns true if it agrees to an operation.
    ///
    /// Servers differ in the word for it: besides the documented `done` and `success`, a status or
    /// `ok` or `suc:` with a text of the server's own agree as well.
    pub fn agrees(&self) -> bool {
        match self {
            Reply::Done | Reply::Success | Reply::Status(_) => true,
            Reply::PortInUse | Reply::NotFound | Reply::UnknownCommand | Reply::Refused(_) => false,
            Reply::Unrecognised(excerpt) => {
                let (mark, word) = split_mark(excerpt.as_str().as_bytes());
                let letters = word.iter().take_while(|byte| byte.is_ascii_alphanumeric());
                let first = &word[..letters.count()];
                mark == Mark::Success || first.eq_ignore_ascii_case(b"ok")
            }
        }
    }

    /// The text on the wire. In the pipe form it is marked with `suc:` or `err:`; a refusal always
    /// is, for nothing else tells it from bytes that nobody documented.
    pub fn encode(&self, dialect: Dialect) -> String {
        let mark = match (dialect, self) {
            (_, Reply::Refused(_)) | (Dialect::Pipe, _) => Mark::of(self),
            (Dialect::Colon, _) => Mark::None,
        };
        let word = match (dialect, self) {
            (Dialect::Pipe, Reply::UnknownCommand) => "invalid-command",
            (Dialect::Colon | Dialect::Pipe, _) => self.text(),
        };
        format!("{}{word}", mark.text())
    }

    /// Reads a whole reply of either form; never fails, since what is not known is unrecognised.
    pub fn decode(bytes: &[u8]) -> Self {
        let bytes = bytes.trim_ascii();
        let (mark, word) = split_mark(bytes);
        let mut words = WORDS.into_iter().filter(|(_, reply)| mark.admits(reply));
        let known = words.find(|(text, reply)| is_spelt(reply, text, word));
        match (known, mark) {
            (Some((_, reply)), _) => reply,
            (None, Mark::Error) => Reply::Refused(Excerpt::new(word)),
            (None, Mark::None | Mark::Success) => Reply::Unrecognised(Excerpt::new(bytes)),
        }
    }
}

/// The printable beginning of what a server said in words of its own. Never longer than a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt(Box<str>);

impl Excerpt {
    /// Takes the beginning of `bytes`; what is not printable is escaped.
    pub fn new(bytes: &[u8]) -> Self {
        let mut text = String::new();
        for chunk in bytes[..bytes.len().min(MAX_REPLY_BYTES)].utf8_chunks() {
            for character in chunk.valid().chars() {
                // Quotes and backslashes are printable; `escape_debug` would double them.
                match character {
                    '"' | '\'' | '\\' => text.push(character),
                    _ => text.extend(character.escape_debug()),
                }
            }
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02x}"));
            }
        }
        if text.chars().count() > MAX_EXCERPT_CHARS {
            text = text.chars().take(MAX_EXCERPT_CHARS - 1).collect();
            text.push('…');
        }
        Excerpt(text.into())
    }

    /// The excerpt.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All replies that a word stands for, and two in words of the server's own.
    pub(in super::super) fn replies() -> Vec<Reply> {
        let mut replies: Vec<Reply> = WORDS.into_iter().map(|(_, reply)| reply).collect();
        replies.push(Reply::Refused(Excerpt::new(b"busy")));
        replies.push(Reply::Unrecognised(Excerpt::new(b"hello")));
        replies
    }

    fn refused(text: &str) -> Reply {
        Reply::Refused(Excerpt::new(text.as_bytes()))
    }

    #[test]
    fn any_word_of_success_agrees_and_no_other() {
        let agrees = [
            "done",
            "success",
            "stopped",
            "stopping",
            "starting",
            "running",
            "ok",
            "OK",
            "ok:started",
            "Ok, wait",
            "7.suc:ok",
            "suc:whatever",
        ];
        for text in agrees {
            assert!(Reply::decode(text.as_bytes()).agrees(), "{text}");
        }
        let others = [
            "error:port",
            "not-found",
            "Unknown command",
            "err:ok",
            "okay",
            "hello",
            "7.",
            "nok",
        ];
        for text in others {
            assert!(!Reply::decode(text.as_bytes()).agrees(), "{text}");
        }
    }

    fn unrecognised(text: &str) -> Reply {
        Reply::Unrecognised(Excerpt::new(text.as_bytes()))
    }

    #[test]
    fn replies_are_the_documented_bytes_or_marked_in_the_pipe_form() {
        let cases = [
            ("done", "suc:done"),
            ("success", "suc:success"),
            ("error:port", "err:error:port"),
            ("not-found", "err:not-found"),
            ("Unknown command", "err:invalid-command"),
            ("stopped", "suc:stopped"),
            ("stopping", "suc:stopping"),
            ("starting", "suc:starting"),
            ("running", "suc:running"),
            ("err:busy", "err:busy"),
            ("hello", "hello"),
        ];
        for (colon, pipe) in cases {
            let reply = Reply::decode(colon.as_bytes());
            let found = [Dialect::Colon, Dialect::Pipe].map(|dialect| reply.encode(dialect));
            assert_eq!(found, [colon, pipe]);
            assert_eq!(Reply::decode(pipe.as_bytes()), reply);
        }
    }

    #[test]
    fn what_servers_put_around_a_word_does_not_change_what_it_says() {
        let running = Reply::Status(Status::Running);
        let cases = [
            ("suc:running", running.clone()),
            ("7.running", running.clone()),
            ("007.suc:running", running.clone()),
            (" \r\n\t7. suc: running \r\n", running.clone()),
            ("12345678901234567890.running", running),
            ("suc:done", Reply::Done),
            ("suc:success", Reply::Success),
            ("err:not-found", Reply::NotFound),
            ("8.err:not-found", Reply::NotFound),
            ("err:error:port", Reply::PortInUse),
            ("8.error:port\r\n", Reply::PortInUse),
            ("invalid-command", Reply::UnknownCommand),
            ("unknown-command", Reply::UnknownCommand),
            ("unknown command", Reply::UnknownCommand),
            ("UNKNOWN COMMAND", Reply::UnknownCommand),
            ("err:Invalid-Command", Reply::UnknownCommand),
            ("9.err:Unknown command", Reply::UnknownCommand),
        ];
        for (wire, reply) in cases {
            assert_eq!(Reply::decode(wire.as_bytes()), reply, "{wire}");
        }
    }

    #[test]
    fn an_error_that_is_not_known_is_a_refusal_and_a_contradiction_is_no_answer() {
        let cases = [
            ("err:busy", refused("busy")),
            ("3.err: Licence expired\r\n", refused("Licence expired")),
            ("err:running", refused("running")),
            ("err:done", refused("done")),
            ("err:error", refused("error")),
            ("err:", refused("")),
            ("err:7.running", refused("7.running")),
            ("suc:not-found", unrecognised("suc:not-found")),
            ("suc:error:port", unrecognised("suc:error:port")),
            ("suc:Unknown command", unrecognised("suc:Unknown command")),
            ("suc:err:busy", unrecognised("suc:err:busy")),
            ("suc:", unrecognised("suc:")),
            ("RUNNING", unrecognised("RUNNING")),
            ("ERR:busy", unrecognised("ERR:busy")),
            ("7.8.running", unrecognised("7.8.running")),
            (".running", unrecognised(".running")),
            ("7", unrecognised("7")),
            (
                "123456789012345678901.running",
                unrecognised("123456789012345678901.running"),
            ),
        ];
        for (wire, reply) in cases {
            assert_eq!(Reply::decode(wire.as_bytes()), reply, "{wire}");
        }
    }

    #[test]
    fn no_word_or_mark_begins_another() {
        let words = WORDS.iter().map(|(word, _)| *word);
        let all: Vec<String> = words
            .chain([Mark::Success.text(), Mark::Error.text()])
            .map(str::to_lowercase)
            .collect();
        for (i, a) in all.iter().enumerate() {
            for (j, b) in all.iter().enumerate() {
                assert!(i == j || !b.starts_with(a.as_str()), "{a} {b}");
            }
        }
    }

    #[test]
    fn excerpts_are_printable_and_bounded() {
        let cases: [(&[u8], &str); 5] = [
            (b"err:'x' \\ \"y\"", "err:'x' \\ \"y\""),
            (b"a\x00b\r\n", "a\\0b\\r\\n"),
            (b"\xff\xfe", "\\xff\\xfe"),
            ("č…\u{202e}".as_bytes(), "č…\\u{202e}"),
            (b"", ""),
        ];
        for (bytes, text) in cases {
            assert_eq!(Excerpt::new(bytes).as_str(), text);
        }
        let long = Excerpt::new(&[b'x'; 5000]);
        assert_eq!(long.as_str(), format!("{}…", "x".repeat(63)));
    }

    proptest! {
        #[test]
        fn a_reply_survives_the_wire(
            beginning in prop::sample::select(vec!["", "err:", "suc:", "7.", "7.err: "]),
            bytes in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let reply = Reply::decode(&[beginning.as_bytes(), &bytes].concat());
            for dialect in Dialect::ALL {
                prop_assert_eq!(Reply::decode(reply.encode(dialect).as_bytes()), reply.clone());
            }
        }
    }
}
