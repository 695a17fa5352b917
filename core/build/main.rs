//! Gives the DLL its version.

#[path = "../../build/resources.rs"]
mod resources;

use std::env;
use std::error::Error;

#[expect(clippy::print_stdout, reason = "this is how Cargo is told")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=../build");
    println!("cargo::rerun-if-changed=../assets");
    env::set_current_dir("..")?;
    resources::embed("pekat_tray_core", resources::Into::Library)
}
