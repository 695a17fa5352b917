//! Building the Windows programs, on Windows or from Linux.
//!
//! From Linux there are two ways. A rustup toolchain with the target `x86_64-pc-windows-gnu` does it
//! like any other build. Where the target cannot be had, Debian's own Rust is used, which comes with
//! the sources of the standard library and builds that for Windows too; its build keeps to a target
//! folder of its own, so that the two Rusts never spoil each other's work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{repo, setup};

/// The target that is built for from Linux.
pub const TARGET: &str = "x86_64-pc-windows-gnu";

/// The variable that tells tests where the files are that are shipped.
pub const EXES: &str = "WINDOWS_EXES";

/// The files that are shipped, and what installs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// The tray program, `pekat-tray.exe`.
    pub tray: PathBuf,
    /// The command-line companion, `pekatctl.exe`.
    pub ctl: PathBuf,
    /// The DLL that both only start, `pekat_tray_core.dll`.
    pub core: PathBuf,
    /// What the MSI does beyond the tables of Windows Installer, `pekat_tray_actions.dll`. It is in the MSI, and
    /// is not installed.
    pub actions: PathBuf,
}

/// Builds for release what is shipped. From the same commit, with the same tools, the same bytes come
/// out, in whatever folder it is built.
///
/// # Errors
/// When a tool is missing or the build fails.
pub fn ship() -> Result<Shipped> {
    build(true)
}

/// Builds what is shipped, for release or quickly.
///
/// # Errors
/// As [`ship`].
pub fn build(release: bool) -> Result<Shipped> {
    let rust = Rust::find()?;
    let packages = [
        "pekat-tray-core",
        "pekat-tray-installer-actions",
        "pekat-tray-launcher",
    ];
    rust.build(release, &packages.map(|name| ["--package", name]).concat())?;
    let from = folder(release);
    let to = shipped(release);
    fs::create_dir_all(&to).with_context(|| format!("making {}", to.display()))?;
    let bring = |built: &str, name: &str| -> Result<PathBuf> {
        let (built, name) = (from.join(built), to.join(name));
        fs::copy(&built, &name).with_context(|| format!("copying {}", built.display()))?;
        Ok(name)
    };
    Ok(Shipped {
        tray: bring("pekat-tray-launcher.exe", "pekat-tray.exe")?,
        ctl: bring("pekatctl-launcher.exe", "pekatctl.exe")?,
        core: bring("pekat_tray_core.dll", "pekat_tray_core.dll")?,
        actions: bring("pekat_tray_actions.dll", "pekat_tray_actions.dll")?,
    })
}

/// Builds an example of the package `pekat-tray`, and says where it is.
///
/// # Errors
/// As [`ship`].
pub fn example(release: bool, name: &str) -> Result<PathBuf> {
    let wanted = ["--package", "pekat-tray", "--example", name];
    Rust::find()?.build(release, &wanted)?;
    Ok(exe(&folder(release).join("examples"), name))
}

/// Runs clippy over the workspace for the Windows target; a warning is an error.
///
/// # Errors
/// When a tool is missing or clippy finds something.
pub fn clippy() -> Result<()> {
    let rust = Rust::find()?;
    let mut command = rust.clippy()?;
    command.args(["--workspace", "--lib", "--bins", "--examples"]);
    rust.aim(&mut command)?;
    command.args(["--", "-D", "warnings"]);
    run(&mut command).context("clippy for Windows")
}

/// A program or example built before, by the name of its file without `.exe`.
///
/// # Errors
/// When it has not been built.
pub fn built(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os(EXES) {
        Some(folder) => PathBuf::from(folder),
        None => shipped(true),
    };
    [folder.clone(), folder.join("../examples")]
        .into_iter()
        .map(|folder| exe(&folder, name))
        .find(|path| path.exists())
        .with_context(|| {
            let folder = folder.display();
            format!("{name}.exe is not in {folder}: build it with `cargo xtask windows`")
        })
}

/// The folder of what is shipped.
#[must_use]
pub fn shipped(release: bool) -> PathBuf {
    folder(release).join("shipped")
}

/// The folder that everything is built into, release builds or debug ones.
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

const DEBIANS_RUSTC: &str = "/usr/bin/rustc";

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

    /// The compiler that this cargo starts.
    fn compiler(self) -> Command {
        match self {
            Self::Native | Self::WithTarget => clean("rustc"),
            Self::WithSources => clean(DEBIANS_RUSTC),
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

    /// Adds what makes cargo build for Windows, into the right folder, and the same bytes everywhere.
    fn aim(self, command: &mut Command) -> Result<()> {
        let sysroot = output(self.compiler().args(["--print", "sysroot"]))?;
        let mut flags = same_everywhere(&sysroot);
        if self != Self::Native {
            flags.push(format!("-Clink-arg=-L{}", import_libraries()?.display()));
        }
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(SEPARATOR));
        match self {
            Self::Native => return Ok(()),
            Self::WithTarget => {}
            Self::WithSources => {
                command.arg("-Zbuild-std=std,panic_abort");
            }
        }
        command.args(["--target", TARGET, "--target-dir"]);
        command.arg(repo::target().join("windows"));
        Ok(())
    }

    fn build(self, release: bool, what: &[&str]) -> Result<()> {
        let mut command = self.cargo();
        command.arg("build").args(what);
        self.aim(&mut command)?;
        if release {
            command.arg("--release");
        }
        run(&mut command).context("building for Windows")
    }
}

fn with_sources(program: &str) -> Command {
    let mut command = clean(program);
    command
        .env("CARGO", "/usr/bin/cargo")
        .env("RUSTC", DEBIANS_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1");
    command
}

/// What stands between the flags in the variable that cargo reads them from.
const SEPARATOR: &str = "\u{1f}";

/// What the compiler is told so that what it makes has neither the time nor the folders of this machine in
/// it, and needs nothing beside it. What is named last counts first, so the innermost folders come last.
fn same_everywhere(sysroot: &str) -> Vec<String> {
    let home = std::env::home_dir().unwrap_or_default();
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let folders = [
        (home, "/home"),
        (PathBuf::from(sysroot), "/rust"),
        (cargo, "/cargo"),
        (repo::root(), "/pekat-tray"),
        (repo::target(), "/pekat-tray/target"),
    ];
    let folders = folders
        .into_iter()
        .filter(|(folder, _)| folder.is_absolute());
    let mapped =
        folders.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    let timeless = if cfg!(target_env = "msvc") {
        "-Clink-arg=/Brepro"
    } else {
        "-Clink-arg=-Wl,--no-insert-timestamp"
    };
    let mut flags: Vec<String> = mapped.chain([timeless.to_owned()]).collect();
    if cfg!(target_env = "msvc") {
        // Nobody has to install Microsoft's runtime first, least of all the installer.
        flags.push("-Ctarget-feature=+crt-static".to_owned());
    }
    flags
}

/// A folder with links to mingw's libraries, beside those that the compiler makes.
///
/// The linker sorts what is imported by the paths of the libraries, so that with mingw's in `/usr` the order
/// would depend on where the repository is.
fn import_libraries() -> Result<PathBuf> {
    let gcc = "x86_64-w64-mingw32-gcc";
    let one = output(clean(gcc).arg("-print-file-name=libkernel32.a"))?;
    let from = Path::new(&one).parent().context("gcc names no folder")?;
    let to = repo::target().join("windows/libraries");
    fs::create_dir_all(&to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let library = entry?.path();
        if library.extension().is_some_and(|it| it == "a")
            && let Some(name) = library.file_name()
        {
            link(&library, &to.join(name))?;
        }
    }
    Ok(to)
}

#[cfg(unix)]
fn link(library: &Path, link: &Path) -> Result<()> {
    match std::os::unix::fs::symlink(library, link) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("making {}", link.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Windows' own build needs none.
#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    Ok(())
}

fn has_target() -> Result<bool> {
    let sysroot = output(clean("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(&sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir())
}

/// The one line that a program prints.
fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .output()
        .with_context(|| format!("running {name}"))?;
    if !output.status.success() {
        bail!("{name} failed ({})", output.status);
    }
    let text = String::from_utf8(output.stdout).with_context(|| format!("what {name} says"))?;
    Ok(text.trim().to_owned())
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
        // No build script need know it.
        "PEKAT_SIGN_PASSWORD",
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
