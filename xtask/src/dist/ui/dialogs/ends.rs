//! What is shown before the first question and after the last.

use super::{NEXT, button, page, progress, text};
use crate::dist::ui::form::{Control, Dialog};

/// A page that tells how it ended.
fn end(name: &'static str, title: &str, body: Vec<Control>, how: &'static str) -> Dialog {
    page(
        name,
        title,
        body,
        vec![button("Finish", NEXT, "&Finish").then("EndDialog", how)],
    )
}

pub(super) fn dialogs() -> Vec<Dialog> {
    let mut done = end(
        "Done",
        "Done",
        vec![
            Control::new(
                "CheckBox",
                "Start",
                [25, 110, 320, 17],
                "&Start PEKAT Tray now",
            )
            .of("STARTNOW")
            .when(
                "Hide",
                "Installed OR LAUNCH = \"1\" OR WIX_UPGRADE_DETECTED",
            ),
            text("Words", 60, 40, "The installer has finished."),
        ],
        "Return",
    );
    // `StartTrays` does this for `LAUNCH=1`: never both.
    for control in done
        .controls
        .iter_mut()
        .filter(|control| control.name == "Finish")
    {
        control.events.insert(0, ["DoAction", "LaunchTray",
            "STARTNOW = \"1\" AND NOT Installed AND NOT LAUNCH = \"1\" AND NOT WIX_UPGRADE_DETECTED"]);
    }
    let mut preparing = progress("Preparing", "Preparing");
    for control in preparing
        .controls
        .iter_mut()
        .filter(|control| control.name == "Bar")
    {
        control.shows = None;
    }
    preparing.controls.retain(|control| control.name != "Bar");
    vec![
        done,
        end(
            "Failed",
            "The installation failed",
            vec![text(
                "Words",
                60,
                70,
                "What was changed has been undone.\r\n\r\nFor a log that says why, run\r\nmsiexec /i \"[OriginalDatabase]\" /l*v \"%TEMP%\\pekat-tray.log\"",
            )],
            "Exit",
        ),
        end(
            "Cancelled",
            "Cancelled",
            vec![text(
                "Words",
                60,
                40,
                "You cancelled the installer. What was changed has been undone.",
            )],
            "Exit",
        ),
        preparing,
    ]
}
