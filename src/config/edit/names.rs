//! Names that are still free.

use unicode_segmentation::UnicodeSegmentation;

use crate::site::{MAX_NAME, Site};

/// The name, or one like it that no other action has and that is not too long.
pub(super) fn free_name(site: &Site, name: &str, server: &str) -> String {
    let with_server = format!(" ({server})");
    // A shortened name must still say something.
    let with_server = (with_server.chars().count() <= MAX_NAME / 2).then_some(with_server);
    let numbers = (2_u64..).map(|number| format!(" {number}"));
    let suffixes = std::iter::once(String::new())
        .chain(with_server)
        .chain(numbers);
    let mut names = suffixes.map(|suffix| {
        let room = MAX_NAME - suffix.chars().count();
        shorten(name, room) + &suffix
    });
    let taken = |name: &String| site.actions().iter().any(|action| action.name == *name);
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The text, with "…" in place of what does not fit. `room` is in characters.
fn shorten(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(1);
    let fits = |grapheme: &&str| {
        let rest = left.checked_sub(grapheme.chars().count());
        left = rest.unwrap_or_default();
        rest.is_some()
    };
    let kept: String = text.graphemes(true).take_while(fits).collect();
    format!("{}…", kept.trim_end())
}
