//! Everything a person or continuous integration runs, as a library, so that tests can use it too.

#[cfg_attr(not(unix), path = "demo_windows.rs")]
pub mod demo;
pub mod dist;
#[cfg(unix)]
pub mod form;
pub mod fuzz;
pub mod icons;
#[cfg(unix)]
pub mod installed;
pub mod licences;
#[cfg(unix)]
pub mod looks;
pub mod manager;
#[cfg(unix)]
pub mod measure;
pub mod out;
pub mod repo;
pub mod setup;
pub mod simulation;
pub mod steps;
#[cfg(unix)]
pub mod tray;
pub mod windows;
#[cfg(unix)]
pub mod wine;
