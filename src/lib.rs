//! PEKAT Tray: what it knows and decides, and both of its programs, which whatever is started only calls.

mod arguments;
pub mod clock;
pub mod config;
pub mod ctl;
pub mod discover;
pub mod installation;
pub mod journal;
pub mod link;
pub mod locale;
pub mod logfile;
pub mod model;
pub mod monitor;
pub mod protocol;
#[cfg(windows)]
mod shell;
pub mod sim;
pub mod site;
pub mod tray;
pub mod view;
pub mod watcher;
