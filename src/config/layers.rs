//! What is configured in several places, joined into one: what is built in, a file for all users of the
//! computer, the user's own file, and what the organisation has set by policy.

mod file;
mod join;
mod origin;
mod render;
mod settle;
#[cfg(test)]
mod tests;
mod tree;
mod whole;

pub use file::tree as tree_of_file;
pub use origin::{Layer, Origin, Place};
pub use render::Line;
pub use tree::{Block, Data, ServerTree, Tree, Value};
pub use whole::{Trouble, Whole, join};
