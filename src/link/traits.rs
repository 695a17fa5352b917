//! Traits of one server that requests depend on. Only a status teaches them; an operation is never
//! the probe.

use super::form::Form;
use crate::site::ProtocolChoice;

/// What is known of how a server takes requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    pub(super) form: Form,
    pub(super) reuse: Reuse,
}

/// Whether a server answers more than one request per connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reuse {
    Unknown,
    Works,
    Fails,
}

impl Traits {
    pub(super) fn new(protocol: ProtocolChoice) -> Self {
        Traits {
            form: Form::new(protocol),
            reuse: Reuse::Unknown,
        }
    }

    /// Forgets everything: the next server to answer may be another one.
    pub(super) fn forget(&mut self) {
        self.form.forget();
        self.reuse = Reuse::Unknown;
    }

    /// Notes that the server closed a connection after one reply. A server that is known to keep
    /// connections may have been restarted.
    pub(super) fn closed_after_one(&mut self) {
        self.reuse = match self.reuse {
            Reuse::Works => Reuse::Unknown,
            Reuse::Unknown | Reuse::Fails => Reuse::Fails,
        };
    }
}
