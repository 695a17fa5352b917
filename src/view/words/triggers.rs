//! Words about hot keys and about the window that codes are scanned into.

use super::{Names, Text, Words, phrases};
use crate::model::{Model, Refusal};
use crate::protocol::Operation;

impl Words {
    /// Opens the window that codes are scanned into.
    pub(in crate::view) fn scan(&self) -> String {
        self.say(&phrases::MenuScan)
    }

    /// The title of the window that codes are scanned into.
    pub(in crate::view) fn scan_title(&self) -> String {
        self.say(&phrases::ScanTitle)
    }

    /// Says above the field what to do.
    pub(in crate::view) fn scan_prompt(&self) -> String {
        self.say(&phrases::ScanPrompt)
    }

    /// Says so while another window gets what is typed.
    pub(in crate::view) fn scan_elsewhere(&self) -> String {
        self.say(&phrases::ScanElsewhere)
    }

    /// Stands in large letters before anything was scanned.
    pub(in crate::view) fn scan_ready(&self) -> String {
        self.say(&phrases::ScanReady)
    }

    /// Closes the window.
    pub(in crate::view) fn scan_close(&self) -> String {
        self.say(&phrases::ScanClose)
    }

    /// A code that stands for nothing.
    pub(in crate::view) fn unknown_code(&self, code: &str) -> Text {
        Text {
            title: self.say(&phrases::UnknownCodeTitle),
            body: self.say(&phrases::UnknownCodeBody { code }),
        }
    }

    /// A code whose digits have become other characters.
    pub(in crate::view) fn other_layout(&self) -> Text {
        Text {
            title: self.say(&phrases::OtherLayoutTitle),
            body: self.say(&phrases::OtherLayoutBody),
        }
    }

    /// What was scanned is done when the operator has agreed to it.
    pub(in crate::view) fn waits_for_answer(&self, operation: Operation, project: &str) -> String {
        let question = &self.say(&phrases::QuestionTitle { operation, project });
        self.say(&phrases::ScanAsked { question })
    }

    /// What was scanned was not done, and the project is as it is.
    pub(in crate::view) fn not_done(&self, condition: &str) -> String {
        self.say(&phrases::ScanNotDone { condition })
    }

    /// Why what was scanned was not done.
    pub(in crate::view) fn not_now(
        &self,
        names: &Names<'_>,
        refusal: Refusal,
        model: &Model,
    ) -> String {
        let reason = &self.refusal(names, refusal, model);
        self.say(&phrases::ScanNotNow { reason })
    }

    /// Heads the list of hot keys that do not work.
    pub(in crate::view) fn hotkeys_taken_heading(&self) -> String {
        self.say(&phrases::HotkeysTaken)
    }

    /// What to do about hot keys that do not work.
    pub(in crate::view) fn hotkeys_remedy(&self) -> String {
        self.say(&phrases::HotkeysRemedy)
    }

    /// Tells that a hot key does not work.
    pub(in crate::view) fn hotkey_taken(&self, hotkey: &str, action: &str) -> Text {
        let remedy = &self.hotkeys_remedy();
        Text {
            title: self.say(&phrases::HotkeyTakenTitle { hotkey }),
            body: self.say(&phrases::HotkeyTakenBody { action, remedy }),
        }
    }

    /// Tells that several hot keys do not work. `list` is some of them, each with its action.
    pub(in crate::view) fn hotkeys_taken(&self, number: usize, list: &str) -> Text {
        let remedy = &self.hotkeys_remedy();
        Text {
            title: self.say(&phrases::HotkeysTakenTitle { number }),
            body: self.say(&phrases::HotkeysTakenBody { list, remedy }),
        }
    }
}
