//! All words that a user reads, in the user's language. Each method says one thing; the texts are in
//! `assets/locales`.

mod about;
mod around;
mod check;
mod dialogs;
mod digest;
mod faults;
mod found;
mod icons;
mod menu;
mod notices;
mod outcomes;
mod phrases;
mod questions;
mod snooze;
mod states;
mod texts;
mod triggers;

use std::cell::OnceCell;
use std::fmt;

use crate::site::{Address, Language, Project, Server};
pub use about::AboutText;
pub(super) use digest::{Change, Changes};
use phrases::Phrase;
pub use questions::QuestionText;
pub(in crate::view) use questions::StopNames;
use texts::Texts;

/// The product. Its name is the same in every language.
pub const PRODUCT: &str = "PEKAT Tray";

/// The version and the commit that the program was built from; `unknown` for sources without their
/// history.
pub const BUILD: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("PEKAT_TRAY_COMMIT"),
    ")"
);

/// The words of one language. Whoever draws or prints owns one.
pub struct Words {
    language: Language,
    texts: Texts,
    /// Read only when a text is missing.
    english: OnceCell<Texts>,
}

impl Words {
    /// Reads the words of a language.
    pub fn of(language: Language) -> Self {
        Words {
            language,
            texts: Texts::of(language),
            english: OnceCell::new(),
        }
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text; in English if it is missing.
    fn say(&self, phrase: &dyn Phrase) -> String {
        let english = || {
            let texts = self.english.get_or_init(|| Texts::of(Language::English));
            texts.say(phrase)
        };
        let text = self.texts.say(phrase).or_else(english);
        text.unwrap_or_else(|| phrase.id().to_owned())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.language).finish()
    }
}

/// A heading and what there is to say below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// A few words.
    pub title: String,
    /// A sentence or two: what happened and what to do.
    pub body: String,
}

impl Text {
    /// All of it on one line.
    pub fn line(&self) -> String {
        format!("{}. {}", self.title, self.body)
    }
}

/// What a project and its server are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The project's name.
    pub project: &'a str,
    /// Its folder on the server.
    pub path: &'a str,
    /// The server's name.
    pub server: &'a str,
    /// Where the server listens.
    pub address: &'a Address,
}

impl<'a> Names<'a> {
    /// As they are configured.
    pub fn new(server: &'a Server, project: &'a Project) -> Self {
        Names {
            project: &project.name,
            path: project.path.as_str(),
            server: &server.name,
            address: &server.address,
        }
    }
}

#[cfg(test)]
mod tests;
