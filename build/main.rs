//! Gives the programs their commit, those for Windows their icons, version and manifests, and the
//! library a type of each text that users read.

mod commit;
mod phrases;

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
    if env::var("CARGO_CFG_TARGET_OS")? == "windows" {
        embed_resources()?;
    }
    Ok(())
}

fn embed_resources() -> Result<(), Box<dyn Error>> {
    let numbers = [
        env::var("CARGO_PKG_VERSION_MAJOR")?,
        env::var("CARGO_PKG_VERSION_MINOR")?,
        env::var("CARGO_PKG_VERSION_PATCH")?,
        "0".to_owned(),
    ];
    // Without quotes or spaces, because windres hands them to its preprocessor through a shell.
    let macros = [
        format!("VERSION={}", env::var("CARGO_PKG_VERSION")?),
        format!("VERSION_NUMBERS={}", numbers.join(",")),
    ];
    for program in ["pekat-tray", "pekatctl"] {
        embed_resource::compile_for(format!("assets/{program}.rc"), [program], &macros)
            .manifest_required()?;
    }
    Ok(())
}
