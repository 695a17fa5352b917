//! A simulated Projects Manager.

pub mod world;
