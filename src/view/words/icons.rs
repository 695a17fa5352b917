//! What is said where there are several icons.

use super::{Words, phrases};

impl Words {
    /// What an icon says of the server or project that it stands for.
    pub(in crate::view) fn icon_says(&self, name: &str, says: &str) -> String {
        self.say(&phrases::IconNamed { name, says })
    }

    /// Shown where one icon stands for all since there would be too many.
    pub(in crate::view) fn icons_folded(&self, most: usize) -> String {
        self.say(&phrases::MenuIconsFolded { number: most })
    }
}
