//! Everything a person or continuous integration runs.

pub mod icons;
