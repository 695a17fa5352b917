//! What a fresh Debian machine needs besides Rust from rustup, and how it gets it.

use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

/// A Debian package, and a file that is there when it is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Package {
    /// The name that apt knows it by.
    pub name: &'static str,
    /// The file that proves it installed.
    pub proof: &'static str,
}

const fn package(name: &'static str, proof: &'static str) -> Package {
    Package { name, proof }
}

/// The linker and C compiler for Windows programs.
pub const MINGW: &[Package] = &[package(
    "gcc-mingw-w64-x86-64",
    "/usr/bin/x86_64-w64-mingw32-gcc",
)];

/// A Rust that has the sources of its standard library, for machines whose rustup lacks the
/// Windows target.
pub const RUST_WITH_SOURCES: &[Package] = &[
    package("rustc-web", "/usr/bin/rustc"),
    package("cargo-web", "/usr/bin/cargo"),
    package(
        "rust-web-src",
        "/usr/lib/rustlib/src/rust/library/std/src/lib.rs",
    ),
];

/// Clippy for that Rust.
pub const CLIPPY: &[Package] = &[package("rust-web-clippy", "/usr/bin/cargo-clippy")];

/// The compiler of libFuzzer.
pub const CPP: &[Package] = &[package("g++", "/usr/bin/g++")];

/// What makes packages for Windows Installer of their sources.
pub const MSI: &[Package] = &[package("wixl", "/usr/bin/wixl")];

/// What signs and verifies programs and installers, and what looks at certificates.
pub const SIGNING: &[Package] = &[
    package("osslsigncode", "/usr/bin/osslsigncode"),
    package("openssl", "/usr/bin/openssl"),
];

/// A token in software for the tests of signing, and what lets OpenSSL use tokens.
pub const TOKEN: &[Package] = &[
    package("softhsm2", "/usr/bin/softhsm2-util"),
    package(
        "libengine-pkcs11-openssl",
        "/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so",
    ),
];

/// A font that has what Wine's lack: Japanese and Chinese.
pub const CJK_FONT: &str = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";

/// Wine, its fonts (without its Tahoma, texts are drawn in whatever font the machine has), another
/// for what these lack, and a screen to run it on.
pub const WINE: &[Package] = &[
    package("wine", "/usr/bin/wine"),
    package("wine64", "/usr/lib/wine/wine64"),
    package("fonts-wine", "/usr/share/wine/fonts/tahoma.ttf"),
    package("fonts-wqy-microhei", CJK_FONT),
    package("xvfb", "/usr/bin/Xvfb"),
];

/// Makes sure that every package of the lists is installed, and installs what is missing.
///
/// # Errors
/// When something is missing and cannot be installed from here; the message gives the command
/// that installs it.
pub fn ensure(lists: &[&[Package]]) -> Result<()> {
    /// Tests ask side by side, and only one may install.
    static TURN: Mutex<()> = Mutex::new(());
    if cfg!(windows) {
        return Ok(());
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let missing = missing(lists);
    if missing.is_empty() {
        return Ok(());
    }
    let Some(privileges) = privileges() else {
        bail!(
            "needed programs are missing; install them with\n    {}",
            by_hand(&missing)
        );
    };
    install(&privileges, &missing)
        .with_context(|| format!("install the packages by hand:\n    {}", by_hand(&missing)))
}

fn missing(lists: &[&[Package]]) -> Vec<&'static str> {
    lists
        .iter()
        .flat_map(|list| list.iter())
        .filter(|package| !Path::new(package.proof).exists())
        .map(|package| package.name)
        .collect()
}

fn by_hand(packages: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

/// The words to put before a command so that it runs as root: none for root itself, `sudo -n`
/// when that asks no password, and `None` when neither will do or apt is not there.
fn privileges() -> Option<Vec<&'static str>> {
    if !Path::new("/usr/bin/apt-get").exists() {
        return None;
    }
    if is_root() {
        return Some(Vec::new());
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).output().ok()?;
    sudo.status.success().then(|| vec!["sudo", "-n"])
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

fn install(privileges: &[&str], packages: &[&str]) -> Result<()> {
    crate::out::line(format_args!("installing {}", packages.join(" ")));
    apt_get(privileges, &["update", "-qq"])?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    apt_get(privileges, &arguments)
}

fn apt_get(privileges: &[&str], arguments: &[&str]) -> Result<()> {
    let words = [
        privileges,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
        arguments,
    ];
    let words = words.concat();
    let (program, rest) = words.split_first().context("an empty command")?;
    let output = Command::new(program)
        .args(rest)
        .output()
        .with_context(|| format!("running {}", words.join(" ")))?;
    if !output.status.success() {
        bail!(
            "{} failed:\n{}",
            words.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_not_missing() {
        let here = [package("here", env!("CARGO_MANIFEST_DIR"))];
        let gone = [package("gone", "/no/such/file")];
        assert_eq!(missing(&[&here, &gone]), ["gone"]);
    }

    #[test]
    fn the_command_to_type_names_every_package() {
        assert!(by_hand(&["wine", "xvfb"]).ends_with("--no-install-recommends wine xvfb"));
    }
}
