//! What the program says of itself.

use std::path::Path;

use super::{Words, phrases};

const VERSION: &str = env!("CARGO_PKG_VERSION");

const COMMIT: &str = env!("PEKAT_TRAY_COMMIT");

/// What the program says of itself, in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutText {
    /// Its name and version.
    pub title: String,
    /// What it is, and what helps whoever is asked for help.
    pub body: String,
    /// Opens the licences of everything that the program contains.
    pub licences: String,
    /// Opens the log.
    pub log: String,
}

impl AboutText {
    /// All that there is to read, for where it cannot be shown in parts.
    pub fn whole(&self) -> String {
        format!("{}\n\n{}", self.title, self.body)
    }
}

impl Words {
    /// The menu item that tells what program this is.
    pub fn about(&self) -> String {
        self.say(&phrases::MenuAbout { version: VERSION })
    }

    /// What the program says of itself, where its configuration and its log are.
    pub fn about_dialog(&self, configuration: Option<&Path>, log: Option<&Path>) -> AboutText {
        let configuration = configuration.map(|path| path.display().to_string());
        let log = log.map(|path| path.display().to_string());
        let details = [
            Some(self.say(&phrases::AboutCommit { commit: COMMIT })),
            configuration.map(|path| self.say(&phrases::AboutConfiguration { path: &path })),
            log.map(|path| self.say(&phrases::AboutLog { path: &path })),
        ];
        let details: Vec<String> = details.into_iter().flatten().collect();
        AboutText {
            title: self.say(&phrases::AboutTitle { version: VERSION }),
            body: format!("{}\n\n{}", self.say(&phrases::About), details.join("\n")),
            licences: self.say(&phrases::AboutShowLicences),
            log: self.say(&phrases::AboutShowLog),
        }
    }

    /// Why a file could not be shown, and what to do.
    pub fn cannot_be_shown(&self, path: &str, reason: &str) -> String {
        self.say(&phrases::FileCannotBeShown { path, reason })
    }

    /// Told by a second start that cannot do more.
    pub fn already_running(&self) -> String {
        self.say(&phrases::AlreadyRunning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Language;

    #[test]
    fn about_says_where_what_helps_is() {
        let words = Words::of(Language::English);
        let about = words.about_dialog(Some(Path::new("C.toml")), Some(Path::new("P.log")));
        let expected = AboutText {
            title: format!("PEKAT Tray {VERSION}"),
            body: format!(
                "Shows, starts, stops and switches PEKAT VISION projects.\n\
                 An independent program, not made or endorsed by the vendor of PEKAT VISION.\n\n\
                 Licence: MIT or Apache-2.0\n\n\
                 Commit: {COMMIT}\nConfiguration: C.toml\nLog: P.log"
            ),
            licences: "Licences…".to_owned(),
            log: "Log…".to_owned(),
        };
        assert_eq!(about, expected);
        let without = words.about_dialog(None, None);
        assert!(without.body.ends_with(&format!("\n\nCommit: {COMMIT}")));
    }
}
