//! What is shipped, brought together before anything is made of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, ensure};

use super::sign::Signing;
use crate::repo;
use crate::windows::Shipped;

/// The variable that says what time it is to be, in seconds since 1970: <https://reproducible-builds.org/specs/source-date-epoch/>.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// What Windows shows where it asks whether to run a signed file.
pub(super) const DESCRIPTION: &str = "PEKAT Tray";

/// The files, by themselves: where they came from and when they were written is no part of what is made of
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// What is installed, by its path with `/`: the programs, licences, and policy templates.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The library with the installer's actions, which is not installed.
    pub actions: Vec<u8>,
    /// The product's icon.
    pub icon: Vec<u8>,
    /// The time that everything is given.
    pub time: SystemTime,
}

/// The texts: where they are in the repository, and what they are called where they are installed.
const TEXTS: [(&str, &str); 7] = [
    ("assets/licences.txt", "licences.txt"),
    ("LICENSE-APACHE", "LICENSE-APACHE.txt"),
    ("LICENSE-MIT", "LICENSE-MIT.txt"),
    ("installer/policy/pekat-tray.admx", "policy/pekat-tray.admx"),
    (
        "installer/policy/cs-CZ/pekat-tray.adml",
        "policy/cs-CZ/pekat-tray.adml",
    ),
    (
        "installer/policy/de-DE/pekat-tray.adml",
        "policy/de-DE/pekat-tray.adml",
    ),
    (
        "installer/policy/en-US/pekat-tray.adml",
        "policy/en-US/pekat-tray.adml",
    ),
];

/// The tray program.
pub(super) const TRAY: &str = "pekat-tray.exe";
/// Its companion.
pub(super) const CTL: &str = "pekatctl.exe";
/// What both start.
pub(super) const CORE: &str = "pekat_tray_core.dll";

impl Staged {
    /// Brings together what was built and the repository's texts.
    ///
    /// # Errors
    /// When a file is missing, or git does not tell the time of the commit.
    pub fn new(shipped: &Shipped) -> Result<Self> {
        let mut staged = Self::texts(time()?)?;
        let programs = [
            (TRAY, &shipped.tray),
            (CTL, &shipped.ctl),
            (CORE, &shipped.core),
        ];
        for (name, path) in programs {
            staged.files.insert(name.to_owned(), read(path)?);
        }
        staged.actions = read(&shipped.actions)?;
        Ok(staged)
    }

    /// The repository's texts and icon, without any program.
    ///
    /// # Errors
    /// When a file is missing.
    pub(super) fn texts(time: SystemTime) -> Result<Self> {
        let mut files = BTreeMap::new();
        for (path, name) in TEXTS {
            let text = read(&repo::root().join(path))?;
            let text = String::from_utf8(text).with_context(|| format!("{path} is no text"))?;
            files.insert(name.to_owned(), for_windows(&text).into_bytes());
        }
        Ok(Self {
            files,
            actions: Vec::new(),
            icon: read(&repo::root().join("assets/icons/app.ico"))?,
            time,
        })
    }

    /// Signs what Windows runs.
    ///
    /// # Errors
    /// When that fails.
    pub fn sign(&mut self, signing: &Signing) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let sign = |name: &str, bytes: &mut Vec<u8>| -> Result<()> {
            let file = folder.path().join(name);
            fs::write(&file, &*bytes)?;
            signing.sign(&file, DESCRIPTION)?;
            *bytes = read(&file)?;
            Ok(())
        };
        for (name, bytes) in &mut self.files {
            if is_program(name) {
                sign(name, bytes)?;
            }
        }
        sign("pekat_tray_actions.dll", &mut self.actions)
    }

    /// Writes the files into a folder, all with the same time.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
            let file = File::options().write(true).open(&path)?;
            file.set_modified(self.time)?;
        }
        Ok(())
    }
}

/// Whether Windows runs it.
pub(super) fn is_program(name: &str) -> bool {
    name.ends_with(".exe") || name.ends_with(".dll")
}

/// A text with Windows' line ends, whatever git has made of them.
pub(super) fn for_windows(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("reading {}", path.display()))
}

/// The time of the commit, unless the environment says another one. Sources without a history are an archive
/// of a commit, which gives that time to every file.
fn time() -> Result<SystemTime> {
    let seconds = match std::env::var(EPOCH) {
        Ok(seconds) => seconds,
        Err(_) if !repo::root().join(".git").exists() => {
            let file = fs::metadata(repo::root().join("Cargo.lock"))?;
            return Ok(file.modified()?);
        }
        Err(_) => {
            let mut git = Command::new("git");
            git.args(["log", "-1", "--format=%ct"])
                .current_dir(repo::root());
            let told = git.output().context("starting git")?;
            let sources = "git tells no time of a commit; say one with SOURCE_DATE_EPOCH";
            ensure!(told.status.success(), sources);
            String::from_utf8(told.stdout)?
        }
    };
    let seconds = seconds.trim().parse();
    let seconds = seconds.with_context(|| format!("{EPOCH} is to be a number of seconds"))?;
    Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}
