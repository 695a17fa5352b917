//! The demonstration on Linux: the Windows program under Wine, clicked through, with a numbered
//! picture of each step.

mod lines;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use pekat_tray::protocol::Status;

use crate::manager::{Manager, path};
use crate::tray::Tray;
use crate::wine::{Button, DEADLINE, Desktop, Options};
use crate::{out, repo, windows};

/// Builds the Windows program, clicks through it on a desktop and leaves pictures in `target/demo`.
/// With `show` the desktop is a window on the display.
///
/// # Errors
/// When something cannot be set up, or the program does not do what it should.
pub fn demo(show: bool) -> Result<()> {
    windows::ship()?;
    let folder = repo::target().join("demo");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).context("making the folder for the pictures")?;
    let desktop = Desktop::start(&Options {
        show,
        ..Options::default()
    })?;
    let mut manager = Manager::sample()?;
    let configuration = "stuck_after = \"3s\"\n".to_owned()
        + &manager.configuration(&[1, 2, 3, 4])
        + "\n[[action]]\nname = \"Changeover to 3\"\ncommand = \"switch\"\nproject = \"Test Project 3\"\n";
    let (tray, _) = Tray::configured(&desktop, &configuration)?;
    let mut story = Story {
        desktop: &desktop,
        tray: &tray,
        folder,
        number: 0,
    };

    tray.await_look("stopped", DEADLINE)?;
    let tooltip = desktop.open_tooltip()?;
    story.picture(&manager, "the tray starts", &tooltip)?;
    desktop.rest()?;

    desktop.open_menu(Button::Left)?;
    story.menu(&manager, "a click on the icon opens the menu")?;

    desktop.open_submenu("Test Project 1 — Stopped")?;
    story.menu(&manager, "pointing at a project shows what can be done")?;

    desktop.click_text("Start")?;
    tray.await_look("changing", DEADLINE)?;
    desktop.open_menu(Button::Left)?;
    desktop.await_text("Test Project 1 — Starting…")?;
    story.menu(&manager, "a click on Start is answered at once")?;

    desktop.await_text("Test Project 1 — Running")?;
    story.menu(&manager, "the open menu follows what happens")?;

    desktop.click_text("Changeover to 3")?;
    tray.await_look("changing", DEADLINE)?;
    desktop.open_menu(Button::Left)?;
    desktop.await_text("Changeover to 3 — Switching…")?;
    story.menu(&manager, "the one-click action switches to another project")?;

    desktop.await_text("Test Project 3 — Running")?;
    desktop.close_popups()?;
    let told = await_balloon(&desktop, "Switched to Test Project 3")?;
    story.picture(&manager, "it is told when the switch has finished", &told)?;

    tray.open("Test Project 4 — Stopped")?;
    desktop.click_text("Start")?;
    tray.await_look("fault", DEADLINE)?;
    let told = await_balloon(&desktop, "Could not start Test Project 4")?;
    story.picture(&manager, "a port conflict is told with what to do", &told)?;

    desktop.open_menu(Button::Left)?;
    desktop.await_text("Test Project 4 — Port in use")?;
    story.menu(&manager, "and stays in the menu")?;
    desktop.close_popups()?;

    manager.set(&path(3), Status::Stopped)?;
    manager.leave();
    tray.await_look("unreachable", DEADLINE)?;
    let tooltip = desktop.open_tooltip()?;
    story.picture(&manager, "the Projects Manager is switched off", &tooltip)?;

    manager.listen()?;
    tray.await_row("Test Project 3 — Stopped")?;
    let tooltip = desktop.open_tooltip()?;
    story.picture(&manager, "and comes back with another state", &tooltip)?;
    desktop.rest()?;

    manager.set(&path(2), Status::Starting)?;
    tray.await_look("fault", DEADLINE)?;
    desktop.open_menu(Button::Left)?;
    desktop.await_text("Test Project 2 — Stuck in starting")?;
    story.menu(&manager, "a project that starts for too long is a fault")?;
    desktop.close_popups()?;
    manager.set(&path(2), Status::Running)?;
    tray.await_look("running", DEADLINE)?;

    let silence = format!("silence,command=status,times=always,project={}", path(2));
    manager.inject(&silence)?;
    tray.await_look("stale", DEADLINE)?;
    desktop.open_menu(Button::Left)?;
    desktop.wait_for("old news", DEADLINE, || {
        let old = desktop
            .menu_text()?
            .contains("Test Project 2 — No news since");
        Ok(old.then_some(()))
    })?;
    story.menu(
        &manager,
        "news that is too old is shown as such and never green",
    )?;
    desktop.close_popups()?;
    let Story { folder, number, .. } = story;
    tray.exit()?;
    lines::show(&desktop, &folder, number)?;
    out::line(format_args!("pictures: {}", folder.display()));
    Ok(())
}

fn await_balloon(desktop: &Desktop, title: &str) -> Result<String> {
    desktop.wait_for(&format!("the notice “{title}”"), DEADLINE, || {
        let lines = desktop.balloon()?;
        let found = lines.first().is_some_and(|line| line.text == title);
        let lines: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
        Ok(found.then(|| lines.join(" ")))
    })
}

/// Tells what is done and seen, step by step.
struct Story<'a> {
    desktop: &'a Desktop,
    tray: &'a Tray<'a>,
    folder: PathBuf,
    number: u32,
}

impl Story<'_> {
    fn menu(&mut self, manager: &Manager, done: &str) -> Result<()> {
        let menu = self.desktop.menu_text()?.replace('\n', " | ");
        self.picture(manager, done, &menu)
    }

    fn picture(&mut self, manager: &Manager, done: &str, seen: &str) -> Result<()> {
        self.number += 1;
        let name = format!("{:02}-{}.png", self.number, done.replace(' ', "-"));
        self.desktop.shot(&self.folder.join(&name))?;
        let number = self.number;
        out::line(format_args!("{number:2}. {done}"));
        out::line(format_args!("    icon:     {}", self.tray.look()?));
        out::line(format_args!("    shown:    {seen}"));
        let operations = manager.operations();
        if !operations.is_empty() {
            out::line(format_args!("    received: {}", operations.join("; ")));
        }
        out::line(format_args!("    picture:  target/demo/{name}"));
        Ok(())
    }
}
