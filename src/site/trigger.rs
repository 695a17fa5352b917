//! What carries an action out besides a click: a hot key, or a code that a scanner types.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Action, Site};

/// What carries an action out besides a click.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Triggers {
    /// Keys that work whatever program is in front.
    pub hotkey: Option<Hotkey>,
    /// What a scanner types.
    pub code: Option<Code>,
}

/// Keys that work whatever program is in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hotkey {
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift.
    pub shift: bool,
    /// With the Windows key.
    pub win: bool,
    /// With what.
    pub key: Key,
}

/// The key that is held together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A letter from A to Z, or a digit, always as a capital.
    Character(char),
    /// A function key, from 1 to 24.
    Function(u8),
}

/// Why a text names no hot key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HotkeyError {
    /// Something that is no key.
    #[error(
        "'{key}' in '{text}' is not a key; write it like \"Ctrl+Alt+1\", with a letter, a digit or F1 to F24 at the end"
    )]
    Key {
        /// All of it.
        text: String,
        /// The part.
        key: String,
    },
    /// A key that is needed for writing.
    #[error(
        "'{0}' would keep other programs from being written in; put Ctrl, Alt or Win in front, like \"Ctrl+Alt+1\""
    )]
    Plain(String),
    /// Windows keeps it for debuggers.
    #[error("'{0}' is kept by Windows for debuggers; use another function key")]
    Reserved(String),
}

impl FromStr for Hotkey {
    type Err = HotkeyError;

    /// Reads keys with `+` between them; the last is a letter, a digit or F1 to F24.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = |key: &str| HotkeyError::Key {
            text: text.to_owned(),
            key: key.trim().to_owned(),
        };
        let (held, last) = text.rsplit_once('+').unwrap_or(("", text));
        let mut hotkey = Hotkey {
            ctrl: false,
            alt: false,
            shift: false,
            win: false,
            key: parse_key(last.trim()).ok_or_else(|| bad(last))?,
        };
        for word in held.split('+').filter(|_| !held.is_empty()) {
            let held = match word.trim().to_ascii_lowercase().as_str() {
                "ctrl" => &mut hotkey.ctrl,
                "alt" => &mut hotkey.alt,
                "shift" => &mut hotkey.shift,
                "win" => &mut hotkey.win,
                _ => return Err(bad(word)),
            };
            if std::mem::replace(held, true) {
                return Err(bad(word));
            }
        }
        hotkey.checked().map_err(|error| error(text.to_owned()))
    }
}

/// What Windows tells of the keyboard when a hot key has been pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The Alt on the left.
    pub left_alt: bool,
    /// The Alt on the right, which many layouts have as AltGr.
    pub right_alt: bool,
}

impl Hotkey {
    /// Whether a press of it may be somebody who writes: Windows takes AltGr for Ctrl and Alt together.
    /// It is no press of the hot key then if the layout has a character on that key.
    pub fn may_be_written(self, held: Held) -> bool {
        let as_alt_gr = self.ctrl && self.alt && !self.win;
        let character = matches!(self.key, Key::Character(_));
        as_alt_gr && character && held.right_alt && !held.left_alt
    }

    fn checked(self) -> Result<Self, fn(String) -> HotkeyError> {
        let commands = self.ctrl || self.alt || self.win;
        match self.key {
            Key::Character(_) if !commands => Err(HotkeyError::Plain),
            Key::Function(12) if !commands && !self.shift => Err(HotkeyError::Reserved),
            Key::Character(_) | Key::Function(_) => Ok(self),
        }
    }
}

fn parse_key(text: &str) -> Option<Key> {
    let mut characters = text.chars();
    let first = characters.next()?.to_ascii_uppercase();
    let rest = characters.as_str();
    if rest.is_empty() {
        return first
            .is_ascii_alphanumeric()
            .then_some(Key::Character(first));
    }
    let digits = rest.bytes().all(|byte| byte.is_ascii_digit()) && !rest.starts_with('0');
    let number = rest.parse().ok().filter(|number| (1..=24).contains(number));
    number.filter(|_| first == 'F' && digits).map(Key::Function)
}

impl fmt::Display for Hotkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [
            (self.ctrl, "Ctrl+"),
            (self.alt, "Alt+"),
            (self.shift, "Shift+"),
            (self.win, "Win+"),
        ];
        for (_, word) in held.into_iter().filter(|(held, _)| *held) {
            f.write_str(word)?;
        }
        match self.key {
            Key::Character(character) => write!(f, "{character}"),
            Key::Function(number) => write!(f, "F{number}"),
        }
    }
}

/// What a scanner types: 1 to 64 characters on one line, without spaces around them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(String);

/// Longer codes are a slip: the longest barcodes in use have fewer characters.
const LONGEST_CODE: usize = 64;

/// A text that no scanner would type.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a code; use 1 to 64 characters without control characters")]
pub struct CodeError(String);

impl Code {
    /// As it is typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = CodeError;

    /// Spaces around it do not count, since some scanners type one.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim();
        let fits = !code.is_empty()
            && code.chars().count() <= LONGEST_CODE
            && !code.chars().any(char::is_control);
        let code = fits.then(|| Code(code.to_owned()));
        code.ok_or_else(|| CodeError(text.to_owned()))
    }
}

impl Site {
    /// Whether there is a code that may carry something out.
    pub fn takes_codes(&self) -> bool {
        let mut actions = self.actions().iter();
        actions.any(|action| {
            action.triggers.code.is_some() && self.allows(action.project, action.operation)
        })
    }

    /// The action with this code. Capitals count only where codes differ in nothing else, since a
    /// keyboard's Caps Lock turns also what a scanner types.
    pub fn action_of_code(&self, text: &str) -> Option<&Action> {
        let coded = |is_it: &dyn Fn(&str) -> bool| {
            let actions = self.actions().iter();
            let found = actions.filter(|action| {
                let code = action.triggers.code.as_ref();
                code.is_some_and(|code| is_it(code.as_str()))
            });
            found.collect::<Vec<_>>()
        };
        let exact = coded(&|code| code == text);
        let alike = coded(&|code| code.eq_ignore_ascii_case(text));
        match (&exact[..], &alike[..]) {
            ([action, ..], _) | ([], [action]) => Some(action),
            ([], _) => None,
        }
    }

    /// The action with this hot key.
    pub fn action_of_hotkey(&self, hotkey: Hotkey) -> Option<&Action> {
        let mut actions = self.actions().iter();
        actions.find(|action| action.triggers.hotkey == Some(hotkey))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_alt_gr_may_write_is_ctrl_and_alt_with_a_character_and_the_right_alt_alone() {
        let may_be_written = |hotkey: &str, left_alt, right_alt| {
            let hotkey: Hotkey = hotkey.parse().unwrap();
            hotkey.may_be_written(Held {
                left_alt,
                right_alt,
            })
        };
        for written in ["Ctrl+Alt+E", "Ctrl+Alt+2", "Ctrl+Alt+Shift+E"] {
            assert!(may_be_written(written, false, true), "{written}");
            assert!(!may_be_written(written, true, false), "{written}");
            assert!(!may_be_written(written, true, true), "{written}");
            // It has been let go of already.
            assert!(!may_be_written(written, false, false), "{written}");
        }
        for other in ["Ctrl+Alt+F5", "Ctrl+E", "Alt+E", "Ctrl+Alt+Win+E"] {
            assert!(!may_be_written(other, false, true), "{other}");
        }
    }

    #[test]
    fn hot_keys_are_read_in_any_order_and_shown_in_one() {
        let cases = [
            ("Ctrl+Alt+1", "Ctrl+Alt+1"),
            ("alt + ctrl + a", "Ctrl+Alt+A"),
            ("Win+Shift+Ctrl+F5", "Ctrl+Shift+Win+F5"),
            ("F1", "F1"),
            ("shift+f24", "Shift+F24"),
            ("ctrl+F12", "Ctrl+F12"),
        ];
        for (text, shown) in cases {
            let hotkey: Hotkey = text.parse().unwrap();
            assert_eq!(hotkey.to_string(), shown);
            assert_eq!(shown.parse(), Ok(hotkey));
        }
    }

    #[test]
    fn what_is_no_hot_key_is_refused_with_the_reason() {
        let key = |text: &str, key: &str| HotkeyError::Key {
            text: text.to_owned(),
            key: key.to_owned(),
        };
        let cases = [
            ("", key("", "")),
            ("Ctrl+", key("Ctrl+", "")),
            ("Ctrl+Alt", key("Ctrl+Alt", "Alt")),
            ("Ctrl+Ctrl+1", key("Ctrl+Ctrl+1", "Ctrl")),
            ("Strg+1", key("Strg+1", "Strg")),
            ("Ctrl+F0", key("Ctrl+F0", "F0")),
            ("Ctrl+F25", key("Ctrl+F25", "F25")),
            ("Ctrl+F+5", key("Ctrl+F+5", "F")),
            ("Ctrl+Ä", key("Ctrl+Ä", "Ä")),
            ("A", HotkeyError::Plain("A".to_owned())),
            ("Shift+7", HotkeyError::Plain("Shift+7".to_owned())),
            ("F12", HotkeyError::Reserved("F12".to_owned())),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Hotkey>(), Err(error), "{text}");
        }
    }

    #[test]
    fn codes_are_what_a_scanner_can_type_on_one_line() {
        let code: Code = " 4006381333931\r\n".parse().unwrap();
        assert_eq!(code.as_str(), "4006381333931");
        for text in ["", " \n", "a\tb", &"7".repeat(LONGEST_CODE + 1)] {
            assert_eq!(text.parse::<Code>(), Err(CodeError(text.to_owned())));
        }
    }

    #[test]
    fn codes_that_differ_only_in_capitals_are_told_apart_and_others_are_not() {
        let mut site = Site::default();
        let server = site.add_server("Line 1", "line1".parse().unwrap());
        let project = site.add_project(server, "A", r"C:\A".parse().unwrap());
        for code in ["Ab", "aB", "Q-1"] {
            let triggers = Triggers {
                hotkey: None,
                code: Some(code.parse().unwrap()),
            };
            let operation = crate::protocol::Operation::Start;
            site.add_action(code, operation, project.unwrap(), triggers);
        }
        let found = |text| site.action_of_code(text).map(|action| &*action.name);
        let cases = [
            ("Ab", Some("Ab")),
            ("aB", Some("aB")),
            ("ab", None),
            ("q-1", Some("Q-1")),
            ("Q-", None),
            ("", None),
        ];
        for (text, name) in cases {
            assert_eq!(found(text), name, "{text}");
        }
    }
}
