//! Building the Windows programs, on Windows or from Linux.
//!
//! From Linux there are two ways. A rustup toolchain with the target `x86_64-pc-windows-gnu` does it
//! like any other build. Where the target cannot be had, Debian's own Rust is used, which comes with
//! the sources of the standard library and builds that for Windows too; its build keeps to a target
//! folder of its own, so that the two Rusts never spoil each other's work.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{repo, setup};

/// The target that is built for from Linux.
pub const TARGET: &str = "x86_64-pc-windows-gnu";

/// The variable that tells tests where the built programs are.
pub const EXES: &str = "WINDOWS_EXES";

/// Builds programs and examples of the package `pekat-tray`, and says where they are: the programs
/// first, each in the order given.
///
/// # Errors
/// When a tool is missing or the build fails.
pub fn build(release: bool, programs: &[&str], examples: &[&str]) -> Result<Vec<PathBuf>> {
    let rust = Rust::find()?;
    let mut command = rust.cargo();
    command.args(["build", "--package", "pekat-tray"]);
    rust.aim(&mut command);
    if release {
        command.arg("--release");
    }
    command.args(programs.iter().flat_map(|name| ["--bin", name]));
    command.args(examples.iter().flat_map(|name| ["--example", name]));
    run(&mut command).context("building the Windows programs")?;

    let folder = rust.output(release);
    let programs = programs.iter().map(|name| exe(&folder, name));
    let examples = examples
        .iter()
        .map(|name| exe(&folder.join("examples"), name));
    Ok(programs.chain(examples).collect())
}

/// Runs clippy over the workspace for the Windows target; a warning is an error.
///
/// # Errors
/// When a tool is missing or clippy finds something.
pub fn clippy() -> Result<()> {
    let rust = Rust::find()?;
    let mut command = rust.clippy()?;
    command.args(["--workspace", "--lib", "--bins", "--examples"]);
    rust.aim(&mut command);
    command.args(["--", "-D", "warnings"]);
    run(&mut command).context("clippy for Windows")
}

/// A program built before, by the name of its file without `.exe`.
///
/// # Errors
/// When it has not been built.
pub fn built(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os(EXES) {
        Some(folder) => PathBuf::from(folder),
        None => folder(true),
    };
    [exe(&folder, name), exe(&folder.join("examples"), name)]
        .into_iter()
        .find(|path| path.exists())
        .with_context(|| {
            let folder = folder.display();
            format!("{name}.exe is not in {folder}: build it with `cargo xtask windows`")
        })
}

/// The folder that the programs are built into, release builds or debug ones.
#[must_use]
pub fn folder(release: bool) -> PathBuf {
    let target = if cfg!(windows) {
        repo::target()
    } else {
        repo::target().join("windows").join(TARGET)
    };
    target.join(if release { "release" } else { "debug" })
}

fn exe(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.exe"))
}

/// The Rust that builds for Windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rust {
    /// We are on Windows.
    Native,
    /// A toolchain that has the target.
    WithTarget,
    /// Debian's, which has the standard library's sources.
    WithSources,
}

impl Rust {
    fn find() -> Result<Self> {
        if cfg!(windows) {
            return Ok(Self::Native);
        }
        setup::ensure(&[setup::MINGW])?;
        if has_target()? {
            return Ok(Self::WithTarget);
        }
        setup::ensure(&[setup::RUST_WITH_SOURCES])?;
        Ok(Self::WithSources)
    }

    fn cargo(self) -> Command {
        match self {
            Self::Native | Self::WithTarget => clean("cargo"),
            Self::WithSources => with_sources("/usr/bin/cargo"),
        }
    }

    fn clippy(self) -> Result<Command> {
        let mut command = match self {
            Self::Native | Self::WithTarget => clean("cargo"),
            Self::WithSources => {
                setup::ensure(&[setup::CLIPPY])?;
                with_sources("/usr/bin/cargo-clippy")
            }
        };
        command.arg("clippy");
        Ok(command)
    }

    /// Adds what makes cargo build for Windows, into the right folder.
    fn aim(self, command: &mut Command) {
        match self {
            Self::Native => return,
            Self::WithTarget => {}
            Self::WithSources => {
                command.arg("-Zbuild-std=std,panic_abort");
            }
        }
        command.args(["--target", TARGET, "--target-dir"]);
        command.arg(repo::target().join("windows"));
    }

    fn output(self, release: bool) -> PathBuf {
        folder(release)
    }
}

fn with_sources(program: &str) -> Command {
    let mut command = clean(program);
    command
        .env("CARGO", "/usr/bin/cargo")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1");
    command
}

fn has_target() -> Result<bool> {
    let output = clean("rustc")
        .args(["--print", "sysroot"])
        .output()
        .context("running rustc")?;
    let sysroot = String::from_utf8(output.stdout).context("rustc's sysroot")?;
    Ok(Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir())
}

/// A command without what the cargo that runs us has put into the environment: it describes that
/// cargo's build, not the one to come.
fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(repo::root());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(belongs_to_outer_build) {
            command.env_remove(name);
        }
    }
    command
}

fn belongs_to_outer_build(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "CARGO",
        "CARGO_BUILD_TARGET",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_TARGET_DIR",
        "LD_LIBRARY_PATH",
        "RUSTC",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTC_WRAPPER",
        "RUSTDOC",
        "RUSTDOCFLAGS",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
        "RUST_RECURSION_COUNT",
    ];
    const FAMILIES: &[&str] = &[
        "CARGO_BIN_",
        "CARGO_CRATE_",
        "CARGO_MANIFEST_",
        "CARGO_PKG_",
    ];
    NAMES.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("starting {}", command.get_program().display()))?;
    if !status.success() {
        bail!("{} failed ({status})", command.get_program().display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_build_is_told_from_the_users_settings() {
        for (name, outer) in [
            ("RUSTUP_TOOLCHAIN", true),
            ("CARGO", true),
            ("CARGO_PKG_NAME", true),
            ("CARGO_HOME", false),
            ("CARGO_NET_OFFLINE", false),
            ("PATH", false),
        ] {
            assert_eq!(belongs_to_outer_build(name), outer, "{name}");
        }
    }
}
