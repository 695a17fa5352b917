//! What is offered where the product is installed already.

use super::{NEXT, back, button, cancel, go, page, text};
use crate::dist::ui::form::{Control, Dialog};

pub(super) fn dialogs() -> Vec<Dialog> {
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
                // What only a removal of everything does asks for the property, which Wine leaves to us.
                button("Next", NEXT, "&Remove")
                    .then("[REMOVE]", "ALL")
                    .then("Remove", "ALL")
                    .then("EndDialog", "Return"),
                cancel(),
            ],
        ),
    ]
}
