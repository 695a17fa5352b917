//! What is said of notices that the user does not want for a while.

use chrono::NaiveTime;

use super::{Words, phrases};

impl Words {
    /// Has notices wait for an hour.
    pub fn snooze_hour(&self) -> String {
        self.say(&phrases::MenuSnoozeHour)
    }

    /// Has notices wait until the next day begins.
    pub(in crate::view) fn snooze_until_tomorrow(&self, day_begins: NaiveTime) -> String {
        let time = &time(day_begins);
        self.say(&phrases::MenuSnoozeTomorrow { time })
    }

    /// Until when notices wait.
    pub(in crate::view) fn snoozed_until(&self, end: NaiveTime) -> String {
        let time = &time(end);
        self.say(&phrases::MenuSnoozed { time })
    }

    /// Makes notices come again.
    pub(in crate::view) fn end_snooze(&self) -> String {
        self.say(&phrases::MenuEndSnooze)
    }

    /// A notice's button that opens the menu.
    pub fn open_menu(&self) -> String {
        self.say(&phrases::ToastOpenMenu)
    }
}

fn time(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}
