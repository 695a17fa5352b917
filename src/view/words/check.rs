//! What is said of a configuration file in which nothing is wrong.

use super::{Words, phrases};
use crate::site::Site;

impl Words {
    /// What a file configures.
    pub fn configuration_fine(&self, path: &str, site: &Site) -> String {
        let counts = [
            self.say(&phrases::ServersCounted {
                number: site.servers().len(),
            }),
            self.say(&phrases::ProjectsCounted {
                number: site.projects().count(),
            }),
            self.say(&phrases::ActionsCounted {
                number: site.actions().len(),
            }),
        ];
        let counts = &self.joined(counts);
        self.say(&phrases::ConfigurationFine { path, counts })
    }

    /// There is no file.
    pub fn configuration_missing(&self, path: &str) -> String {
        self.say(&phrases::ConfigurationMissing { path })
    }
}
