//! What the people on a line see besides: faults first, many notices as one, a scanner and a question,
//! other languages, and a menu for those who only look.

use std::path::Path;

use anyhow::Result;

use pekat_tray::protocol::Status;

use super::{Story, await_balloon};
use crate::manager::{Manager, path};
use crate::tray::Tray;
use crate::wine::{Button, DEADLINE, Desktop, Window};

/// What the scanner types.
const CODE: &str = "4006381333931";

/// What the window for codes asks for.
const PROMPT: &str = "Scan a code, or type it and press Enter.";

/// Clicks through it and leaves pictures in `folder`, numbered from behind `number` on.
///
/// # Errors
/// When the program does not do what it should.
pub(super) fn show(desktop: &Desktop, folder: &Path, number: u32) -> Result<()> {
    let number = faults(desktop, folder, number)?;
    let number = scanner(desktop, folder, number)?;
    let number = languages(desktop, folder, number)?;
    viewer(desktop, folder, number)
}

/// Starts the program, does something with it, and ends it.
fn with_tray(
    desktop: &Desktop,
    folder: &Path,
    number: u32,
    configuration: &str,
    act: impl FnOnce(&mut Story<'_>) -> Result<()>,
) -> Result<u32> {
    let (tray, _) = Tray::configured(desktop, configuration)?;
    let mut story = Story {
        desktop,
        tray: &tray,
        folder: folder.to_path_buf(),
        number,
    };
    act(&mut story)?;
    let number = story.number;
    // Its menu may say so in any language.
    tray.close()?;
    Ok(number)
}

fn faults(desktop: &Desktop, folder: &Path, number: u32) -> Result<u32> {
    let manager = Manager::sample()?;
    let configuration = manager.configuration(&[1, 2, 3, 4]);
    with_tray(desktop, folder, number, &configuration, |story| {
        story.tray.await_look("stopped", DEADLINE)?;
        for project in [1, 2, 3, 4] {
            manager.remove(&path(project))?;
        }
        let told = await_balloon(desktop, "4 projects at fault")?;
        story.picture(&manager, "many notices at once are one", &told)?;
        desktop.open_menu(Button::Left)?;
        story.menu(
            &manager,
            "what is at fault comes first with its reason and nothing else moves",
        )?;
        desktop.close_popups()
    })
}

fn scanner(desktop: &Desktop, folder: &Path, number: u32) -> Result<u32> {
    let manager = Manager::sample()?;
    manager.set(&path(1), Status::Running)?;
    let configuration = format!(
        "confirm = \"risky\"\n{}\n[[action]]\nname = \"Changeover to 2\"\ncommand = \"switch\"\n\
         project = \"Test Project 2\"\ncode = \"{CODE}\"\n",
        manager.configuration(&[1, 2, 3])
    );
    with_tray(desktop, folder, number, &configuration, |story| {
        story.tray.await_look("running", DEADLINE)?;
        desktop.open_menu(Button::Left)?;
        desktop.click_text("Scan…")?;
        desktop.await_scan_window(&[PROMPT, "Ready to scan"])?;
        // Keys go to where the mouse is.
        let window = desktop.wait_for("the window for codes", DEADLINE, || {
            Ok(desktop.windows()?.into_iter().find(Window::is_scan_window))
        })?;
        desktop.hover(window.rect)?;
        desktop.scan(CODE, "Return")?;
        let asked = desktop.await_message_box()?;
        let text = asked.text().replace(['\n', '\t'], " ");
        story.picture(
            &manager,
            "a scanned changeover would stop what runs and is asked about",
            &text,
        )?;
        desktop.hover(asked.rect)?;
        desktop.key("Tab")?;
        desktop.key("Return")?;
        let running = "Test Project 2 — Running";
        desktop.await_scan_window(&[PROMPT, "Changeover to 2", running])?;
        story.picture(
            &manager,
            "the window for codes says what became of it",
            running,
        )?;
        desktop.hover(window.rect)?;
        desktop.key("Escape")?;
        desktop.open_menu(Button::Left)?;
        desktop.open_submenu("Switch to")?;
        story.menu(&manager, "what ran lately is the first to be switched to")?;
        desktop.close_popups()
    })
}

fn languages(desktop: &Desktop, folder: &Path, mut number: u32) -> Result<u32> {
    let manager = Manager::sample()?;
    manager.set(&path(1), Status::Running)?;
    manager.remove(&path(2))?;
    for (language, done) in [("cs", "the menu in Czech"), ("de", "the menu in German")] {
        let configuration =
            format!("language = \"{language}\"\n") + &manager.configuration(&[1, 2, 3]);
        number = with_tray(desktop, folder, number, &configuration, |story| {
            story.tray.await_look("fault", DEADLINE)?;
            desktop.open_menu(Button::Left)?;
            story.menu(&manager, done)?;
            desktop.close_popups()
        })?;
    }
    Ok(number)
}

fn viewer(desktop: &Desktop, folder: &Path, number: u32) -> Result<()> {
    let manager = Manager::sample()?;
    manager.set(&path(1), Status::Running)?;
    let configuration = "role = \"viewer\"\n".to_owned() + &manager.configuration(&[1, 2, 3]);
    with_tray(desktop, folder, number, &configuration, |story| {
        story.tray.await_look("running", DEADLINE)?;
        story.tray.open("Test Project 1 — Running")?;
        story.menu(&manager, "who only looks has nothing to start or stop")?;
        desktop.close_popups()
    })?;
    Ok(())
}
