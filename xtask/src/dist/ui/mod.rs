//! The installer's dialogs, written into its tables without any tool of Windows.
//!
//! Windows Installer's own messages (tables `Error`, most of `ActionText`) are left to Windows,
//! which has them in the user's language.

mod dialogs;
mod form;
mod tables;
#[cfg(test)]
mod tests;

pub use dialogs::{Texts, dialogs};
pub use tables::{rtf, write};
