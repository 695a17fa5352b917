//! How a project was found that is not configured.

use super::{Words, phrases};

impl Words {
    /// As a folder on this computer.
    pub fn found_in_folder(&self) -> String {
        self.say(&phrases::FoundInFolder)
    }

    /// In the list of a web page.
    pub fn found_on_page(&self) -> String {
        self.say(&phrases::FoundOnPage)
    }
}
