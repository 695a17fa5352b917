//! The configuration file: what is written in it, what the program uses, and how it is changed.

mod edit;
mod read;
mod store;

pub use edit::{Edit, EditError};
pub use read::Problem;
pub use store::{LoadError, PATH_VARIABLE, SaveError, Store, default_path};
