//! Words about starting with Windows.

use super::{Text, Words, phrases};
use crate::model::{Autostart, AutostartRefusal};

impl Words {
    /// The row that says whether Windows starts the program at logon, with a check mark if it does.
    pub(in crate::view) fn autostart(&self, autostart: Option<Autostart>) -> String {
        match autostart {
            None | Some(Autostart::Off | Autostart::On) => self.say(&phrases::MenuAutostart),
            Some(Autostart::TurnedOff) => self.say(&phrases::MenuAutostartTurnedOff),
            Some(Autostart::OnForAll) => self.say(&phrases::MenuAutostartForAll),
        }
    }

    /// The same where the organisation decides on it.
    pub(in crate::view) fn autostart_managed(&self) -> String {
        self.say(&phrases::MenuAutostartManaged)
    }

    /// Why that could not be changed, and what to do.
    pub(in crate::view) fn autostart_not_set(&self, refusal: &AutostartRefusal) -> Text {
        match refusal {
            AutostartRefusal::Managed => Text {
                title: self.say(&phrases::AutostartNotSetTitle),
                body: self.say(&phrases::AutostartManagedBody),
            },
            AutostartRefusal::ForAll => Text {
                title: self.say(&phrases::AutostartForAllTitle),
                body: self.say(&phrases::AutostartForAllBody),
            },
            AutostartRefusal::System(reason) => Text {
                title: self.say(&phrases::AutostartNotSetTitle),
                body: self.say(&phrases::AutostartNotSetBody {
                    reason: reason.trim_end_matches('.'),
                }),
            },
        }
    }
}
