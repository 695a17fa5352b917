//! Gives the Windows programs their icons, version and manifests.

use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=assets");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }

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
