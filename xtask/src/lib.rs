//! Everything a person or continuous integration runs, as a library, so that tests can use it too.

#[cfg(unix)]
pub mod measure;
pub mod icons;
pub mod out;
pub mod repo;
pub mod setup;
pub mod steps;
pub mod windows;
#[cfg(unix)]
pub mod wine;
