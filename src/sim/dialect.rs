//! Which forms of a request a simulated server takes.

use clap::ValueEnum;
use serde::Deserialize;

use crate::protocol::{self, Envelope, Request, RequestError};

/// Which forms of a request a simulated server takes. It answers each in its own form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// command:path, as documented, and no ids
    #[default]
    Colon,
    /// command|path; an id before the command is echoed, and replies begin with suc: or err:
    Pipe,
    /// Both, each with ids
    Either,
}

impl Dialect {
    /// Reads whole bytes; the envelope is for the reply.
    pub fn read(self, bytes: &[u8]) -> (Envelope, Result<Request, RequestError>) {
        let (envelope, rest) = match self {
            Dialect::Colon => (Envelope::plain(protocol::Dialect::Colon), bytes),
            Dialect::Pipe => {
                let (envelope, rest) = Envelope::open(bytes);
                let dialect = protocol::Dialect::Pipe;
                (
                    Envelope {
                        dialect,
                        ..envelope
                    },
                    rest,
                )
            }
            Dialect::Either => Envelope::open(bytes),
        };
        let request = Request::decode(rest, envelope.dialect);
        (envelope, request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Reply, Status};

    /// What is answered to these bytes, for a project that runs.
    fn answer(dialect: Dialect, bytes: &str) -> String {
        let (envelope, request) = dialect.read(bytes.as_bytes());
        let reply = match request {
            Ok(_) => Reply::Status(Status::Running),
            Err(_) => Reply::UnknownCommand,
        };
        String::from_utf8(envelope.seal(&reply)).unwrap()
    }

    #[test]
    fn every_form_is_answered_in_its_own_or_refused() {
        let cases = [
            // colon, pipe, either
            ("status:A", ["running", "err:invalid-command", "running"]),
            (
                "status|A",
                ["Unknown command", "suc:running", "suc:running"],
            ),
            (
                "7.status:A",
                ["Unknown command", "7.err:invalid-command", "7.running"],
            ),
            (
                "7.status|A",
                ["Unknown command", "7.suc:running", "7.suc:running"],
            ),
            (
                "8.go|A",
                [
                    "Unknown command",
                    "8.err:invalid-command",
                    "8.err:invalid-command",
                ],
            ),
            (
                "hello",
                ["Unknown command", "err:invalid-command", "Unknown command"],
            ),
        ];
        for (bytes, answers) in cases {
            let dialects = [Dialect::Colon, Dialect::Pipe, Dialect::Either];
            let found = dialects.map(|dialect| answer(dialect, bytes));
            assert_eq!(found, answers, "{bytes}");
        }
    }
}
