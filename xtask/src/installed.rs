//! The product as it was installed on Wine's desktop, as tests use it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result, anyhow, ensure};

use crate::looks::pictures;
use crate::repo;
use crate::wine::{Desktop, Installer};

/// A running tray program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Linux's number of its process.
    pub pid: u32,
    /// The program and its arguments, one after the other.
    pub command: Vec<String>,
}

impl Running {
    /// What it was started with.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        self.command.get(1..).unwrap_or_default()
    }
}

/// The tray programs that run in Wine's prefix.
///
/// # Errors
/// When Linux does not say.
pub fn running() -> Result<Vec<Running>> {
    let prefix = format!(
        "WINEPREFIX={}",
        repo::target().join("wine/prefix").display()
    );
    let mut running = Vec::new();
    for process in fs::read_dir("/proc").context("the list of processes")? {
        let process = process?;
        let Ok(pid) = process.file_name().to_string_lossy().parse() else {
            continue;
        };
        // One that ends meanwhile, or is another user's, says nothing.
        let read = |name: &str| fs::read(process.path().join(name)).unwrap_or_default();
        let words = |bytes: &[u8]| -> Vec<String> {
            let words = bytes.split(|byte| *byte == 0);
            words
                .map(|word| String::from_utf8_lossy(word).into_owned())
                .filter(|word| !word.is_empty())
                .collect()
        };
        let command = words(&read("cmdline"));
        let is_tray = command
            .first()
            .is_some_and(|program| program.ends_with("\\pekat-tray.exe"));
        if is_tray && words(&read("environ")).contains(&prefix) {
            running.push(Running { pid, command });
        }
    }
    Ok(running)
}

/// Waits until no tray runs.
///
/// # Errors
/// When one still runs at the deadline.
pub fn await_none(desktop: &Desktop, deadline: Duration) -> Result<()> {
    desktop.wait_for("no tray program", deadline, || {
        Ok(running()?.is_empty().then_some(()))
    })
}

/// Waits until there is one icon and it has this look, whoever has started the tray.
///
/// # Errors
/// When it does not come to that until the deadline.
pub fn await_look(desktop: &Desktop, look: &str, deadline: Duration) -> Result<()> {
    let known = pictures()?;
    desktop.wait_for(&format!("the icon “{look}”"), deadline, || {
        let icons = desktop.tray_icons()?;
        let [place] = icons[..] else {
            return Ok(None);
        };
        Ok((desktop.look_at(place, &known)?.look.name() == look).then_some(()))
    })
}

/// The log of the tray program for the user of Wine's prefix.
#[must_use]
pub fn log(desktop: &Desktop) -> PathBuf {
    let users = desktop.drive_c().join("users/root");
    users.join("AppData/Local/pekat-tray/pekat-tray.log")
}

/// Waits until the tray program has been started this often, according to its log, and gives the
/// configuration of each start.
///
/// Windows Installer starts it on Windows' usual desktop. Wine has none when another one has the taskbar, so
/// the program that was started ends there again, with a line in its log.
///
/// # Errors
/// When it does not come to that until the deadline.
pub fn await_starts(desktop: &Desktop, number: usize, deadline: Duration) -> Result<Vec<String>> {
    let log = log(desktop);
    desktop.wait_for(&format!("{number} starts in the log"), deadline, || {
        let text = fs::read_to_string(&log).unwrap_or_default();
        let starts = text
            .lines()
            .filter_map(|line| line.split_once(" configuration: "));
        let starts: Vec<_> = starts.map(|(_, file)| file.to_owned()).collect();
        Ok((starts.len() == number).then_some(starts))
    })
}

/// Gives the user this configuration.
///
/// # Errors
/// When it cannot be written.
pub fn configure(installer: &Installer<'_>, configuration: &str) -> Result<PathBuf> {
    let folder = installer.users_folder();
    fs::create_dir_all(&folder).context("making the folder for the user's configuration")?;
    let file = folder.join("config.toml");
    fs::write(&file, configuration).context("writing the user's configuration")?;
    Ok(file)
}

/// A package, and what tells it from the others.
#[derive(Debug)]
pub struct Package {
    /// The MSI.
    pub msi: PathBuf,
    /// The tray program in it.
    pub tray: PathBuf,
    /// Its version.
    pub version: String,
}

/// The variable that names the folder with the packages under test: `earlier.msi`, `this.msi` and
/// `rebuilt.msi`, and beside each the tray program in it, `earlier.exe` and so on.
pub const PACKAGES: &str = "INSTALLER_PACKAGES";

/// The packages that tests install: made of the programs that were built, with nothing but a few bytes at
/// the end of the tray program to tell them apart.
#[derive(Debug)]
pub struct Packages {
    /// The version before this one.
    pub earlier: Package,
    /// This version.
    pub this: Package,
    /// This version, of other content.
    pub rebuilt: Package,
}

impl Packages {
    /// The packages, out of the folder that [`PACKAGES`] names, made ready for Wine when they are first asked
    /// for.
    ///
    /// # Errors
    /// When they are not there or cannot be changed.
    pub fn made() -> Result<&'static Self> {
        static MADE: OnceLock<Result<Packages>> = OnceLock::new();
        let made = MADE.get_or_init(Self::make);
        made.as_ref().map_err(|error| anyhow!("{error:#}"))
    }

    fn make() -> Result<Self> {
        let from = env::var_os(PACKAGES).with_context(|| format!("{PACKAGES} is not set"))?;
        let from = Path::new(&from);
        let this = env!("CARGO_PKG_VERSION");
        Ok(Packages {
            earlier: Package::taken(from, "earlier", "0.0.9")?,
            this: Package::taken(from, "this", this)?,
            rebuilt: Package::taken(from, "rebuilt", this)?,
        })
    }
}

impl Package {
    /// Wine removes the version that an upgrade replaces without telling it so by `UPGRADINGPRODUCTCODE`, as
    /// Windows does. But it puts what the package has to be removed into a command line, so a word more there
    /// is a property more.
    fn taken(from: &Path, name: &str, version: &str) -> Result<Self> {
        let folder = repo::target().join("wine/installer");
        fs::create_dir_all(&folder).context("making the folder for the packages")?;
        let msi = folder.join(format!("{name}.msi"));
        let there = from.join(format!("{name}.msi"));
        fs::copy(&there, &msi).with_context(|| format!("copying {}", there.display()))?;
        let told = "UPDATE `Upgrade` SET `Remove`='ALL UPGRADINGPRODUCTCODE=1' \
                    WHERE `ActionProperty`='WIX_UPGRADE_DETECTED'";
        let output = Command::new("msibuild")
            .arg(&msi)
            .args(["-q", told])
            .output()
            .context("starting msibuild")?;
        ensure!(
            output.status.success(),
            "msibuild: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(Self {
            msi,
            tray: from.join(format!("{name}.exe")),
            version: version.to_owned(),
        })
    }
}
