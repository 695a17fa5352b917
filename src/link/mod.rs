//! The connection to one Projects Manager: dialling, one exchange with deadlines, and the polling
//! and operating of one server.

mod caller;
mod dial;
pub mod exchange;
mod form;
mod jitter;
#[cfg(test)]
pub(crate) mod memory;
mod operations;
mod poller;
pub mod schedule;
pub mod server;

pub use caller::{Caller, Conversation};
pub use dial::{Dial, Tcp};
pub use jitter::Jitter;
