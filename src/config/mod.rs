//! The configuration file: what is written in it, what the program uses, and how it is changed.

mod disk;
mod edit;
mod encoding;
mod find;
mod incoming;
pub mod layers;
mod lines;
mod loader;
mod migrate;
pub mod policy;
mod read;
pub mod schema;
mod sheet;
mod splice;
mod store;

pub use disk::write as write_file;
pub use edit::{Edit, EditError, Home, Merged, NewProject};
pub use encoding::EncodingError;
pub(crate) use encoding::MARK;
pub use find::{NameError, find_project};
pub use incoming::{Import, ImportError};
pub use loader::{
    Complaint, Loaded, Loader, MACHINE_PATH_VARIABLE, installed_machine_path, machine_path,
};
pub use migrate::to_toml;
pub use read::{Problem, read, read_part};
pub(crate) use read::{accept_part, proper_name};
pub use sheet::{Reader, to_csv};
pub(crate) use store::MAX_SIZE;
pub use store::{LoadError, Migrated, PATH_VARIABLE, SaveError, Store, default_path};
