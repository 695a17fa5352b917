//! All dialogs and what they say.

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
const POPUP: i32 = 3;
const ERROR: i32 = POPUP | 0x1_0000;

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

fn popup(name: &'static str, text: &str, buttons: Vec<Control>) -> Dialog {
    let first = buttons.first().map_or("", |button| button.name);
    let last = buttons.last().map_or("", |button| button.name);
    let mut controls = buttons;
    controls.push(Control::new("Text", "Words", [20, 15, 230, 40], text));
    Dialog {
        name,
        width: 270,
        height: 85,
        attributes: POPUP,
        controls,
        default: first,
        cancel: last,
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

/// A page that tells how it ended.
fn end(name: &'static str, title: &str, body: Vec<Control>, how: &'static str) -> Dialog {
    page(
        name,
        title,
        body,
        vec![button("Finish", NEXT, "&Finish").then("EndDialog", how)],
    )
}

/// Every dialog of the package.
pub fn dialogs(texts: &Texts) -> Vec<Dialog> {
    let mut all = first_installation(texts);
    all.extend(maintenance());
    all.extend(ends());
    all.extend(popups());
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
                Control::new(
                    "ScrollableText",
                    "Text",
                    [25, 52, 320, 150],
                    texts.licence.clone(),
                ),
                Control::new(
                    "CheckBox",
                    "Accept",
                    [25, 210, 320, 17],
                    "I &accept these terms",
                )
                .of("LICENCEACCEPTED"),
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
            vec![back("Features"), next("Ready"), cancel()],
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

fn maintenance() -> Vec<Dialog> {
    let wide = |name, top, words: &str| button(name, [25, top, 80, 17], words);
    let beside = |name, top, words: &str| Control::new("Text", name, [115, top, 230, 30], words);
    vec![
        page(
            "Maintenance",
            "PEKAT Tray is installed",
            vec![
                wide("Modify", 65, "C&hange").then("NewDialog", "Features"),
                wide("Repair", 110, "Re&pair").then("NewDialog", "RepairReady"),
                wide("Remove", 155, "&Remove").then("NewDialog", "RemoveReady"),
                beside("AboutModify", 65, "Choose again what is installed."),
                beside(
                    "AboutRepair",
                    110,
                    "Put back what is missing or damaged. Settings are kept.",
                ),
                beside("AboutRemove", 155, "Take PEKAT Tray off this computer."),
            ],
            vec![cancel()],
        ),
        page(
            "RepairReady",
            "Ready to repair",
            vec![text(
                "Words",
                60,
                40,
                "Choose Repair to put back what is missing or damaged.",
            )],
            vec![
                back("Maintenance"),
                {
                    let mut repair = button("Next", NEXT, "Re&pair")
                        .then("ReinstallMode", "amus")
                        .then("Reinstall", "ALL");
                    repair.events.extend(go("").events);
                    repair
                },
                cancel(),
            ],
        ),
        page(
            "RemoveReady",
            "Ready to remove",
            vec![
                text(
                    "Words",
                    60,
                    30,
                    "Choose Remove to take PEKAT Tray off this computer. Users' settings and logs stay, unless you tick this:",
                ),
                Control::new(
                    "CheckBox",
                    "Purge",
                    [25, 100, 320, 17],
                    "&Delete settings and logs, too",
                )
                .of("PURGE"),
                text(
                    "AboutPurge",
                    122,
                    40,
                    "This deletes the computer's configuration and every user's configuration and logs. It cannot be undone.",
                ),
            ],
            vec![
                back("Maintenance"),
                button("Next", NEXT, "&Remove")
                    .then("Remove", "ALL")
                    .then("EndDialog", "Return"),
                cancel(),
            ],
        ),
    ]
}

fn ends() -> Vec<Dialog> {
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
    // `LaunchTray` of the execute sequence does this for `LAUNCH=1`: never both.
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

fn popups() -> Vec<Dialog> {
    let at = |left| [left, 60, 56, 17];
    let mut error = popup(
        "ErrorDialog",
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
        .map(|(name, words, how)| button(name, at(100), words).then("EndDialog", how))
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
        control.name = "ErrorText";
    }
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
        popup(
            "CancelQuestion",
            "Do you want to cancel the installer?",
            vec![
                button("Yes", at(72), "&Yes").then("EndDialog", "Exit"),
                button("No", at(142), "&No").then("EndDialog", "Return"),
            ],
        ),
        error,
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
                    "{120}{70}{70}{70}",
                ),
            ],
            vec![button("Cancel", CANCEL, "OK").then("EndDialog", "Return")],
        ),
    ]
}
