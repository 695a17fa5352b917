//! Names that are still free, and what may be one.

use unicode_segmentation::UnicodeSegmentation;

use super::NewProject;
use crate::protocol::{ProjectPath, breaks_line, turns_writing};
use crate::site::MAX_NAME;

/// The name, or one like it that is not taken and not too long. `with` tells it from others where
/// it can, in parentheses.
pub(super) fn free_name(taken: impl Fn(&str) -> bool, name: &str, with: &str) -> String {
    let name = clean(name);
    let with = clean(with);
    // A shortened name must still say something.
    let fits = !with.is_empty() && with.chars().count() + 3 <= MAX_NAME / 2;
    let with = fits.then(|| format!(" ({with})"));
    let numbers = (2_u64..).map(|number| format!(" {number}"));
    let suffixes = std::iter::once(String::new()).chain(with).chain(numbers);
    let mut names = suffixes.map(|suffix| {
        let room = MAX_NAME - suffix.chars().count();
        shorten(&name, room) + &suffix
    });
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// What a project to be added is to be called: as it says, or like its folder.
pub(super) fn project_name(project: &NewProject) -> String {
    let name = clean(&project.name);
    if !name.is_empty() {
        return name;
    }
    let mut folders = project.path.rsplit(['\\', '/']).map(clean);
    let folder = folders.find(|folder| !folder.is_empty());
    folder.unwrap_or_else(|| "Project".to_owned())
}

/// A path in the form in which paths of one folder are equal. One that cannot be is as it is.
pub(super) fn folded(path: &str) -> String {
    let known = ProjectPath::new(path);
    known.map_or_else(|_| path.to_owned(), |path| path.folded())
}

/// A name without what no name may have.
fn clean(name: &str) -> String {
    let space = |character: char| match breaks_line(character) {
        true => ' ',
        false => character,
    };
    let characters = name.chars().filter(|it| !turns_writing(*it)).map(space);
    characters.collect::<String>().trim().to_owned()
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
