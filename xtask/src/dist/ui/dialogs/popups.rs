//! What is shown on top of a page.

use super::{BACK, CANCEL, NEXT, button, page, text};
use crate::dist::ui::form::{Control, Dialog, ERROR_TEXT};

const POPUP: i32 = 3;
const ERROR: i32 = POPUP | 0x1_0000;
const WIDTH: i32 = 320;
/// For a question of one line.
const LOW: i32 = 85;
/// For what is told in sentences.
const HIGH: i32 = 130;

/// A question or a word, as high as it needs, with its buttons below.
fn popup(name: &'static str, height: i32, text: &str, buttons: Vec<Control>) -> Dialog {
    let first = buttons.first().map_or("", |button| button.name);
    let last = buttons.last().map_or("", |button| button.name);
    let mut controls = buttons;
    let words = [20, 15, WIDTH - 40, height - 45];
    controls.push(Control::new("Text", "Words", words, text));
    Dialog {
        name,
        width: WIDTH,
        height,
        attributes: POPUP,
        controls,
        default: first,
        cancel: last,
    }
}

/// The place of a button in the last line of a popup.
const fn at(left: i32, height: i32) -> [i32; 4] {
    [left, height - 25, 56, 17]
}

pub(super) fn dialogs() -> Vec<Dialog> {
    let mut error = popup(
        "ErrorDialog",
        HIGH,
        "",
        [
            ("A", "&Abort", "ErrorAbort"),
            ("C", "Cancel", "ErrorCancel"),
            ("I", "&Ignore", "ErrorIgnore"),
            ("N", "&No", "ErrorNo"),
            ("O", "OK", "ErrorOk"),
            ("R", "&Retry", "ErrorRetry"),
            ("Y", "&Yes", "ErrorYes"),
        ]
        .map(|(name, words, how)| button(name, at(132, HIGH), words).then("EndDialog", how))
        .into(),
    );
    error.attributes = ERROR;
    error.default = "";
    error.cancel = "";
    for control in error
        .controls
        .iter_mut()
        .filter(|control| control.name == "Words")
    {
        control.name = ERROR_TEXT;
    }
    let mut cancel = popup(
        "CancelQuestion",
        LOW,
        "Do you want to cancel the installer?",
        vec![
            button("Yes", at(102, LOW), "&Yes").then("EndDialog", "Exit"),
            button("No", at(162, LOW), "&No").then("EndDialog", "Return"),
        ],
    );
    // Nobody leaves by pressing Enter once too often.
    cancel.default = "No";
    let in_use = |name, words: &str, buttons: Vec<Control>| {
        page(
            name,
            "Programs are running",
            [vec![
                text("Words", 52, 30, words),
                Control::new("ListBox", "List", [25, 88, 320, 138], "").of("FileInUseProcess"),
            ]]
            .concat(),
            buttons,
        )
    };
    vec![
        cancel,
        error,
        popup(
            "ServerProblem",
            HIGH,
            "[SERVERPROBLEM]",
            vec![button("OK", at(132, HIGH), "OK").then("EndDialog", "Return")],
        ),
        in_use(
            "FilesInUse",
            "These programs use files that have to be replaced. Close them and choose Retry.",
            vec![
                button("Retry", BACK, "&Retry").then("EndDialog", "Retry"),
                button("Ignore", NEXT, "&Ignore").then("EndDialog", "Ignore"),
                button("Cancel", CANCEL, "Cancel").then("EndDialog", "Exit"),
            ],
        ),
        in_use(
            "MsiRMFilesInUse",
            "These programs use files that have to be replaced. OK closes them and starts them again afterwards.",
            vec![
                button("OK", NEXT, "OK")
                    .then("RMShutdownAndRestart", "0")
                    .then("EndDialog", "Return"),
                button("Cancel", CANCEL, "Cancel").then("EndDialog", "Exit"),
            ],
        ),
        page(
            "OutOfDisk",
            "Not enough disk space",
            vec![
                text(
                    "Words",
                    52,
                    30,
                    "A disk has not enough free space for what you chose.",
                ),
                Control::new(
                    "VolumeCostList",
                    "List",
                    [25, 88, 320, 138],
                    "{80}{60}{60}{60}{60}",
                ),
            ],
            vec![button("Cancel", CANCEL, "OK").then("EndDialog", "Return")],
        ),
    ]
}
