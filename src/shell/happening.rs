//! What reaches the event loop.

use crate::model::event::{DialogId, Event};
use crate::view::{Message, Scope};

use super::said::End;

/// Everything that reaches the event loop.
#[derive(Debug)]
pub(super) enum Happening {
    /// Something for the model.
    Event(Event),
    /// The menu with this handle, as a number, is about to be shown.
    MenuOpens(usize),
    /// The row of the menu with this number was clicked.
    Chosen(u16),
    /// The menu closed; a click in it may still be on its way.
    MenuClosing,
    /// The menu closed, and what was clicked in it has arrived.
    MenuClosed,
    /// The hot key with this number was pressed.
    HotkeyPressed(u16),
    /// The taskbar is new, or of another size.
    TaskbarChanged,
    /// The computer has slept.
    Resumed,
    /// The dialog for folders has closed, with the folder that was chosen for a field.
    FolderChosen {
        dialog: DialogId,
        field: usize,
        folder: Option<String>,
    },
    /// A toast could not be shown.
    ToastFailed(Message),
    /// A second start wants the menu to be shown.
    MenuWanted,
    /// A click on a notice wants the menu of the icon that tells of this.
    MenuOfWanted(Scope),
    /// The program is to end, and not by its menu.
    Ends(End),
}
