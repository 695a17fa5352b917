//! The product as it was installed on Wine's desktop, as tests use it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use msi::{Expr, Update};

use crate::dist::trial::{self, Trial, Trials};
use crate::looks::pictures;
use crate::repo;
use crate::windows::{self, Shipped};
use crate::wine::{Desktop, Installer};

/// The shortcut in the Start menu; Wine has the user's own menu even for what is for all users.
pub const SHORTCUT: &str =
    r"C:\users\root\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\PEKAT Tray.lnk";

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

/// The packages that tests install, made ready for Wine when they are first asked for.
///
/// # Errors
/// When they cannot be made or changed.
pub fn packages() -> Result<&'static Trials> {
    static MADE: OnceLock<Result<Trials>> = OnceLock::new();
    let made = MADE.get_or_init(make);
    made.as_ref().map_err(|error| anyhow!("{error:#}"))
}

fn make() -> Result<Trials> {
    let tray = windows::built("pekat-tray")?;
    let trials = trial::make(&beside(&tray), &repo::target().join("wine/packages"))?;
    for Trial { msi, .. } in [
        &trials.earlier,
        &trials.this,
        &trials.rebuilt,
        &trials.failing,
    ] {
        for_wine(msi)?;
    }
    Ok(trials)
}

/// What was built together with a tray program.
fn beside(tray: &Path) -> Shipped {
    let at = |name: &str| tray.with_file_name(name);
    Shipped {
        tray: tray.to_owned(),
        ctl: at("pekatctl.exe"),
        core: at("pekat_tray_core.dll"),
        actions: at("pekat_tray_actions.dll"),
    }
}

/// Wine removes the version that an upgrade replaces without telling it so by `UPGRADINGPRODUCTCODE`, as
/// Windows does. But it puts what the package has to be removed into a command line, so a word more there
/// is a property more.
fn for_wine(msi: &Path) -> Result<()> {
    let open = || format!("changing {}", msi.display());
    let mut package = msi::open_rw(msi).with_context(open)?;
    let replaced = Expr::col("ActionProperty").eq(Expr::string("WIX_UPGRADE_DETECTED"));
    let told = Update::table("Upgrade")
        .set("Remove", "ALL UPGRADINGPRODUCTCODE=1".into())
        .with(replaced);
    package.update_rows(told).with_context(open)?;
    package.flush().with_context(open)
}
