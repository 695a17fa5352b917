//! What a client sends, in either form.

use thiserror::Error;

use super::{Command, Dialect, PathError, ProjectPath, Reply};

/// The longest id of a request, in digits: no 64-bit number is longer.
pub const MAX_ID_DIGITS: usize = 20;

/// What a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub command: Command,
    /// Of which project.
    pub path: ProjectPath,
}

/// Why received bytes are not a request.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RequestError {
    /// The part before the first separator is none of the four commands, or there is no separator.
    #[error("unknown command")]
    UnknownCommand,
    /// The part after the first separator is no text.
    #[error("the path is not valid UTF-8")]
    NotUtf8,
    /// The part after the first separator cannot be a project's path.
    #[error(transparent)]
    Path(#[from] PathError),
}

impl Request {
    /// The bytes on the wire, to be sent in one write. We never send an id: there is one request
    /// in flight per connection.
    pub fn encode(&self, dialect: Dialect) -> Vec<u8> {
        let word = self.command.word().as_bytes();
        [word, &[dialect.separator()], self.path.as_str().as_bytes()].concat()
    }

    /// Reads a whole request without an id. It is split at the first separator, since paths have
    /// colons of their own.
    ///
    /// # Errors
    /// When the command is unknown or the path cannot be one.
    pub fn decode(bytes: &[u8], dialect: Dialect) -> Result<Self, RequestError> {
        let separator = bytes
            .iter()
            .position(|byte| *byte == dialect.separator())
            .ok_or(RequestError::UnknownCommand)?;
        let (word, path) = (&bytes[..separator], &bytes[separator + 1..]);
        let command = Command::ALL
            .into_iter()
            .find(|command| command.word().as_bytes() == word)
            .ok_or(RequestError::UnknownCommand)?;
        let path = std::str::from_utf8(path).map_err(|_| RequestError::NotUtf8)?;
        let path = ProjectPath::new(path)?;
        Ok(Request { command, path })
    }
}

/// What a server has to know of a request to answer it in its own form: the dialect, and the id
/// `<digits>.` that some clients put before the command and expect before the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The form of the request.
    pub dialect: Dialect,
    /// The digits of its id; empty if it has none.
    pub id: String,
}

impl Envelope {
    /// Of a request without an id.
    pub fn plain(dialect: Dialect) -> Self {
        let id = String::new();
        Envelope { dialect, id }
    }

    /// Takes the envelope off received bytes; the rest is for [`Request::decode`]. The dialect is
    /// that of the first separator, and the documented one where there is none.
    pub fn open(bytes: &[u8]) -> (Self, &[u8]) {
        let (id, rest) = split_id(bytes);
        let is_separator = |byte: &&u8| Dialect::ALL.iter().any(|it| it.separator() == **byte);
        let separator = rest.iter().find(is_separator);
        let mut dialects = Dialect::ALL.into_iter();
        let dialect = dialects.find(|dialect| separator == Some(&dialect.separator()));
        let envelope = Envelope {
            dialect: dialect.unwrap_or(Dialect::Colon),
            id: String::from_utf8_lossy(id).into_owned(),
        };
        (envelope, rest)
    }

    /// The bytes of a reply to the request that was in it.
    pub fn seal(&self, reply: &Reply) -> Vec<u8> {
        let mut bytes = Vec::new();
        if !self.id.is_empty() {
            bytes.extend_from_slice(self.id.as_bytes());
            bytes.push(b'.');
        }
        bytes.extend_from_slice(reply.encode(self.dialect).as_bytes());
        bytes
    }
}

/// Splits `<digits>.` off the beginning; gives the digits, which are none if there is no such
/// beginning, and the rest.
pub(super) fn split_id(bytes: &[u8]) -> (&[u8], &[u8]) {
    let digits = count_digits(bytes);
    if (1..=MAX_ID_DIGITS).contains(&digits) && bytes.get(digits) == Some(&b'.') {
        return (&bytes[..digits], &bytes[digits + 1..]);
    }
    (&[], bytes)
}

/// Whether bytes begin an id whose end has not come.
pub(super) fn is_id_begun(bytes: &[u8]) -> bool {
    let digits = count_digits(bytes);
    digits == bytes.len() && (1..=MAX_ID_DIGITS).contains(&digits)
}

fn count_digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> ProjectPath {
        ProjectPath::new(text).unwrap()
    }

    fn any_dialect() -> impl Strategy<Value = Dialect> {
        prop::sample::select(Dialect::ALL.to_vec())
    }

    #[test]
    fn requests_are_the_documented_bytes_or_those_of_the_pipe_form() {
        let cases = [
            (Command::Start, r"C:\A B", r"start:C:\A B", r"start|C:\A B"),
            (Command::Stop, r"C:\A", r"stop:C:\A", r"stop|C:\A"),
            (
                Command::Status,
                r"\\pc\Ä",
                r"status:\\pc\Ä",
                r"status|\\pc\Ä",
            ),
            (Command::Switch, "C:/x:y", "switch:C:/x:y", "switch|C:/x:y"),
        ];
        for (command, project, colon, pipe) in cases {
            let request = Request {
                command,
                path: path(project),
            };
            for (dialect, wire) in [(Dialect::Colon, colon), (Dialect::Pipe, pipe)] {
                assert_eq!(request.encode(dialect), wire.as_bytes());
                let decoded = Request::decode(wire.as_bytes(), dialect);
                assert_eq!(decoded.as_ref(), Ok(&request));
                let opened = (Envelope::plain(dialect), wire.as_bytes());
                assert_eq!(Envelope::open(wire.as_bytes()), opened);
            }
        }
    }

    #[test]
    fn what_is_no_request_is_told_apart() {
        use Dialect::{Colon, Pipe};
        let cases: [(&[u8], Dialect, RequestError); 9] = [
            (b"", Colon, RequestError::UnknownCommand),
            (b"status", Colon, RequestError::UnknownCommand),
            (b"Status:C:\\A", Colon, RequestError::UnknownCommand),
            (b"status|C:\\A", Colon, RequestError::UnknownCommand),
            (b"status:C:\\A", Pipe, RequestError::UnknownCommand),
            (b"7.status:C:\\A", Colon, RequestError::UnknownCommand),
            (b"status:", Colon, RequestError::Path(PathError::Empty)),
            (b"status|", Pipe, RequestError::Path(PathError::Empty)),
            (b"status:\xff", Colon, RequestError::NotUtf8),
        ];
        for (bytes, dialect, error) in cases {
            let decoded = Request::decode(bytes, dialect);
            assert_eq!(decoded, Err(error), "{bytes:?}");
        }
    }

    #[test]
    fn an_envelope_has_the_id_and_the_form_of_the_first_separator() {
        let long = "1".repeat(MAX_ID_DIGITS);
        let longest = format!("{long}.status|A");
        let too_long = format!("1{long}.status|A");
        let cases = [
            ("7.status|C:\\A", Dialect::Pipe, "7", "status|C:\\A"),
            ("007.status:C:\\A", Dialect::Colon, "007", "status:C:\\A"),
            ("status:C:\\A|B", Dialect::Colon, "", "status:C:\\A|B"),
            ("8.", Dialect::Colon, "8", ""),
            ("8", Dialect::Colon, "", "8"),
            (".status|A", Dialect::Pipe, "", ".status|A"),
            ("-1.status|A", Dialect::Pipe, "", "-1.status|A"),
            ("1.2.status|A", Dialect::Pipe, "1", "2.status|A"),
            (&longest, Dialect::Pipe, &long, "status|A"),
            (&too_long, Dialect::Pipe, "", &too_long),
        ];
        for (wire, dialect, id, rest) in cases {
            let id = id.to_owned();
            let expected = (Envelope { dialect, id }, rest.as_bytes());
            assert_eq!(Envelope::open(wire.as_bytes()), expected, "{wire}");
        }
    }

    #[test]
    fn a_reply_is_sealed_with_the_id_of_its_request() {
        let (envelope, _) = Envelope::open(b"12.start|A");
        assert_eq!(envelope.seal(&Reply::Done), b"12.suc:done");
        let (envelope, _) = Envelope::open(b"start:A");
        assert_eq!(envelope.seal(&Reply::Done), b"done");
    }

    proptest! {
        #[test]
        fn a_request_survives_the_wire(
            command in prop::sample::select(Command::ALL.to_vec()),
            text in "[^\\p{Cc}]{1,80}",
            id in "[0-9]{0,20}",
            dialect in any_dialect(),
        ) {
            prop_assume!(!text.trim().is_empty());
            let request = Request { command, path: ProjectPath::new(&text).unwrap() };
            let bytes = request.encode(dialect);
            prop_assert_eq!(Request::decode(&bytes, dialect), Ok(request));
            let dot = if id.is_empty() { "" } else { "." };
            let sent = [id.as_bytes(), dot.as_bytes(), &bytes].concat();
            let opened = (Envelope { dialect, id }, bytes.as_slice());
            prop_assert_eq!(Envelope::open(&sent), opened);
        }

        #[test]
        fn no_bytes_break_the_request_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let (envelope, rest) = Envelope::open(&bytes);
            if let Ok(request) = Request::decode(rest, envelope.dialect) {
                prop_assert_eq!(request.encode(envelope.dialect), rest);
            }
        }
    }
}
