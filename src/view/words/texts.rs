//! The texts of one language.

use fluent_bundle::{FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use super::phrases::Phrase;
use crate::site::Language;

/// The texts of one language, ready to be said.
pub(super) struct Texts(FluentBundle<FluentResource>);

impl Texts {
    /// Reads the texts of a language. Those that cannot be read are missing.
    pub(super) fn of(language: Language) -> Self {
        let tag: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![tag]);
        // Marks for names in scripts of the other direction would be seen as boxes in menus.
        bundle.set_use_isolating(false);
        let texts = FluentResource::try_new(source(language).to_owned());
        bundle.add_resource_overriding(texts.unwrap_or_else(|(readable, _)| readable));
        Texts(bundle)
    }

    /// A language without any texts.
    #[cfg(test)]
    pub(super) fn empty() -> Self {
        Texts(FluentBundle::default())
    }

    /// A text. `None` if it is missing or cannot be completed.
    pub(super) fn say(&self, phrase: &dyn Phrase) -> Option<String> {
        let pattern = self.0.get_message(phrase.id())?.value()?;
        let arguments = phrase.arguments();
        let mut errors = Vec::new();
        let text = self
            .0
            .format_pattern(pattern, Some(&arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

/// The file of a language.
pub(super) fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../../assets/locales/en.ftl"),
        Language::Czech => include_str!("../../../assets/locales/cs.ftl"),
        Language::German => include_str!("../../../assets/locales/de.ftl"),
        Language::Italian => include_str!("../../../assets/locales/it.ftl"),
        Language::French => include_str!("../../../assets/locales/fr.ftl"),
        Language::Spanish => include_str!("../../../assets/locales/es.ftl"),
        Language::Polish => include_str!("../../../assets/locales/pl.ftl"),
        Language::Japanese => include_str!("../../../assets/locales/ja.ftl"),
        Language::SimplifiedChinese => include_str!("../../../assets/locales/zh.ftl"),
    }
}
