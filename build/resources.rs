//! What Explorer and Windows' loader read from a file: icons, version and manifest. Every package that
//! makes such files includes this one.

use std::env;
use std::error::Error;

/// What a resource is put into.
#[derive(Clone, Copy)]
#[expect(dead_code, reason = "a package makes programs or a library")]
pub(crate) enum Into {
    /// The program of this package with this name.
    Program(&'static str),
    /// The library of this package.
    Library,
}

/// Puts a resource script of `assets/` into a file of this package, when that is made for Windows. The
/// folder of the repository has to be the current one.
pub(crate) fn embed(script: &str, into: Into) -> Result<(), Box<dyn Error>> {
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
    let script = format!("assets/{script}.rc");
    match into {
        Into::Program(name) => embed_resource::compile_for(script, [name], &macros),
        Into::Library => embed_resource::compile_for_cdylib(script, &macros),
    }
    .manifest_required()?;
    Ok(())
}
