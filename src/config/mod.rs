//! The configuration file: what is written in it, what the program uses, and how it is changed.

mod disk;
mod edit;
mod encoding;
mod find;
pub mod layers;
mod loader;
mod migrate;
pub mod policy;
mod read;
pub mod schema;
mod splice;
mod store;

pub use edit::{Edit, EditError, Home, NewProject};
pub use encoding::EncodingError;
pub use find::{NameError, find_project};
pub use loader::{Complaint, Loaded, Loader, MACHINE_PATH_VARIABLE, machine_path};
pub use read::{Problem, read, read_part};
pub use store::{LoadError, Migrated, PATH_VARIABLE, SaveError, Store, default_path};
