//! The keys that hot keys are made of, and their names.

use std::fmt;

/// A key that is pressed alone or with modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A letter from A to Z in upper case, or a digit of the main block.
    Character(char),
    /// F1 to F24, by its number.
    Function(u8),
    /// A digit of the numeric keypad, from 0 to 9. Keyboards send it only while Num Lock is on.
    Numpad(u8),
    /// A key with a word for a name.
    Named(NamedKey),
}

/// A key with a word for a name.
#[expect(missing_docs, reason = "the names are those on the keys")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedKey {
    NumPlus,
    NumMinus,
    NumMultiply,
    NumDivide,
    NumDecimal,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    Space,
    Enter,
    Tab,
    Esc,
    Backspace,
    Pause,
    MediaPlay,
    MediaStop,
    MediaNext,
    MediaPrevious,
    VolumeUp,
    VolumeDown,
    VolumeMute,
}

/// The names of each key: first the one in messages, then others that keyboards have printed on them.
const NAMES: &[(NamedKey, &[&str])] = &[
    (NamedKey::NumPlus, &["NumPlus"]),
    (NamedKey::NumMinus, &["NumMinus"]),
    (NamedKey::NumMultiply, &["NumMultiply"]),
    (NamedKey::NumDivide, &["NumDivide"]),
    (NamedKey::NumDecimal, &["NumDecimal"]),
    (NamedKey::Left, &["Left"]),
    (NamedKey::Right, &["Right"]),
    (NamedKey::Up, &["Up"]),
    (NamedKey::Down, &["Down"]),
    (NamedKey::Home, &["Home", "Pos1"]),
    (NamedKey::End, &["End", "Ende", "Fin"]),
    (NamedKey::PageUp, &["PageUp", "PgUp"]),
    (NamedKey::PageDown, &["PageDown", "PgDn"]),
    (NamedKey::Insert, &["Insert", "Ins", "Einfg"]),
    (
        NamedKey::Delete,
        &["Delete", "Del", "Entf", "Suppr", "Supr", "Canc"],
    ),
    (NamedKey::Space, &["Space"]),
    (NamedKey::Enter, &["Enter", "Return"]),
    (NamedKey::Tab, &["Tab"]),
    (NamedKey::Esc, &["Esc", "Escape"]),
    (NamedKey::Backspace, &["Backspace"]),
    (NamedKey::Pause, &["Pause"]),
    (NamedKey::MediaPlay, &["MediaPlay"]),
    (NamedKey::MediaStop, &["MediaStop"]),
    (NamedKey::MediaNext, &["MediaNext"]),
    (NamedKey::MediaPrevious, &["MediaPrevious"]),
    (NamedKey::VolumeUp, &["VolumeUp"]),
    (NamedKey::VolumeDown, &["VolumeDown"]),
    (NamedKey::VolumeMute, &["VolumeMute"]),
];

impl Key {
    /// Parses a name in any case.
    pub(super) fn parse(name: &str) -> Option<Key> {
        character(name)
            .or_else(|| number(name, "F", 1..=24).map(Key::Function))
            .or_else(|| number(name, "Num", 0..=9).map(Key::Numpad))
            .or_else(|| named(name).map(Key::Named))
    }

    /// Returns true if a keyboard layout may write a character with AltGr and this key.
    pub(super) fn is_written(self) -> bool {
        matches!(self, Key::Character(_) | Key::Named(NamedKey::Space))
    }

    /// Returns true for an arrow key.
    pub(super) fn is_arrow(self) -> bool {
        let arrows = [
            NamedKey::Left,
            NamedKey::Right,
            NamedKey::Up,
            NamedKey::Down,
        ];
        arrows.map(Key::Named).contains(&self)
    }

    /// Returns true if Shift makes the numeric keypad send another key.
    pub(super) fn depends_on_num_lock(self) -> bool {
        matches!(self, Key::Numpad(_) | Key::Named(NamedKey::NumDecimal))
    }

    /// The number of modifiers without which other programs need the key.
    pub(super) fn least_modifiers(self) -> usize {
        let Key::Named(named) = self else {
            return match self {
                Key::Function(_) | Key::Numpad(_) => 1,
                Key::Character(_) | Key::Named(_) => 2,
            };
        };
        match named {
            NamedKey::Home
            | NamedKey::End
            | NamedKey::PageUp
            | NamedKey::PageDown
            | NamedKey::Insert
            | NamedKey::Delete
            | NamedKey::Space
            | NamedKey::Enter
            | NamedKey::Tab
            | NamedKey::Esc
            | NamedKey::Backspace => 2,
            NamedKey::NumPlus
            | NamedKey::NumMinus
            | NamedKey::NumMultiply
            | NamedKey::NumDivide
            | NamedKey::NumDecimal
            | NamedKey::Left
            | NamedKey::Right
            | NamedKey::Up
            | NamedKey::Down => 1,
            NamedKey::Pause
            | NamedKey::MediaPlay
            | NamedKey::MediaStop
            | NamedKey::MediaNext
            | NamedKey::MediaPrevious
            | NamedKey::VolumeUp
            | NamedKey::VolumeDown
            | NamedKey::VolumeMute => 0,
        }
    }
}

fn character(name: &str) -> Option<Key> {
    let mut characters = name.chars();
    let only = characters.next().filter(char::is_ascii_alphanumeric)?;
    let is_alone = characters.next().is_none();
    is_alone.then_some(Key::Character(only.to_ascii_uppercase()))
}

/// Parses a number after a prefix, without leading zeros.
fn number(name: &str, prefix: &str, range: std::ops::RangeInclusive<u8>) -> Option<u8> {
    let (start, digits) = name.split_at_checked(prefix.len())?;
    let number: u8 = digits.parse().ok()?;
    let is_plain = start.eq_ignore_ascii_case(prefix) && digits == number.to_string();
    (is_plain && range.contains(&number)).then_some(number)
}

fn named(name: &str) -> Option<NamedKey> {
    let mut keys = NAMES.iter();
    let known = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    keys.find(|(_, names)| known(names)).map(|(key, _)| *key)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Character(character) => write!(f, "{character}"),
            Key::Function(number) => write!(f, "F{number}"),
            Key::Numpad(digit) => write!(f, "Num{digit}"),
            // Each variant is called as in messages.
            Key::Named(named) => write!(f, "{named:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_of_a_key_is_read_in_any_case_and_shown_as_one() {
        for (key, names) in NAMES {
            let key = Key::Named(*key);
            assert_eq!(key.to_string(), names[0]);
            for name in *names {
                assert_eq!(Key::parse(name), Some(key));
                assert_eq!(Key::parse(&name.to_uppercase()), Some(key));
            }
        }
        let numbered = (1..=24).map(Key::Function).chain((0..=9).map(Key::Numpad));
        for key in numbered.chain(['A', 'Z', '0', '9'].map(Key::Character)) {
            assert_eq!(Key::parse(&key.to_string().to_lowercase()), Some(key));
        }
    }

    #[test]
    fn other_texts_are_no_keys() {
        for text in [
            "", "Ä", "F0", "F25", "F01", "F+1", "Num", "Num10", "Num01", "Nüm1", "Plus",
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
