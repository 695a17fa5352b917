//! The connection to one Projects Manager: dialling, one exchange with deadlines, and the polling
//! and operating of one server.

mod caller;
mod conversation;
mod dial;
pub mod exchange;
mod form;
mod jitter;
#[cfg(test)]
pub(crate) mod memory;
mod operations;
mod poller;
mod retry;
pub mod schedule;
pub mod server;
mod traits;

pub use caller::Caller;
pub use conversation::Conversation;
pub use dial::{Dial, Tcp};
pub use jitter::Jitter;
