//! The tray program on Wine's desktop, as tests and the demonstration use it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use pekat_tray::view::Picture;

use crate::looks::pictures;
use crate::wine::{Button, DEADLINE, Desktop, Icon, Line, Program};
use crate::{repo, windows};

/// The tray program, running.
#[derive(Debug)]
pub struct Tray<'a> {
    desktop: &'a Desktop,
    program: Program,
    known: Vec<(Picture, Icon)>,
}

impl<'a> Tray<'a> {
    /// Starts it with a configuration file of this content; gives the file, too.
    ///
    /// # Errors
    /// When the file cannot be written or the program cannot be started.
    pub fn configured(desktop: &'a Desktop, configuration: &str) -> Result<(Self, PathBuf)> {
        let folder = repo::target().join("wine/configuration");
        fs::create_dir_all(&folder).context("making the folder for the configuration")?;
        let file = folder.join("config.toml");
        fs::write(&file, configuration).context("writing the configuration")?;
        Ok((Self::with_file(desktop, &file)?, file))
    }

    /// Starts it with a configuration file that is there.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn with_file(desktop: &'a Desktop, file: &Path) -> Result<Self> {
        Self::start(desktop, &["--config", &windows_path(file)])
    }

    /// Starts it with these arguments.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(desktop: &'a Desktop, arguments: &[&str]) -> Result<Self> {
        Ok(Tray {
            desktop,
            program: desktop.run(&windows::built("pekat-tray")?, arguments, &[])?,
            known: pictures()?,
        })
    }

    /// Waits until the icon has this look.
    ///
    /// # Errors
    /// When it does not take it until the deadline.
    pub fn await_look(&self, look: &str, deadline: Duration) -> Result<()> {
        self.desktop
            .wait_for(&format!("the icon “{look}”"), deadline, || {
                let seen = self.pictures()?;
                Ok((seen.len() == 1 && seen[0].look.name() == look).then_some(()))
            })
    }

    /// The look that the icon has now.
    ///
    /// # Errors
    /// When there is no icon.
    pub fn look(&self) -> Result<&'static str> {
        Ok(self.desktop.tray_look(&self.known)?.look.name())
    }

    /// The pictures of all icons in the notification area, from the right.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn pictures(&self) -> Result<Vec<Picture>> {
        let places = self.desktop.tray_icons()?.into_iter();
        let seen = |place| self.desktop.look_at(place, &self.known).copied();
        places.map(seen).collect()
    }

    /// Waits until these are the pictures of all icons, from the right.
    ///
    /// # Errors
    /// When they do not come to be it until the deadline.
    pub fn await_pictures(&self, wanted: &[Picture], deadline: Duration) -> Result<()> {
        let mut seen = Vec::new();
        let what = format!("the icons {wanted:?}");
        let found = self.desktop.wait_for(&what, deadline, || {
            seen = self.pictures()?;
            Ok((seen == wanted).then_some(()))
        });
        found.with_context(|| format!("seen: {seen:?}"))
    }

    /// Opens the menu and the submenu of a row; gives the submenu's texts.
    ///
    /// # Errors
    /// When they do not open.
    pub fn open(&self, row: &str) -> Result<Vec<Line>> {
        self.desktop.open_menu(Button::Left)?;
        self.desktop.open_submenu(row)
    }

    /// Opens the menu and waits until a row says this, then closes it.
    ///
    /// # Errors
    /// When no row comes to say it.
    pub fn await_row(&self, row: &str) -> Result<()> {
        self.desktop.open_menu(Button::Right)?;
        if self.desktop.await_text(row).is_err() {
            // An open menu keeps its rows: one that has come since is in the next.
            self.desktop.close_popups()?;
            self.desktop.open_menu(Button::Right)?;
            self.desktop.await_text(row)?;
        }
        self.desktop.close_popups()
    }

    /// Ends it through its menu and waits until it has ended.
    ///
    /// # Errors
    /// When it goes on, or did not end well.
    pub fn exit(self) -> Result<()> {
        self.exit_within(DEADLINE)
    }

    /// Ends it through its menu and waits until it has ended.
    ///
    /// # Errors
    /// When it goes on at the deadline, or did not end well.
    pub fn exit_within(mut self, deadline: Duration) -> Result<()> {
        self.desktop.open_menu(Button::Right)?;
        self.desktop.click_text("Exit")?;
        let status = self.program.wait(deadline)?;
        anyhow::ensure!(status.success(), "the tray program ended with {status}");
        self.desktop.no_tray_icon()
    }

    /// Ends it as Windows' Task Manager does and waits until it has ended.
    ///
    /// # Errors
    /// When it goes on at the deadline, or did not end well.
    pub fn close(mut self) -> Result<()> {
        self.desktop.close("PekatTray")?;
        let status = self.program.wait(DEADLINE)?;
        anyhow::ensure!(status.success(), "the tray program ended with {status}");
        self.desktop.no_tray_icon()
    }

    /// The running program.
    pub fn program(&mut self) -> &mut Program {
        &mut self.program
    }
}

/// How a Windows program under Wine names a file.
#[must_use]
pub fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}
