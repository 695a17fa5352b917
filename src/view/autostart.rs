//! The row that says whether Windows starts the program at logon.

use super::menu::{Entry, Item};
use super::survey::Survey;
use crate::model::Autostart;
use crate::model::event::Click;

/// The mark is what the registry said when it was last asked, never what was clicked.
pub(super) fn row(survey: &Survey<'_>) -> Item {
    let autostart = survey.model.autostart();
    let own = survey.model.site().rules.own_autostart;
    Item::Entry(Entry {
        label: match own {
            true => survey.words.autostart(autostart),
            false => survey.words.autostart_managed(),
        },
        look: None,
        checked: Some(autostart.is_some_and(Autostart::is_on)),
        click: Some(Click::Autostart),
        enabled: own && autostart.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::model::Model;
    use crate::model::event::{Event, Now};
    use crate::site::{Language, Site};
    use crate::view::Words;

    #[test]
    fn the_mark_is_what_is_so_and_the_words_say_why() {
        let start = Instant::now();
        let now = Now::in_test(start, start);
        let words = Words::of(Language::English);
        let cases = [
            (None, "Start with Windows", false, false),
            (Some(Autostart::Off), "Start with Windows", false, true),
            (
                Some(Autostart::TurnedOff),
                "Start with Windows (turned off in Task Manager)",
                false,
                true,
            ),
            (Some(Autostart::On), "Start with Windows", true, true),
            (
                Some(Autostart::OnForAll),
                "Start with Windows (set for all users)",
                true,
                true,
            ),
        ];
        for (autostart, label, checked, enabled) in cases {
            let mut model = Model::new(now);
            model.update(now, Event::Autostart(autostart));
            let expected = Item::Entry(Entry {
                label: label.to_owned(),
                look: None,
                checked: Some(checked),
                click: Some(Click::Autostart),
                enabled,
            });
            assert_eq!(row(&Survey::new(&model, &words)), expected);
        }
    }

    #[test]
    fn where_the_organisation_decides_it_is_greyed_and_says_so() {
        let start = Instant::now();
        let now = Now::in_test(start, start);
        let mut site = Site::default();
        site.rules.own_autostart = false;
        let mut model = Model::new(now);
        model.update(now, Event::configured(site.into()));
        for (autostart, checked) in [
            (None, false),
            (Some(Autostart::TurnedOff), false),
            (Some(Autostart::OnForAll), true),
        ] {
            model.update(now, Event::Autostart(autostart));
            let expected = Item::Entry(Entry {
                label: "Start with Windows (managed by your organisation)".to_owned(),
                look: None,
                checked: Some(checked),
                click: Some(Click::Autostart),
                enabled: false,
            });
            let words = Words::of(Language::English);
            assert_eq!(row(&Survey::new(&model, &words)), expected);
        }
    }
}
