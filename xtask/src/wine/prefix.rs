//! Wine's own little Windows: a prefix under `target/wine`, made once and kept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{repo, setup};

/// What the registry says besides Wine's own settings: texts without smoothing (Wine listens to
/// fontconfig as well, see [`FONTCONFIG`]), one desktop named `shell`, which is the name that brings
/// a taskbar, for every program that is started, and a font for what Wine's Tahoma lacks. What its
/// regular face lacks Wine looks for in MS UI Gothic, which is not there; for its bold face it has to
/// be told (`wqy-microhei.ttc,WenQuanYi Micro Hei`, as a list of texts).
const REGISTRY: &str = r#"REGEDIT4

[HKEY_CURRENT_USER\Control Panel\Desktop]
"FontSmoothing"="0"
"FontSmoothingType"=dword:00000000

[HKEY_CURRENT_USER\Software\Wine\Explorer]
"Desktop"="shell"

[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]
"MS UI Gothic"="WenQuanYi Micro Hei"

[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\FontLink\SystemLink]
"Tahoma Bold"=hex(7):77,71,79,2d,6d,69,63,72,6f,68,65,69,2e,74,74,63,2c,57,65,6e,51,75,61,6e,59,69,20,4d,69,63,72,6f,20,48,65,69,00,00
"#;

/// No smoothing, and no fonts of the machine: texts look the same everywhere, to the pixel.
const FONTCONFIG: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <match target="pattern"><edit name="antialias" mode="assign"><bool>false</bool></edit></match>
  <match target="font"><edit name="antialias" mode="assign"><bool>false</bool></edit></match>
  <cachedir>CACHE</cachedir>
</fontconfig>
"#;

const SHIM: &str = concat!(include_str!("taskbar.h"), include_str!("shim.c"));
const WITNESS: &str = concat!(include_str!("taskbar.h"), include_str!("witness.c"));

/// Where Wine's fonts are, by who packaged it.
const FONTS: &[&str] = &["/usr/share/wine/fonts", "/opt/wine-stable/share/wine/fonts"];

/// A prefix that nobody else uses as long as this value lives.
#[derive(Debug)]
pub(super) struct Prefix {
    folder: PathBuf,
    _lock: File,
}

impl Prefix {
    /// Takes the prefix of a computer, counted from 1, for this desktop size, and makes it first when
    /// it is not there or was made by other rules. Waits while another process has it.
    ///
    /// # Errors
    /// When Wine or the compiler fail.
    pub(super) fn take(computer: u8, (width, height): (u16, u16)) -> Result<Self> {
        let folder = match computer {
            1 => repo::target().join("wine"),
            other => repo::target().join(format!("wine-{other}")),
        };
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let lock = File::create(folder.join("lock")).context("the prefix's lock")?;
        lock.lock().context("waiting for the Wine prefix")?;
        let prefix = Self {
            folder,
            _lock: lock,
        };
        let size = format!(
            "\n[HKEY_CURRENT_USER\\Software\\Wine\\Explorer\\Desktops]\n\"shell\"=\"{width}x{height}\"\n"
        );
        prefix.make(&format!("{REGISTRY}{size}"))?;
        prefix.compile(
            "shim.c",
            SHIM,
            &prefix.system().join("bcryptprimitives.dll"),
            &["-shared"],
        )?;
        prefix.compile("witness.c", WITNESS, &prefix.witness(), &[])?;
        Ok(prefix)
    }

    /// The folder for everything about Wine: the prefix, logs, pictures.
    #[must_use]
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the Windows programs see as drive C.
    #[must_use]
    pub(super) fn drive_c(&self) -> PathBuf {
        self.root().join("drive_c")
    }

    /// The witness's program file.
    #[must_use]
    pub(super) fn witness(&self) -> PathBuf {
        self.folder.join("witness.exe")
    }

    /// A command that runs in this prefix, on no display yet.
    #[must_use]
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("WINEPREFIX", self.root())
            .env("WINEARCH", "win64")
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "winemenubuilder.exe,mscoree,mshtml=d")
            .env("FONTCONFIG_FILE", self.fontconfig())
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Ends every program in the prefix.
    pub(super) fn stop(&self) {
        // It fails when nothing runs, which is what is wanted.
        drop(self.command("wineserver").arg("-k").status());
        drop(self.command("wineserver").arg("-w").status());
    }

    fn root(&self) -> PathBuf {
        self.folder.join("prefix")
    }

    fn system(&self) -> PathBuf {
        self.drive_c().join("windows/system32")
    }

    fn fontconfig(&self) -> PathBuf {
        self.folder.join("fonts.conf")
    }

    /// Makes the prefix, unless it has been made by these very rules before.
    fn make(&self, registry: &str) -> Result<()> {
        self.stop();
        let rules = format!("{registry}{FONTCONFIG}");
        let stamp = self.folder.join("made-by");
        let is_there = self.drive_c().join("windows").is_dir();
        if is_there && fs::read_to_string(&stamp).is_ok_and(|made_by| made_by == rules) {
            return Ok(());
        }
        crate::out::line("making the Wine prefix (once)");
        if self.root().exists() {
            fs::remove_dir_all(self.root()).context("removing the old Wine prefix")?;
        }
        let cache = self.folder.join("font-cache");
        let fontconfig = FONTCONFIG.replace("CACHE", &cache.display().to_string());
        fs::write(self.fontconfig(), fontconfig).context("writing fonts.conf")?;
        let settings = self.folder.join("settings.reg");
        fs::write(&settings, registry).context("writing settings.reg")?;

        run(self.command("wineboot").arg("-i"))?;
        run(self.command("wine").args(["regedit", "/S"]).arg(&settings))?;
        self.stop();
        self.copy_fonts()?;
        fs::write(&stamp, rules).context("writing the prefix's stamp")
    }

    /// Wine as Debian packages it does not look at its own fonts, so they move in.
    fn copy_fonts(&self) -> Result<()> {
        let to = self.drive_c().join("windows/Fonts");
        fs::create_dir_all(&to).context("making the fonts' folder")?;
        let from = FONTS.iter().map(Path::new).find(|folder| folder.is_dir());
        let from = from.context("Wine's fonts are not installed")?;
        for font in from.read_dir().context("reading Wine's fonts")? {
            let font = font?.path();
            if let Some(name) = font
                .file_name()
                .filter(|_| font.extension().is_some_and(|e| e == "ttf"))
            {
                fs::copy(&font, to.join(name))
                    .with_context(|| format!("copying {}", font.display()))?;
            }
        }
        let name = Path::new(setup::CJK_FONT).file_name();
        let name = name.context("the other font's path names no file")?;
        fs::copy(setup::CJK_FONT, to.join(name))
            .with_context(|| format!("copying {}", setup::CJK_FONT))?;
        Ok(())
    }

    /// Compiles a C source, unless what is there comes from the same text.
    fn compile(&self, name: &str, source: &str, to: &Path, flags: &[&str]) -> Result<()> {
        let copy = self.folder.join(name);
        if to.exists() && fs::read_to_string(&copy).is_ok_and(|there| there == source) {
            return Ok(());
        }
        let fresh = self.folder.join(format!("new-{name}"));
        fs::write(&fresh, source).with_context(|| format!("writing {}", fresh.display()))?;
        run(Command::new("x86_64-w64-mingw32-gcc")
            .args(["-Wall", "-Wextra", "-Werror", "-O1", "-s", "-o"])
            .arg(to)
            .args(flags)
            .arg(&fresh)
            .args(["-ladvapi32", "-lgdi32", "-lntdll"]))?;
        fs::rename(&fresh, &copy).with_context(|| format!("keeping {}", copy.display()))
    }
}

impl Drop for Prefix {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    let output = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("starting {name}"))?;
    if !output.status.success() {
        bail!(
            "{name} failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
