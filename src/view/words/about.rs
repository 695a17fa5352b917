//! What the program says of itself.

use super::{Words, phrases};

const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Words {
    /// The menu item that tells what program this is.
    pub fn about(&self) -> String {
        self.say(&phrases::MenuAbout { version: VERSION })
    }

    /// What the program says of itself.
    pub fn about_text(&self) -> String {
        self.say(&phrases::About { version: VERSION })
    }

    /// Told by a second start.
    pub fn already_running(&self) -> String {
        self.say(&phrases::AlreadyRunning)
    }
}
