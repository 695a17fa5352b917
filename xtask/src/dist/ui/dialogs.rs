//! All dialogs and what they say.

mod ends;
mod maintenance;
mod popups;

use super::form::{Control, Dialog};

/// Texts that come from elsewhere in the repository.
#[derive(Debug, Clone)]
pub struct Texts {
    /// The licences as RTF, see [`super::tables::rtf`].
    pub licence: String,
}

const TITLE: [i32; 4] = [50, 10, 305, 18];
const BACK: [i32; 4] = [180, 243, 56, 17];
const NEXT: [i32; 4] = [236, 243, 56, 17];
const CANCEL: [i32; 4] = [304, 243, 56, 17];
/// Visible, modal, may be minimised.
const PAGE: i32 = 7;
const TRACK_DISK_SPACE: i32 = 0x20;
/// Visible, not modal: the installation goes on behind it.
const MODELESS: i32 = 5;

/// A page with icon, title and the line above its buttons.
fn page(name: &'static str, title: &str, body: Vec<Control>, buttons: Vec<Control>) -> Dialog {
    let default = buttons.iter().find(|button| button.name == "Next");
    let default = default
        .or(buttons.first())
        .map_or("Cancel", |button| button.name);
    let cancel = if buttons.iter().any(|button| button.name == "Cancel") {
        "Cancel"
    } else {
        default
    };
    let mut controls = body;
    controls.extend(buttons);
    controls.extend([
        Control::new("Icon", "Icon", [15, 8, 24, 24], "AppIcon"),
        Control::new("Text", "Title", TITLE, format!("{{\\Title}}{title}")),
        Control::new("Line", "TopLine", [0, 44, 370, 0], ""),
        Control::new("Line", "BottomLine", [0, 234, 370, 0], ""),
    ]);
    Dialog {
        name,
        width: 370,
        height: 270,
        attributes: PAGE,
        controls,
        default,
        cancel,
    }
}

fn text(name: &'static str, top: i32, height: i32, words: &str) -> Control {
    Control::new("Text", name, [25, top, 320, height], words)
}

fn button(name: &'static str, place: [i32; 4], words: &str) -> Control {
    Control::new("PushButton", name, place, words)
}

fn back(to: &'static str) -> Control {
    button("Back", BACK, "&Back").then("NewDialog", to)
}

fn next(to: &'static str) -> Control {
    button("Next", NEXT, "&Next").then("NewDialog", to)
}

fn cancel() -> Control {
    button("Cancel", CANCEL, "Cancel").then("SpawnDialog", "CancelQuestion")
}

/// A button that ends the questions and lets the installer work.
fn go(words: &str) -> Control {
    button("Next", NEXT, words)
        .then_if("OutOfDiskSpace <> 1", "EndDialog", "Return")
        .then_if("OutOfDiskSpace = 1", "SpawnDialog", "OutOfDisk")
}

/// Every dialog of the package.
pub fn dialogs(texts: &Texts) -> Vec<Dialog> {
    let mut all = first_installation(texts);
    all.extend(maintenance::dialogs());
    all.extend(ends::dialogs());
    all.extend(popups::dialogs());
    all
}

fn first_installation(texts: &Texts) -> Vec<Dialog> {
    let mut features = page(
        "Features",
        "What to install",
        vec![
            Control::new("SelectionTree", "Tree", [25, 55, 175, 135], "Features")
                .of("_BrowseProperty"),
            Control::new("Text", "About", [210, 55, 135, 90], "")
                .shows("SelectionDescription", "Text"),
            Control::new("Text", "Size", [210, 150, 135, 40], "").shows("SelectionSize", "Text"),
        ],
        vec![
            back("Licence").when("Hide", "Installed"),
            button("BackToChoice", BACK, "&Back")
                .then("NewDialog", "Maintenance")
                .when("Hide", "NOT Installed"),
            next("Server").when("Hide", "Installed"),
            go("&Change").named("Change").when("Hide", "NOT Installed"),
            cancel(),
        ],
    );
    features.attributes |= TRACK_DISK_SPACE;
    let mut ready = page(
        "Ready",
        "Ready to install",
        vec![text(
            "Words",
            60,
            40,
            "Choose Install to put PEKAT Tray on this computer for all its users. No restart is needed.",
        )],
        vec![back("Server"), go("&Install"), cancel()],
    );
    ready.attributes |= TRACK_DISK_SPACE;
    vec![
        page(
            "Welcome",
            "PEKAT Tray [ProductVersion]",
            vec![text(
                "Words",
                60,
                60,
                "PEKAT Tray shows in the notification area what your PEKAT VISION projects do, and starts and stops them.\r\n\r\nThis installs it for all users of this computer.",
            )],
            vec![next("Licence"), cancel()],
        ),
        page(
            "Licence",
            "Licence",
            vec![
                // The keyboard is where it is needed.
                Control::new(
                    "CheckBox",
                    "Accept",
                    [25, 210, 320, 17],
                    "I &accept these terms",
                )
                .of("LICENCEACCEPTED"),
                Control::new(
                    "ScrollableText",
                    "Text",
                    [25, 52, 320, 150],
                    texts.licence.clone(),
                ),
            ],
            vec![
                back("Welcome"),
                next("Features")
                    .when("Disable", "LICENCEACCEPTED <> \"1\"")
                    .when("Enable", "LICENCEACCEPTED = \"1\""),
                cancel(),
            ],
        ),
        features,
        page(
            "Server",
            "First server",
            vec![
                text(
                    "Words",
                    55,
                    40,
                    "Where does PEKAT's Projects Manager run? Users can add servers themselves later, so this may stay empty.",
                ),
                text(
                    "Label",
                    105,
                    12,
                    "Name and &address, such as Line 1=10.0.0.5:7002; more than one separated by ;",
                )
                .with_prefix(),
                Control::new("Edit", "Address", [25, 120, 320, 18], "").of("SERVER"),
            ],
            vec![
                back("Features"),
                // Judged here as it is before anything is installed, but in time to be mended.
                button("Next", NEXT, "&Next")
                    .then("DoAction", "AskServer")
                    .then_if("SERVERPROBLEM", "SpawnDialog", "ServerProblem")
                    .then_if("NOT SERVERPROBLEM", "NewDialog", "Ready"),
                cancel(),
            ],
        ),
        ready,
        progress("Progress", "Working"),
    ]
}

fn progress(name: &'static str, title: &str) -> Dialog {
    let mut dialog = page(
        name,
        title,
        vec![
            Control::new("Text", "Action", [25, 80, 320, 30], "").shows("ActionText", "Text"),
            Control::new("ProgressBar", "Bar", [25, 115, 320, 10], "")
                .shows("SetProgress", "Progress"),
        ],
        vec![cancel()],
    );
    dialog.attributes = MODELESS;
    dialog
}
