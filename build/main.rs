//! Gives the programs their commit, those for Windows their icons, version and manifests, and the
//! library a type of each text that users read.

mod commit;
mod phrases;
mod resources;

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

#[expect(clippy::print_stdout, reason = "this is how Cargo is told")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=assets");
    commit::tell();
    let texts = fs::read_to_string("assets/locales/en.ftl")?;
    let types = Path::new(&env::var("OUT_DIR")?).join("phrases.rs");
    fs::write(types, phrases::types(&texts)?)?;
    for program in ["pekat-tray", "pekatctl"] {
        resources::embed(program, resources::Into::Program(program))?;
    }
    Ok(())
}
