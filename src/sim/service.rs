//! The kind of server that a simulated Projects Manager is: how it treats connections, what it
//! does while it is busy, and how it words its replies. Pure.
//!
//! The vendor documents none of this, so a client has to work with every kind.

use std::str::FromStr;

use clap::ValueEnum;
use serde::Deserialize;
use thiserror::Error;

use crate::protocol::{Excerpt, Reply};

/// The longest success word, in characters.
pub const MAX_WORD_CHARS: usize = 64;

/// The longest backlog. Linux silently shortens longer ones.
pub const MAX_BACKLOG: u32 = 4096;

/// The kind of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Connections served at a time.
    pub connections: Connections,
    /// Connections that the system keeps until the server accepts them. Linux keeps one more.
    pub backlog: u32,
    /// Requests served per connection.
    pub replies: Replies,
    /// Reaction to everybody else while an operation is carried out.
    pub busy: Busy,
    /// Reply to an operation, if not the documented one.
    pub success: Option<SuccessWord>,
    /// End of every reply.
    pub line_end: LineEnd,
}

impl Default for Service {
    fn default() -> Self {
        Service {
            connections: Connections::default(),
            backlog: 128,
            replies: Replies::default(),
            busy: Busy::default(),
            success: None,
            line_end: LineEnd::default(),
        }
    }
}

/// Connections that a server serves at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Connections {
    /// One at a time; the others wait, connected, until it has ended
    One,
    /// All of them, as a server with a thread for each does
    #[default]
    Threads,
}

/// Requests that a server serves per connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Replies {
    /// Any number
    #[default]
    Many,
    /// One; then the server closes the connection
    Close,
    /// One; the connection stays open, but later requests on it are neither carried out nor answered
    Silent,
}

/// What a server does for everybody else while it carries out a start, stop or switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Busy {
    /// Goes on answering
    #[default]
    Answers,
    /// Accepts and answers nobody until it has finished, then answers in order
    Silent,
    /// Refuses new connections and answers nobody until it has finished
    Refuses,
}

/// What a server appends to every reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LineEnd {
    /// Nothing
    #[default]
    None,
    /// A line feed
    Lf,
    /// A carriage return and a line feed
    Crlf,
}

impl LineEnd {
    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            LineEnd::None => b"",
            LineEnd::Lf => b"\n",
            LineEnd::Crlf => b"\r\n",
        }
    }
}

/// A word that answers an operation instead of `done` or `success`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SuccessWord(Excerpt);

/// Why a text cannot be a success word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WordError {
    /// An empty reply is no reply.
    #[error("the word is empty; use a text such as \"ok:started\"")]
    Empty,
    /// No client reads that far.
    #[error("the word is longer than {MAX_WORD_CHARS} characters; shorten it")]
    TooLong,
    /// Records and logs show the word on one line.
    #[error(
        "the word has a line break or another character that cannot be printed; leave it out (line_end and --line-end append a line break)"
    )]
    Unprintable,
}

impl FromStr for SuccessWord {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        if text.is_empty() {
            return Err(WordError::Empty);
        }
        if text.chars().count() > MAX_WORD_CHARS {
            return Err(WordError::TooLong);
        }
        let excerpt = Excerpt::new(text.as_bytes());
        match excerpt.as_str() == text {
            true => Ok(SuccessWord(excerpt)),
            false => Err(WordError::Unprintable),
        }
    }
}

impl TryFrom<String> for SuccessWord {
    type Error = WordError;

    fn try_from(text: String) -> Result<Self, WordError> {
        text.parse()
    }
}

impl SuccessWord {
    /// Returns a reply that is sent as exactly this text, in either form of requests.
    pub(super) fn reply(&self) -> Reply {
        Reply::Unrecognised(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Dialect, Envelope};

    #[test]
    fn a_success_word_is_sent_as_it_is_written() {
        let longest = "ž".repeat(MAX_WORD_CHARS);
        for text in ["ok:started", "running", " done ", "'\\\"", &longest] {
            let reply = text.parse::<SuccessWord>().unwrap().reply();
            for dialect in Dialect::ALL {
                let sent = Envelope::plain(dialect).seal(&reply);
                assert_eq!(sent, text.as_bytes(), "{dialect:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_a_success_word_is_refused() {
        let cases = [
            ("".to_owned(), WordError::Empty),
            ("x".repeat(MAX_WORD_CHARS + 1), WordError::TooLong),
            ("o\nk".to_owned(), WordError::Unprintable),
            ("ok\r".to_owned(), WordError::Unprintable),
            ("o\u{202e}k".to_owned(), WordError::Unprintable),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<SuccessWord>(), Err(error), "{text:?}");
        }
    }
}
