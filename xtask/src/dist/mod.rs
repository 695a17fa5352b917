//! What is given to people: the installer and the portable archive.

pub mod sign;
pub mod ui;
