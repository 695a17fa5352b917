//! Windows Installer in Wine's prefix: packages installed, changed and removed as an administrator does it,
//! and what that leaves.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::desktop::Desktop;
use super::program::Program;
use super::snapshot::{Snapshot, utf16};

/// How long Windows Installer and Windows' own tools may take, on a busy machine.
const LONG: Duration = Duration::from_secs(90);

/// How often `regedit` is asked for a key.
const EXPORTS: u32 = 3;

/// What Add/Remove Programs calls the product.
const PRODUCT: &str = "PEKAT Tray";

/// The number of a Windows on which the product may be installed: 10, version 22H2.
const BUILD: &str = "19045";

/// Where the product's installer remembers things.
const STATE: &str = r"HKLM\Software\PEKAT Tray";

const SOFTWARE: &str = r"HKEY_LOCAL_MACHINE\Software";
const CLASSES: &str = r"HKEY_LOCAL_MACHINE\Software\Classes";
const USER: &str = "HKEY_CURRENT_USER";

const VERSION_OF_WINDOWS: &str = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion";
const BUILD_NUMBER: &str = "CurrentBuildNumber";
const ENVIRONMENT: &str = r"HKLM\System\CurrentControlSet\Control\Session Manager\Environment";
const UNINSTALL: &str = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall";

/// Windows Installer, on a Windows that has no product of ours when this value is made, nor when it goes.
#[derive(Debug)]
pub struct Installer<'a> {
    desktop: &'a Desktop,
    folder: PathBuf,
    /// What of Windows is changed for the tests, and what it was: key, name, kind and data.
    before: Vec<[String; 4]>,
}

/// What a run of `msiexec` came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its exit code: 0, or 1603 when the installation failed.
    pub code: u32,
    /// How long it took, Wine's own start included.
    pub time: Duration,
    /// Its log, as `/l*v` asks for.
    pub log: String,
}

/// A line of Add/Remove Programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What removes it: `msiexec /x` and this.
    pub code: String,
    /// Its version.
    pub version: String,
}

impl<'a> Installer<'a> {
    /// Windows Installer on this desktop. What an earlier test has left installed is removed first.
    ///
    /// # Errors
    /// When Wine does not do it.
    pub fn new(desktop: &'a Desktop) -> Result<Self> {
        let folder = crate::repo::target().join("wine/installer");
        fs::create_dir_all(&folder).context("making the folder for installers")?;
        let mut installer = Self {
            desktop,
            folder,
            before: Vec::new(),
        };
        installer.clear()?;
        installer.remember(ENVIRONMENT, "PATH", "REG_EXPAND_SZ")?;
        installer.remember(VERSION_OF_WINDOWS, BUILD_NUMBER, "REG_SZ")?;
        installer.set_build(BUILD)?;
        Ok(installer)
    }

    fn remember(&mut self, key: &str, name: &str, kind: &str) -> Result<()> {
        let data = self.value(key, name)?;
        let data = data.with_context(|| format!("{key} has no {name}"))?;
        self.before
            .push([key, name, kind, &data].map(str::to_owned));
        Ok(())
    }

    /// Runs `msiexec` silently. The arguments are what an administrator types behind it, quotation marks
    /// and all.
    ///
    /// # Errors
    /// When it does not end, or leaves no exit code.
    pub fn msiexec(&self, arguments: &str) -> Result<Run> {
        let log = self.folder.join("log.txt");
        fs::remove_file(&log).ok();
        let start = Instant::now();
        let line = format!("{arguments} /qn /l*v \"{}\"", windows(&log));
        let mut program = self.start(&line)?;
        program.wait(LONG)?;
        let time = start.elapsed();
        let output = program.output()?;
        let code = output.lines().find_map(|line| line.strip_prefix("code "));
        let code =
            code.with_context(|| format!("no exit code of msiexec {arguments}: {output}"))?;
        Ok(Run {
            code: code.trim().parse().context("msiexec's exit code")?,
            time,
            log: fs::read(&log).map(|bytes| text(&bytes)).unwrap_or_default(),
        })
    }

    /// Runs `msiexec` as it is said, with its windows.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&self, arguments: &str) -> Result<Program> {
        // Linux sees only the lower eight bits of a program's exit code, so Windows' own shell writes it
        // down; and it alone takes a command line as it is typed.
        let script = self.folder.join("run.cmd");
        let percent = arguments.replace('%', "%%");
        fs::write(
            &script,
            format!("@echo off\r\nmsiexec {percent}\r\necho code %errorlevel%\r\n"),
        )
        .context("writing the script")?;
        let shell = self.system("cmd.exe");
        self.desktop.run(&shell, &["/c", &windows(&script)], &[])
    }

    /// The lines of Add/Remove Programs that are about this product.
    ///
    /// # Errors
    /// When Wine does not say.
    pub fn listed(&self) -> Result<Vec<Listed>> {
        let output = self.reg(&["query", UNINSTALL, "/s"])?;
        let mut listed = Vec::new();
        for block in output.split("\n\n") {
            let field = |name: &str| block.lines().find_map(|line| data(line, name));
            if field("DisplayName").is_some_and(|name| name == PRODUCT) {
                let key = block.lines().find(|line| line.starts_with("HKEY_"));
                let code = key.and_then(|key| key.rsplit('\\').next());
                listed.push(Listed {
                    code: code.context("a product without a code")?.trim().to_owned(),
                    version: field("DisplayVersion").unwrap_or_default().to_owned(),
                });
            }
        }
        Ok(listed)
    }

    /// What is on drive C and in the registry now, to the last value.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn everything(&self) -> Result<Snapshot> {
        self.look(&["HKEY_LOCAL_MACHINE".to_owned(), USER.to_owned()])
    }

    /// What is on drive C and in the registry now, but for what 32-bit programs see. Of the classes, which are
    /// half of it and take most of the time, only those are looked into with which an installer has to do, and
    /// the others named.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot> {
        let mut keys = vec![r"HKEY_LOCAL_MACHINE\System".to_owned(), USER.to_owned()];
        keys.extend(self.keys(SOFTWARE)?);
        keys.retain(|key| key != CLASSES && !key.ends_with("Wow6432Node"));
        let classes = self.keys(CLASSES)?;
        let installers = |key: &&String| {
            let name = key.rsplit('\\').next();
            name.is_some_and(|name| ["AppUserModelId", "Installer"].contains(&name))
        };
        keys.extend(classes.iter().filter(installers).cloned());
        let mut snapshot = self.look(&keys)?;
        let names = classes.iter().map(|key| format!("[{key}]\n"));
        snapshot.add_registry(&names.collect::<String>());
        Ok(snapshot)
    }

    fn look(&self, keys: &[String]) -> Result<Snapshot> {
        let mut snapshot = Snapshot::default();
        snapshot.add_files(&self.desktop.drive_c())?;
        for key in keys {
            snapshot.add_registry(&self.export(key)?);
        }
        Ok(snapshot)
    }

    /// A key with all below it, as `regedit` writes it.
    fn export(&self, key: &str) -> Result<String> {
        let file = self.folder.join("registry.reg");
        let begin = format!("[{key}]\n");
        // It writes nothing, and does not say so, when somebody changes what it reads.
        for _ in 0..EXPORTS {
            fs::remove_file(&file).ok();
            self.tool("regedit.exe", &["/E", &windows(&file), key])?;
            let written = fs::read(&file)
                .map(|bytes| text(&bytes))
                .unwrap_or_default();
            if written.contains(&begin) {
                return Ok(written);
            }
        }
        bail!("regedit does not write what {key} holds")
    }

    /// The keys right below a key.
    fn keys(&self, key: &str) -> Result<Vec<String>> {
        let output = self.reg(&["query", key])?;
        let lines = output.lines().map(str::trim);
        let found = lines.filter(|line| line.starts_with(key) && *line != key);
        let found: Vec<_> = found.map(str::to_owned).collect();
        ensure!(!found.is_empty(), "no keys below {key}: {output}");
        Ok(found)
    }

    /// A value of the registry, as text.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn value(&self, key: &str, name: &str) -> Result<Option<String>> {
        let output = self.reg(&["query", key, "/v", name])?;
        let found = output.lines().find_map(|line| data(line, name));
        Ok(found.map(str::to_owned))
    }

    /// Sets a value of the registry.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn set(&self, key: &str, name: &str, kind: &str, data: &str) -> Result<()> {
        self.reg(&["add", key, "/v", name, "/t", kind, "/d", data, "/f"])?;
        Ok(())
    }

    /// Has Windows say that it has this build number.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn set_build(&self, build: &str) -> Result<()> {
        self.set(VERSION_OF_WINDOWS, BUILD_NUMBER, "REG_SZ", build)
    }

    /// Has Windows' own `reg` do something; gives what it says.
    ///
    /// # Errors
    /// When it cannot be started or does not end.
    pub fn reg(&self, arguments: &[&str]) -> Result<String> {
        self.tool("reg.exe", arguments)
    }

    /// The folder into which the product is installed.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        self.desktop.drive_c().join("Program Files").join(PRODUCT)
    }

    /// The configuration of the whole computer.
    #[must_use]
    pub fn machines_file(&self) -> PathBuf {
        let folder = self.desktop.drive_c().join("ProgramData/pekat-tray");
        folder.join("config.toml")
    }

    /// The folder of the user's own configuration.
    #[must_use]
    pub fn users_folder(&self) -> PathBuf {
        let users = self.desktop.drive_c().join("users/root");
        users.join("AppData/Roaming/pekat-tray")
    }

    /// Removes the product and every configuration.
    fn clear(&self) -> Result<()> {
        for Listed { code, .. } in self.listed()? {
            let run = self.msiexec(&format!("/x {code} PURGE=1"))?;
            if run.code != 0 {
                // Nothing but a new prefix helps then.
                fs::remove_file(crate::repo::target().join("wine/made-by")).ok();
                bail!("{code} cannot be removed ({}): {}", run.code, run.log);
            }
        }
        self.reg(&["delete", STATE, "/f"])?;
        let machines = self.machines_file();
        for folder in machines.parent().into_iter().chain([&*self.users_folder()]) {
            if folder.exists() {
                fs::remove_dir_all(folder)
                    .with_context(|| format!("removing {}", folder.display()))?;
            }
        }
        Ok(())
    }

    fn tool(&self, name: &str, arguments: &[&str]) -> Result<String> {
        let mut tool = self.desktop.run(&self.system(name), arguments, &[])?;
        tool.wait(LONG)?;
        tool.output()
    }

    fn system(&self, name: &str) -> PathBuf {
        let windows = self.desktop.drive_c().join("windows");
        let there = windows.join("system32").join(name);
        if there.exists() {
            there
        } else {
            windows.join(name)
        }
    }
}

impl Drop for Installer<'_> {
    fn drop(&mut self) {
        // What cannot be cleared away now is cleared away when the next one begins.
        self.clear().ok();
        for [key, name, kind, data] in &self.before {
            self.set(key, name, kind, data).ok();
        }
    }
}

fn windows(path: &Path) -> String {
    crate::tray::windows_path(path)
}

/// The data in a line of `reg query` about a value of this name.
fn data<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line
        .trim_start()
        .strip_prefix(name)?
        .strip_prefix("    REG_")?;
    rest.split_once("    ").map(|(_, data)| data.trim_end())
}

/// What Windows' programs write: UTF-16 with its mark, or else bytes.
fn text(bytes: &[u8]) -> String {
    let text = match bytes.strip_prefix(&[0xff, 0xfe]) {
        Some(rest) => utf16(rest),
        None => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.replace("\r\n", "\n")
}
