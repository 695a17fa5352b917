//! PEKAT Tray: what it knows and decides. The programs are thin shells around this library.

pub mod clock;
pub mod config;
pub mod discover;
pub mod journal;
pub mod link;
pub mod locale;
pub mod logfile;
pub mod model;
pub mod monitor;
pub mod protocol;
pub mod sim;
pub mod site;
pub mod view;
pub mod watcher;
