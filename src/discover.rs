//! Finding projects that nobody has typed in yet, and asking a Projects Manager of what is about to
//! be configured.
//!
//! Projects are found as folders on this computer's disk and in the list of a
//! Projects Manager's web page, and each one is confirmed by a `status` over
//! TCP. Nothing is ever started or stopped here.

mod candidates;
mod folders;
mod json;
mod package;
pub mod page;
pub mod probe;

pub use candidates::{Candidate, Found, Search, Source, find};
pub use folders::{Folders, Limits, ProjectFolder, roots, search, usual_root};
pub use package::{FILE_NAME, MAX_BYTES, Package, PackageError};
