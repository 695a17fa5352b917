//! A type of each message of `assets/locales/en.ftl`, made by the build, with the message's variables
//! as fields. The compiler thereby knows that each text exists, has all that it speaks of, and is used.

use fluent_bundle::{FluentArgs, FluentValue};

use crate::protocol::{Command, Operation, Status};

/// A text with what it speaks of, in no language yet.
pub(super) trait Phrase {
    /// What the message is called in the files.
    fn id(&self) -> &str;

    /// What it speaks of.
    fn arguments(&self) -> FluentArgs<'_>;
}

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
