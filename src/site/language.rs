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

    /// The language that a system's tag such as `cs-CZ` names, in any case. `None` for one that the
    /// program does not speak. To this belongs Chinese in traditional characters, whose readers are
    /// not well served by simplified ones. `C` and `POSIX` stand for programs as they were written.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.split(['.', '@']).next()?.to_lowercase();
        let mut parts = tag.split(['-', '_']);
        let code = parts.next()?;
        if matches!(code, "c" | "posix") {
            return Some(Language::English);
        }
        let language = code.parse().ok()?;
        let rest: Vec<&str> = parts.collect();
        let traditional = match language {
            Language::SimplifiedChinese => is_traditional(&rest),
            Language::English
            | Language::Czech
            | Language::German
            | Language::Italian
            | Language::French
            | Language::Spanish
            | Language::Polish
            | Language::Japanese => false,
        };
        (!traditional).then_some(language)
    }
}

/// Whether Chinese is written in traditional characters, by its script, or by the region where no
/// script is named.
fn is_traditional(subtags: &[&str]) -> bool {
    let has = |wanted: &[&str]| subtags.iter().any(|subtag| wanted.contains(subtag));
    has(&["hant", "cht"]) || (!has(&["hans", "chs"]) && has(&["tw", "hk", "mo"]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_systems_name_languages() {
        let cases = [
            ("en-US", Some(Language::English)),
            ("en", Some(Language::English)),
            ("C", Some(Language::English)),
            ("C.UTF-8", Some(Language::English)),
            ("POSIX", Some(Language::English)),
            ("cs-CZ", Some(Language::Czech)),
            ("cs_CZ.UTF-8", Some(Language::Czech)),
            ("CS-cz", Some(Language::Czech)),
            ("de-AT", Some(Language::German)),
            ("de_DE@euro", Some(Language::German)),
            ("it-CH", Some(Language::Italian)),
            ("fr-CA", Some(Language::French)),
            ("es-419", Some(Language::Spanish)),
            ("es-MX", Some(Language::Spanish)),
            ("pl-PL", Some(Language::Polish)),
            ("ja-JP", Some(Language::Japanese)),
            ("zh", Some(Language::SimplifiedChinese)),
            ("zh-CN", Some(Language::SimplifiedChinese)),
            ("zh-SG", Some(Language::SimplifiedChinese)),
            ("zh-Hans-HK", Some(Language::SimplifiedChinese)),
            ("zh-CHS", Some(Language::SimplifiedChinese)),
            ("zh-Hant", None),
            ("zh-Hant-CN", None),
            ("zh-TW", None),
            ("zh_HK.UTF-8", None),
            ("zh-MO", None),
            ("zh-CHT", None),
            ("sk-SK", None),
            ("csb-PL", None),
            ("", None),
            ("-", None),
        ];
        for (tag, language) in cases {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
    }
}
