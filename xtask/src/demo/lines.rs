//! What the people on a line see besides: faults first, many notices as one, and other
//! languages.

use std::path::Path;

use anyhow::Result;

use pekat_tray::protocol::Status;

use super::{Story, await_balloon};
use crate::manager::{Manager, path};
use crate::tray::Tray;
use crate::wine::{Button, DEADLINE, Desktop};

/// Clicks through it and leaves pictures in `folder`, numbered from behind `number` on.
///
/// # Errors
/// When the program does not do what it should.
pub(super) fn show(desktop: &Desktop, folder: &Path, number: u32) -> Result<()> {
    let number = faults(desktop, folder, number)?;
    languages(desktop, folder, number)
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

fn languages(desktop: &Desktop, folder: &Path, mut number: u32) -> Result<()> {
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
    Ok(())
}
