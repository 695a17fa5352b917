//! What carries an action out besides a click: a hot key, or a code that a scanner types.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::key::{Key, NamedKey};
use super::{Action, Code, Site};

/// What carries an action out besides a click.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Triggers {
    /// Keys that work whatever program is in front.
    pub hotkey: Option<Hotkey>,
    /// Codes that a scanner types, any of which will do.
    pub codes: Vec<Code>,
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

/// A text that cannot be a hot key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HotkeyError {
    /// A part that is neither a modifier nor, at the end, a key.
    #[error(
        "'{part}' in '{text}' is not a key here; write modifiers (Ctrl, Alt, Shift, Win) and then one key, like \"Ctrl+Alt+F9\""
    )]
    Key {
        /// The whole text.
        text: String,
        /// The invalid part.
        part: String,
    },
    /// A modifier that is named twice.
    #[error("'{text}' names {modifier} twice; name it once, like \"Ctrl+Alt+F9\"")]
    Twice {
        /// The whole text.
        text: String,
        /// The name in messages.
        modifier: &'static str,
    },
    /// Keys that must not be taken away from Windows or from other programs, or that cannot be pressed.
    #[error(
        "{hotkey} cannot be a hot key, since {reason}; use a key with two of Ctrl, Alt, Shift and Win, like \"{example}\""
    )]
    Unsuitable {
        /// The keys that were named.
        hotkey: Hotkey,
        /// The reason.
        reason: Objection,
        /// A hot key to use instead.
        example: Hotkey,
    },
}

/// The reason for which keys cannot be a hot key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Objection {
    /// Windows reacts to it, whatever program is in front.
    #[error("Windows uses it")]
    Windows,
    /// It writes, or does the same in nearly every program.
    #[error("other programs need it")]
    Programs,
    /// Windows takes digits while Alt is pressed for the code of a character.
    #[error("with Alt, the digits of the numeric keypad write characters by their codes")]
    AltCode,
    /// Shift reverses Num Lock, so that the keyboard sends another key.
    #[error("with Shift, the numeric keypad moves the cursor")]
    NumLock,
    /// Ctrl turns Pause into another key.
    #[error("with Ctrl, the key Pause sends Break")]
    Break,
}

impl FromStr for Hotkey {
    type Err = HotkeyError;

    /// Parses modifiers and a key with `+` between them.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = |part: &str| HotkeyError::Key {
            text: text.to_owned(),
            part: part.trim().to_owned(),
        };
        let (modifiers, last) = text.rsplit_once('+').unwrap_or(("", text));
        let key = Key::parse(last.trim()).ok_or_else(|| bad(last))?;
        let mut hotkey = Hotkey::of(key);
        for word in modifiers.split('+').filter(|_| !modifiers.is_empty()) {
            let (pressed, modifier) = match word.trim().to_lowercase().as_str() {
                "ctrl" | "control" | "strg" => (&mut hotkey.ctrl, "Ctrl"),
                "alt" => (&mut hotkey.alt, "Alt"),
                "shift" | "umschalt" | "maj" | "maiusc" | "mayús" => (&mut hotkey.shift, "Shift"),
                "win" | "windows" => (&mut hotkey.win, "Win"),
                _ => return Err(bad(word)),
            };
            if std::mem::replace(pressed, true) {
                let text = text.to_owned();
                return Err(HotkeyError::Twice { text, modifier });
            }
        }
        match hotkey.objection() {
            None => Ok(hotkey),
            Some(reason) => Err(HotkeyError::Unsuitable {
                hotkey,
                reason,
                example: hotkey.example(),
            }),
        }
    }
}

/// Keys that Windows uses, beside those with Win that follow a rule.
const OF_WINDOWS: &[&str] = &[
    "Alt+Esc",
    "Alt+F4",
    "Alt+Shift+Esc",
    "Alt+Shift+Tab",
    "Alt+Space",
    "Alt+Tab",
    "Ctrl+Alt+Delete",
    "Ctrl+Alt+Tab",
    "Ctrl+Esc",
    "Ctrl+Shift+Esc",
    "Win+F1",
    "Win+NumMinus",
    "Win+NumPlus",
    "Win+Pause",
];

/// Keys with enough modifiers that do the same in nearly every program nevertheless.
const OF_PROGRAMS: &[&str] = &["Ctrl+F4", "Ctrl+Shift+Tab", "Shift+F10"];

/// What Windows tells of the keyboard when a hot key has been pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The Alt on the left.
    pub left_alt: bool,
    /// The Alt on the right, which many layouts have as AltGr.
    pub right_alt: bool,
}

impl Hotkey {
    fn of(key: Key) -> Self {
        Hotkey {
            ctrl: false,
            alt: false,
            shift: false,
            win: false,
            key,
        }
    }

    /// Returns true if a press of it may be somebody who writes: Windows takes AltGr for Ctrl and Alt
    /// together. It is no press of the hot key then if the layout has a character on that key.
    pub fn may_be_written(self, held: Held) -> bool {
        let as_alt_gr = self.ctrl && self.alt && !self.win;
        as_alt_gr && self.key.is_written() && held.right_alt && !held.left_alt
    }

    /// Returns the reason for which it must not be registered.
    fn objection(self) -> Option<Objection> {
        let Hotkey {
            ctrl,
            alt,
            shift,
            win,
            key,
        } = self;
        let modifiers = [ctrl, alt, shift, win].into_iter().filter(|it| *it).count();
        let is_single = modifiers == 1;
        let is_one_of = |known: &[&str]| known.contains(&self.to_string().as_str());
        let of_windows = win && (key.is_arrow() || is_single && key.least_modifiers() > 1);
        let selects = shift && is_single && key.is_arrow();
        if of_windows || is_one_of(OF_WINDOWS) {
            Some(Objection::Windows)
        } else if shift && key.depends_on_num_lock() {
            Some(Objection::NumLock)
        } else if alt && is_single && matches!(key, Key::Numpad(_)) {
            Some(Objection::AltCode)
        } else if ctrl && key == Key::Named(NamedKey::Pause) {
            Some(Objection::Break)
        } else if modifiers < key.least_modifiers() || selects || is_one_of(OF_PROGRAMS) {
            Some(Objection::Programs)
        } else {
            None
        }
    }

    /// A hot key that can be used instead, with the same key if that is safe.
    fn example(self) -> Hotkey {
        let with = |key| Hotkey {
            ctrl: true,
            alt: true,
            ..Hotkey::of(key)
        };
        let same = with(self.key);
        match self.key.is_written() || same.objection().is_some() {
            true => with(Key::Function(9)),
            false => same,
        }
    }
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
        write!(f, "{}", self.key)
    }
}

impl Site {
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
        for written in [
            "Ctrl+Alt+E",
            "Ctrl+Alt+2",
            "Ctrl+Alt+Shift+E",
            "Ctrl+Alt+Space",
        ] {
            assert!(may_be_written(written, false, true), "{written}");
            assert!(!may_be_written(written, true, false), "{written}");
            assert!(!may_be_written(written, true, true), "{written}");
            // It has been let go of already.
            assert!(!may_be_written(written, false, false), "{written}");
        }
        for other in [
            "Ctrl+Alt+F5",
            "Ctrl+Shift+E",
            "Alt+Shift+E",
            "Ctrl+Alt+Win+E",
            "Ctrl+Alt+Num5",
            "Ctrl+Alt+NumDecimal",
            "Ctrl+Alt+Left",
            "Ctrl+Alt+Enter",
            "Pause",
        ] {
            assert!(!may_be_written(other, false, true), "{other}");
        }
    }

    #[test]
    fn hot_keys_are_read_in_any_order_and_shown_in_one() {
        let cases = [
            ("Ctrl+Alt+1", "Ctrl+Alt+1"),
            ("alt + ctrl + a", "Ctrl+Alt+A"),
            ("Win+Shift+Ctrl+F5", "Ctrl+Shift+Win+F5"),
            ("shift+f24", "Shift+F24"),
            ("ctrl+F12", "Ctrl+F12"),
            ("Strg+Umschalt+Entf", "Ctrl+Shift+Delete"),
            ("Control+Maj+PgUp", "Ctrl+Shift+PageUp"),
            ("mayús+ctrl+Pos1", "Ctrl+Shift+Home"),
            ("Windows+Num0", "Win+Num0"),
            ("alt+numplus", "Alt+NumPlus"),
            ("Ctrl+left", "Ctrl+Left"),
            ("Alt+Shift+Enter", "Alt+Shift+Enter"),
            ("Ctrl+Alt+F4", "Ctrl+Alt+F4"),
            ("pause", "Pause"),
            ("Shift+Pause", "Shift+Pause"),
            ("MediaPlay", "MediaPlay"),
            ("VolumeMute", "VolumeMute"),
        ];
        for (text, shown) in cases {
            let hotkey: Hotkey = text.parse().unwrap();
            assert_eq!(hotkey.to_string(), shown);
            assert_eq!(shown.parse(), Ok(hotkey));
        }
    }

    #[test]
    fn a_text_that_names_no_keys_is_refused_with_the_wrong_part() {
        let key = |text: &str, part: &str| HotkeyError::Key {
            text: text.to_owned(),
            part: part.to_owned(),
        };
        let twice = |text: &str, modifier| HotkeyError::Twice {
            text: text.to_owned(),
            modifier,
        };
        let cases = [
            ("", key("", "")),
            ("Ctrl+", key("Ctrl+", "")),
            ("Ctrl+Alt", key("Ctrl+Alt", "Alt")),
            ("Ctrl+Nix+1", key("Ctrl+Nix+1", "Nix")),
            ("Ctrl+F25", key("Ctrl+F25", "F25")),
            ("Ctrl+F+5", key("Ctrl+F+5", "F")),
            ("Ctrl+Ä", key("Ctrl+Ä", "Ä")),
            ("Ctrl+Strg+1", twice("Ctrl+Strg+1", "Ctrl")),
            ("Maj+Shift+F1", twice("Maj+Shift+F1", "Shift")),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Hotkey>(), Err(error), "{text}");
        }
    }

    #[test]
    fn keys_in_use_are_refused_with_a_reason_and_an_example() {
        let reasons = [
            (
                Objection::Windows,
                "Ctrl+Alt+Del Alt+F4 Alt+Tab Alt+Shift+Tab Ctrl+Shift+Esc Ctrl+Esc Alt+Space Win+L \
                 Win+1 Win+Space Win+F1 Win+Up Ctrl+Win+Left Win+Pause Win+NumPlus Win+Home",
            ),
            (
                Objection::Programs,
                "A Shift+7 Ctrl+C Alt+X F1 F5 F12 F24 Num5 NumPlus Left Shift+Left Ctrl+Home \
                 Shift+Insert Delete Ctrl+Enter Esc Shift+Tab Ctrl+Shift+Tab Ctrl+F4 Shift+F10 Space",
            ),
            (Objection::AltCode, "Alt+Num7"),
            (Objection::NumLock, "Shift+Num4 Ctrl+Shift+NumDecimal"),
            (Objection::Break, "Ctrl+Pause Ctrl+Alt+Pause"),
        ];
        for (reason, texts) in reasons {
            for text in texts.split(' ') {
                let Err(HotkeyError::Unsuitable {
                    hotkey,
                    reason: told,
                    example,
                }) = text.parse::<Hotkey>()
                else {
                    panic!("{text} is a hot key");
                };
                assert_eq!((told, hotkey.objection()), (reason, Some(reason)), "{text}");
                assert_eq!(example.to_string().parse(), Ok(example), "{text}");
            }
        }
        let told = |text: &str| text.parse::<Hotkey>().unwrap_err().to_string();
        assert_eq!(
            told("f5"),
            "F5 cannot be a hot key, since other programs need it; use a key with two of Ctrl, Alt, \
             Shift and Win, like \"Ctrl+Alt+F5\""
        );
        assert_eq!(
            told("Ctrl+C"),
            "Ctrl+C cannot be a hot key, since other programs need it; use a key with two of Ctrl, \
             Alt, Shift and Win, like \"Ctrl+Alt+F9\""
        );
    }

    #[test]
    fn lists_of_keys_in_use_have_the_form_in_which_keys_are_shown() {
        for listed in OF_WINDOWS.iter().chain(OF_PROGRAMS) {
            let Err(HotkeyError::Unsuitable { hotkey, .. }) = listed.parse::<Hotkey>() else {
                panic!("{listed} is a hot key");
            };
            assert_eq!(hotkey.to_string(), *listed);
        }
    }
}
