//! The languages that the program speaks.

use std::str::FromStr;

use thiserror::Error;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Czech.
    Czech,
    /// German.
    German,
    /// Italian.
    Italian,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Polish.
    Polish,
    /// Japanese.
    Japanese,
    /// Chinese in simplified characters.
    SimplifiedChinese,
}

/// A text that names no language of the program.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a language of this program; use en, cs, de, it, fr, es, pl, ja or zh")]
pub struct LanguageError(String);

impl Language {
    /// Every language.
    pub const ALL: [Language; 9] = [
        Language::English,
        Language::Czech,
        Language::German,
        Language::Italian,
        Language::French,
        Language::Spanish,
        Language::Polish,
        Language::Japanese,
        Language::SimplifiedChinese,
    ];

    /// Its code in ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Czech => "cs",
            Language::German => "de",
            Language::Italian => "it",
            Language::French => "fr",
            Language::Spanish => "es",
            Language::Polish => "pl",
            Language::Japanese => "ja",
            Language::SimplifiedChinese => "zh",
        }
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    /// Reads a code.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Language::ALL.into_iter();
        let found = all.find(|language| language.code() == text);
        found.ok_or_else(|| LanguageError(text.to_owned()))
    }
}
