//! Gives the programs their build, icons, version and manifests.

#[path = "../../build/commit.rs"]
mod commit;
#[path = "../../build/resources.rs"]
mod resources;

use std::env;
use std::error::Error;

use resources::Into;

#[expect(clippy::print_stdout, reason = "this is how Cargo is told")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=../build");
    println!("cargo::rerun-if-changed=../assets");
    env::set_current_dir("..")?;
    commit::tell();
    resources::embed("pekat-tray", Into::Program("pekat-tray-launcher"))?;
    resources::embed("pekatctl", Into::Program("pekatctl-launcher"))
}
