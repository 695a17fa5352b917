//! Hot keys that do not work: a notice, and lines of the menu.

use super::Words;
use super::menu::Item;
use super::rows::text;
use super::survey::Survey;
use super::tooltip::shorten;
use super::words::Text;
use crate::site::{Hotkey, Site};

/// More are counted, not named, in the menu and in a notice.
const LISTED: usize = 5;
const TOLD: usize = 2;

/// A longer name of an action is cut, so that a balloon holds them all. In UTF-16 units.
const MAX_NAME: usize = 24;

/// What stands in the menu as long as hot keys do not work.
pub(super) fn taken(survey: &Survey<'_>) -> Vec<Item> {
    let (model, words) = (survey.model, survey.words);
    let taken: Vec<Hotkey> = model.taken_hotkeys().map(|(hotkey, _)| hotkey).collect();
    if taken.is_empty() {
        return Vec::new();
    }
    let lines = named(model.site(), words, &taken, LISTED).into_iter();
    let mut items = vec![text(words.hotkeys_taken_heading(), None)];
    items.extend(lines.map(|line| text(format!("      {line}"), None)));
    items.push(text(words.hotkeys_remedy(), None));
    items
}

/// Tells that these do not work.
pub(super) fn notice(site: &Site, words: &Words, taken: &[Hotkey]) -> Text {
    match taken {
        [hotkey] => words.hotkey_taken(&hotkey.to_string(), &meaning(site, words, *hotkey)),
        _ => {
            let list = named(site, words, taken, TOLD);
            words.hotkeys_taken(taken.len(), &words.joined(list))
        }
    }
}

/// The first of them, each with its action, and how many there are besides.
fn named(site: &Site, words: &Words, taken: &[Hotkey], most: usize) -> Vec<String> {
    let lines = taken.iter().take(most).map(|hotkey| {
        let meaning = meaning(site, words, *hotkey);
        words.named(&hotkey.to_string(), &meaning)
    });
    let more = taken.len().checked_sub(most).filter(|more| *more > 0);
    lines.chain(more.map(|more| words.and_more(more))).collect()
}

fn meaning(site: &Site, words: &Words, hotkey: Hotkey) -> String {
    let action = site.action_of_hotkey(hotkey);
    let name = action.map_or_else(|| words.scan(), |action| action.name.clone());
    shorten(&name, MAX_NAME)
}
