//! The Projects Manager's TCP protocol: requests and replies, both directions side by side.
//!
//! A request is `<command>:<project path>` and a reply is a word; neither has a terminator or a
//! length. The documented replies are a prefix-free set, so a reply ends where one of them is
//! whole. Source: the vendor's documentation of the Projects Manager's TCP server (since 3.18).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

/// The longest project path in UTF-16 units: the limit of Windows' own extended-length paths.
pub const MAX_PATH_UNITS: usize = 32_767;

/// The longest reply that is read, in bytes. The longest documented one has 15.
pub const MAX_REPLY_BYTES: usize = 256;

/// The longest excerpt of an unrecognised reply, in characters.
const MAX_EXCERPT_CHARS: usize = 64;

/// The TCP port that the vendor's documentation uses.
pub const DEFAULT_PORT: u16 = 7002;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    /// Starts a project.
    Start,
    /// Stops a project.
    Stop,
    /// Asks for a project's status.
    Status,
    /// Stops all projects of the Projects Manager, then starts this one.
    Switch,
}

impl Command {
    /// Every command, in the documentation's order.
    pub const ALL: [Command; 4] = [
        Command::Start,
        Command::Stop,
        Command::Status,
        Command::Switch,
    ];

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Command::Start => "start",
            Command::Stop => "stop",
            Command::Status => "status",
            Command::Switch => "switch",
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A command that changes something. It is sent once and never again by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Starts a project.
    Start,
    /// Stops a project.
    Stop,
    /// Stops all projects of the Projects Manager, then starts this one.
    Switch,
}

impl Operation {
    /// Every operation, in the order in which they are offered.
    pub const ALL: [Operation; 3] = [Operation::Start, Operation::Stop, Operation::Switch];
}

impl From<Operation> for Command {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Start => Command::Start,
            Operation::Stop => Command::Stop,
            Operation::Switch => Command::Switch,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Command::from(*self).fmt(f)
    }
}

/// A word that is not an operation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a command; use start, stop or switch")]
pub struct OperationError(String);

impl FromStr for Operation {
    type Err = OperationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Operation::ALL
            .into_iter()
            .find(|operation| Command::from(*operation).word() == text)
            .ok_or_else(|| OperationError(text.to_owned()))
    }
}

/// A project's folder on the server's disk, fit to be sent: not empty, not too long, and free of
/// control characters. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectPath(Arc<str>);

/// Why a text cannot be a project path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PathError {
    /// Nothing, or nothing but white space.
    #[error("the project path is empty; give the project's folder on the server")]
    Empty,
    /// More than [`MAX_PATH_UNITS`].
    #[error(
        "the project path is {units} characters long; at most {MAX_PATH_UNITS} are possible on Windows"
    )]
    TooLong {
        /// Its length in UTF-16 units.
        units: usize,
    },
    /// NUL, a line break or another control character.
    #[error(
        "the project path has a control character ({character}) at position {position}; remove it"
    )]
    Control {
        /// The character, escaped.
        character: String,
        /// Counted in characters from 1.
        position: usize,
    },
}

impl ProjectPath {
    /// Checks a path.
    ///
    /// # Errors
    /// When it is empty, too long, or has control characters.
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.trim().is_empty() {
            return Err(PathError::Empty);
        }
        let control = text.chars().enumerate().find(|(_, c)| c.is_control());
        if let Some((index, character)) = control {
            return Err(PathError::Control {
                character: character.escape_default().to_string(),
                position: index + 1,
            });
        }
        let units = text.encode_utf16().count();
        if units > MAX_PATH_UNITS {
            return Err(PathError::TooLong { units });
        }
        Ok(ProjectPath(text.into()))
    }

    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A form that is equal for paths which Windows takes for the same folder: upper and lower
    /// case, either slash, and slashes at the end do not count.
    pub fn folded(&self) -> String {
        let folded = self.0.to_lowercase().replace('/', "\\");
        folded.trim_end_matches('\\').to_owned()
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProjectPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        ProjectPath::new(text)
    }
}

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
    /// The part before the first colon is none of the four commands, or there is no colon.
    #[error("unknown command")]
    UnknownCommand,
    /// The part after the first colon is no text.
    #[error("the path is not valid UTF-8")]
    NotUtf8,
    /// The part after the first colon cannot be a project's path.
    #[error(transparent)]
    Path(#[from] PathError),
}

impl Request {
    /// The bytes on the wire, to be sent in one write.
    pub fn encode(&self) -> Vec<u8> {
        format!("{}:{}", self.command, self.path).into_bytes()
    }

    /// Reads a whole request. It is split at the first colon, since paths have colons of their own.
    ///
    /// # Errors
    /// When the command is unknown or the path cannot be one.
    pub fn decode(bytes: &[u8]) -> Result<Self, RequestError> {
        let colon = bytes
            .iter()
            .position(|byte| *byte == b':')
            .ok_or(RequestError::UnknownCommand)?;
        let (word, path) = (&bytes[..colon], &bytes[colon + 1..]);
        let command = Command::ALL
            .into_iter()
            .find(|command| command.word().as_bytes() == word)
            .ok_or(RequestError::UnknownCommand)?;
        let path = std::str::from_utf8(path).map_err(|_| RequestError::NotUtf8)?;
        let path = ProjectPath::new(path)?;
        Ok(Request { command, path })
    }
}

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
    /// `Unknown command`.
    UnknownCommand,
    /// `stopped`, `stopping`, `starting` or `running`.
    Status(Status),
    /// Bytes that the documentation does not know.
    Unrecognised(Excerpt),
}

/// Every documented reply.
const DOCUMENTED: [Reply; 9] = [
    Reply::Done,
    Reply::Success,
    Reply::PortInUse,
    Reply::NotFound,
    Reply::UnknownCommand,
    Reply::Status(Status::Stopped),
    Reply::Status(Status::Stopping),
    Reply::Status(Status::Starting),
    Reply::Status(Status::Running),
];

impl Reply {
    /// The text on the wire.
    pub fn text(&self) -> &str {
        match self {
            Reply::Done => "done",
            Reply::Success => "success",
            Reply::PortInUse => "error:port",
            Reply::NotFound => "not-found",
            Reply::UnknownCommand => "Unknown command",
            Reply::Status(status) => status.word(),
            Reply::Unrecognised(excerpt) => excerpt.as_str(),
        }
    }

    /// The bytes on the wire.
    pub fn encode(&self) -> &[u8] {
        self.text().as_bytes()
    }

    /// Reads a whole reply; never fails, since what is not documented is unrecognised.
    pub fn decode(bytes: &[u8]) -> Self {
        DOCUMENTED
            .into_iter()
            .find(|reply| reply.encode() == bytes)
            .unwrap_or_else(|| Reply::Unrecognised(Excerpt::new(bytes)))
    }
}

/// The printable beginning of bytes that nobody documented. Never longer than a line.
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

/// Puts a reply together from whatever pieces TCP delivers.
///
/// Which reply it reads depends on the bytes alone, never on where they were cut. Only whether there
/// is an excess depends on how much of it has come by then.
#[derive(Debug, Default)]
pub struct ReplyReader {
    bytes: Vec<u8>,
    excess: bool,
}

/// How far a reply has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The reply is whole.
    Whole(Reply),
    /// The bytes so far begin a documented reply; the rest must come.
    Partial,
    /// No documented reply begins so. It is whole when the peer falls silent or closes.
    Unknown,
}

impl ReplyReader {
    /// A reader for one reply.
    pub fn new() -> Self {
        ReplyReader::default()
    }

    /// Takes the next piece.
    pub fn push(&mut self, piece: &[u8]) -> Progress {
        let room = MAX_REPLY_BYTES - self.bytes.len();
        self.bytes
            .extend_from_slice(&piece[..piece.len().min(room)]);
        let whole = DOCUMENTED
            .into_iter()
            .find(|reply| self.bytes.starts_with(reply.encode()));
        if let Some(reply) = whole {
            self.excess = self.bytes.len() > reply.encode().len() || piece.len() > room;
            return Progress::Whole(reply);
        }
        if self.bytes.len() == MAX_REPLY_BYTES {
            self.excess = true;
            return Progress::Whole(Reply::Unrecognised(Excerpt::new(&self.bytes)));
        }
        let partial = DOCUMENTED
            .iter()
            .any(|reply| reply.encode().starts_with(&self.bytes));
        if partial {
            Progress::Partial
        } else {
            Progress::Unknown
        }
    }

    /// Whether nothing has come yet.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether more came than one reply, so that the connection can no longer be trusted.
    pub fn has_excess(&self) -> bool {
        self.excess
    }

    /// Ends the reply where the peer fell silent or closed. `None` if nothing came at all.
    pub fn finish(self) -> Option<Reply> {
        if self.bytes.is_empty() {
            return None;
        }
        Some(Reply::decode(&self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> ProjectPath {
        ProjectPath::new(text).unwrap()
    }

    #[test]
    fn requests_are_the_documented_bytes() {
        let cases = [
            (Command::Start, r"C:\A B", r"start:C:\A B"),
            (Command::Stop, r"C:\A", r"stop:C:\A"),
            (Command::Status, r"\\pc\share\Ä", r"status:\\pc\share\Ä"),
            (Command::Switch, "C:/x:y", "switch:C:/x:y"),
        ];
        for (command, project, wire) in cases {
            let request = Request {
                command,
                path: path(project),
            };
            assert_eq!(request.encode(), wire.as_bytes());
            assert_eq!(Request::decode(wire.as_bytes()), Ok(request));
        }
    }

    #[test]
    fn what_is_no_request_is_told_apart() {
        let cases: [(&[u8], RequestError); 6] = [
            (b"", RequestError::UnknownCommand),
            (b"status", RequestError::UnknownCommand),
            (b"Status:C:\\A", RequestError::UnknownCommand),
            (b"status|C:\\A", RequestError::UnknownCommand),
            (b"status:", RequestError::Path(PathError::Empty)),
            (b"status:\xff", RequestError::NotUtf8),
        ];
        for (bytes, error) in cases {
            assert_eq!(Request::decode(bytes), Err(error), "{bytes:?}");
        }
    }

    #[test]
    fn documented_replies_are_the_documented_bytes() {
        let wires = [
            "done",
            "success",
            "error:port",
            "not-found",
            "Unknown command",
            "stopped",
            "stopping",
            "starting",
            "running",
        ];
        let found: Vec<&str> = DOCUMENTED.iter().map(Reply::text).collect();
        assert_eq!(found, wires);
    }

    #[test]
    fn no_documented_reply_begins_another() {
        for (i, a) in DOCUMENTED.iter().enumerate() {
            for (j, b) in DOCUMENTED.iter().enumerate() {
                assert!(i == j || !b.encode().starts_with(a.encode()), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn paths_that_cannot_be_sent_are_refused_with_the_reason() {
        let long = "x".repeat(MAX_PATH_UNITS + 1);
        let cases = [
            ("", PathError::Empty),
            (" \u{a0}", PathError::Empty),
            (
                "C:\\A\0",
                PathError::Control {
                    character: "\\u{0}".into(),
                    position: 5,
                },
            ),
            (
                "é\r\n",
                PathError::Control {
                    character: "\\r".into(),
                    position: 2,
                },
            ),
            (
                "a\u{85}",
                PathError::Control {
                    character: "\\u{85}".into(),
                    position: 2,
                },
            ),
            (
                long.as_str(),
                PathError::TooLong {
                    units: MAX_PATH_UNITS + 1,
                },
            ),
        ];
        for (text, error) in cases {
            assert_eq!(ProjectPath::new(text), Err(error));
        }
        assert!(ProjectPath::new(&"x".repeat(MAX_PATH_UNITS)).is_ok());
    }

    #[test]
    fn paths_of_one_folder_fold_to_one_form() {
        for spelling in [r"C:\Dir\A", r"c:\dir\a", r"C:/Dir/A/", r"C:\DIR\A\\"] {
            assert_eq!(path(spelling).folded(), r"c:\dir\a");
        }
        assert_ne!(path(r"C:\A").folded(), path(r"C:\AB").folded());
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

    #[test]
    fn a_reader_waits_ends_and_reports_excess() {
        let mut reader = ReplyReader::new();
        assert_eq!(reader.push(b""), Progress::Partial);
        assert_eq!(reader.push(b"stopp"), Progress::Partial);
        assert_eq!(
            reader.push(b"ingrunning"),
            Progress::Whole(Reply::Status(Status::Stopping))
        );
        assert!(reader.has_excess());

        let mut reader = ReplyReader::new();
        assert_eq!(reader.push(b"stopx"), Progress::Unknown);
        assert_eq!(
            reader.finish(),
            Some(Reply::Unrecognised(Excerpt::new(b"stopx")))
        );
        assert_eq!(ReplyReader::new().finish(), None);

        let mut reader = ReplyReader::new();
        assert_eq!(
            reader.push(&[b'z'; 9999]),
            Progress::Whole(Reply::Unrecognised(Excerpt::new(&[b'z'; 256])))
        );
        assert!(reader.has_excess());
    }

    /// What a link learns when the peer sends these pieces and closes.
    fn read(pieces: &[&[u8]]) -> Option<Reply> {
        let mut reader = ReplyReader::new();
        for piece in pieces {
            if let Progress::Whole(reply) = reader.push(piece) {
                return Some(reply);
            }
        }
        reader.finish()
    }

    fn any_reply_bytes() -> impl Strategy<Value = Vec<u8>> {
        let documented = prop::sample::select(DOCUMENTED.to_vec());
        prop_oneof![
            documented.clone().prop_map(|reply| reply.encode().to_vec()),
            (documented, prop::collection::vec(any::<u8>(), 0..8)).prop_map(|(reply, tail)| [
                reply.encode(),
                &tail
            ]
            .concat()),
            prop::collection::vec(any::<u8>(), 0..600),
        ]
    }

    proptest! {
        #[test]
        fn any_split_of_any_reply_reads_the_same(
            bytes in any_reply_bytes(),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            prop_assert_eq!(read(&pieces), read(&[&bytes]));
        }

        #[test]
        fn a_request_survives_the_wire(
            command in prop::sample::select(Command::ALL.to_vec()),
            text in "[^\\p{Cc}]{1,80}",
        ) {
            prop_assume!(!text.trim().is_empty());
            let request = Request { command, path: ProjectPath::new(&text).unwrap() };
            prop_assert_eq!(Request::decode(&request.encode()), Ok(request));
        }

        #[test]
        fn a_reply_survives_the_wire(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let reply = Reply::decode(&bytes);
            prop_assert_eq!(Reply::decode(reply.encode()), reply);
        }

        #[test]
        fn no_bytes_break_the_request_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(request) = Request::decode(&bytes) {
                prop_assert_eq!(request.encode(), bytes);
            }
        }
    }
}
