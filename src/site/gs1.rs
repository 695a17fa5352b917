//! GS1 element strings: application identifiers, each followed by its value.
//!
//! Source: GS1 General Specifications, release 25, section 7.8.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The separator behind values of variable length (FNC1), as scanners transmit it.
pub(super) const SEPARATOR: char = '\u{1d}';

/// The two to four digits that announce the meaning of a GS1 value, such as `01` for a GTIN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApplicationIdentifier(String);

/// A text that is not an application identifier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a GS1 application identifier; write its digits, like \"01\" or \"3103\"")]
pub struct ApplicationIdentifierError(String);

impl ApplicationIdentifier {
    /// Splits an identifier off the beginning of a text.
    fn split(text: &str) -> Option<(Self, &str)> {
        let length = match start(text)? {
            0..=4 | 10..=22 | 30 | 37 | 90..=99 => 2,
            23..=25 | 40..=42 | 71 => 3,
            31..=36 | 39 | 43 | 70 | 72 | 80..=82 => 4,
            _ => return None,
        };
        let (digits, rest) = text.split_at_checked(length)?;
        is_number(digits).then(|| (ApplicationIdentifier(digits.to_owned()), rest))
    }

    /// The number of digits of its values if that is predefined, so that no separator ends them
    /// (figure 7.8.5-2, which counts the identifier's digits, too).
    pub(super) fn value_length(&self) -> Option<usize> {
        match start(&self.0)? {
            0 => Some(18),
            1..=3 => Some(14),
            4 => Some(16),
            11..=19 | 31..=36 => Some(6),
            20 => Some(2),
            41 => Some(13),
            _ => None,
        }
    }

    /// Returns true if its values are GTINs.
    pub(super) fn is_gtin(&self) -> bool {
        matches!(&*self.0, "01" | "02" | "03")
    }

    /// Returns true for a value that it can have.
    fn takes(&self, value: &str) -> bool {
        match self.value_length() {
            Some(length) => value.len() == length && is_number(value),
            None => !value.is_empty() && !value.contains(SEPARATOR),
        }
    }
}

impl FromStr for ApplicationIdentifier {
    type Err = ApplicationIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = ApplicationIdentifier::split(text.trim());
        let found = found.filter(|(_, rest)| rest.is_empty());
        let found = found.map(|(identifier, _)| identifier);
        found.ok_or_else(|| ApplicationIdentifierError(text.to_owned()))
    }
}

impl fmt::Display for ApplicationIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An identifier and its value.
pub(super) type Element<'t> = (ApplicationIdentifier, &'t str);

/// Splits a text into its element strings, as scanners transmit them or as they are printed below a
/// barcode: `0104006381333931` or `(01)04006381333931`. Returns none if anything in it is not one.
pub(super) fn elements(text: &str) -> Vec<Element<'_>> {
    let found = match text.starts_with('(') {
        true => printed(text),
        false => transmitted(text),
    };
    found.unwrap_or_default()
}

fn transmitted(mut text: &str) -> Option<Vec<Element<'_>>> {
    let mut elements = Vec::new();
    while !text.is_empty() {
        let (identifier, rest) = ApplicationIdentifier::split(text)?;
        let to_separator = || rest.find(SEPARATOR).unwrap_or(rest.len());
        let length = identifier.value_length().unwrap_or_else(to_separator);
        let (value, rest) = rest.split_at_checked(length)?;
        if !identifier.takes(value) {
            return None;
        }
        elements.push((identifier, value));
        text = rest.strip_prefix(SEPARATOR).unwrap_or(rest);
    }
    Some(elements)
}

fn printed(mut text: &str) -> Option<Vec<Element<'_>>> {
    let mut elements = Vec::new();
    while !text.is_empty() {
        let (identifier, rest) = bracketed(text)?;
        // A value may have brackets of its own.
        let mut brackets = rest.match_indices('(').map(|(at, _)| at);
        let end = brackets.find(|at| bracketed(&rest[*at..]).is_some());
        let (value, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let value = value.trim();
        if !identifier.takes(value) {
            return None;
        }
        elements.push((identifier, value));
        text = rest;
    }
    Some(elements)
}

/// Splits an identifier in brackets off the beginning of a text.
fn bracketed(text: &str) -> Option<Element<'_>> {
    let (identifier, rest) = text.strip_prefix('(')?.split_once(')')?;
    Some((identifier.parse().ok()?, rest))
}

/// The number that the first two digits make.
fn start(text: &str) -> Option<u8> {
    let digits = text.get(..2)?;
    is_number(digits).then(|| digits.parse().ok())?
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<(String, &str)> {
        let elements = elements(text).into_iter();
        let elements = elements.map(|(identifier, value)| (identifier.to_string(), value));
        elements.collect()
    }

    #[test]
    fn element_strings_are_split_where_the_table_says() {
        let cases: [(&str, &[(&str, &str)]); 10] = [
            ("0104006381333931", &[("01", "04006381333931")]),
            (
                "010400638133393110LOT-7\u{1d}17261130",
                &[("01", "04006381333931"), ("10", "LOT-7"), ("17", "261130")],
            ),
            // A separator behind a value of predefined length changes nothing.
            (
                "0104006381333931\u{1d}21(A)\u{1d}",
                &[("01", "04006381333931"), ("21", "(A)")],
            ),
            ("00340123450000000018", &[("00", "340123450000000018")]),
            (
                "310300125041040000010000018005000199",
                &[
                    ("3103", "001250"),
                    ("410", "4000001000001"),
                    ("8005", "000199"),
                ],
            ),
            (
                "240A\u{1d}20033713",
                &[("240", "A"), ("20", "03"), ("37", "13")],
            ),
            (
                "(01)04006381333931(10)L(1)x(99) y ",
                &[("01", "04006381333931"), ("10", "L(1)x"), ("99", "y")],
            ),
            ("(01) 04006381333931", &[("01", "04006381333931")]),
            ("(3103)001250", &[("3103", "001250")]),
            ("99ěšč", &[("99", "ěšč")]),
        ];
        for (text, wanted) in cases {
            let wanted: Vec<_> = wanted
                .iter()
                .map(|(ai, it)| ((*ai).to_owned(), *it))
                .collect();
            assert_eq!(split(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_text_with_anything_else_in_it_has_no_elements() {
        for text in [
            "",
            "0",
            "01",
            "01040063813339",
            "010400638133393A",
            "010400638133393110",
            "0104006381333931ABC",
            "05123",
            "STOP-B",
            "(01)0400638133393",
            "(01)04006381333931(10)",
            "(0104006381333931",
            "()",
            "0104006381333931\u{1d}\u{1d}10A",
            "31ě3001250",
        ] {
            assert_eq!(split(text), [], "{text}");
        }
    }

    #[test]
    fn the_first_two_digits_of_an_identifier_tell_its_length() {
        for text in ["00", "01", " 10 ", "240", "410", "3103", "8200", "99"] {
            let identifier: ApplicationIdentifier = text.parse().unwrap();
            assert_eq!(identifier.to_string(), text.trim());
        }
        for text in [
            "", "1", "010", "24", "310", "31033", "60", "(01)", "0a", "+1",
        ] {
            let error = ApplicationIdentifierError(text.to_owned());
            assert_eq!(text.parse::<ApplicationIdentifier>(), Err(error));
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_is_split_again(
            lot in "[!-'*-~]{1,20}", serial in "[!-~]{1,20}", gtin in "[0-9]{14}",
        ) {
            let text = format!("10{lot}\u{1d}01{gtin}21{serial}");
            let wanted = [("10", &*lot), ("01", &*gtin), ("21", &*serial)];
            prop_assert_eq!(split(&text), wanted.map(|(ai, it)| (ai.to_owned(), it)));
        }

        #[test]
        fn any_text_is_split_or_not(text in "[0-9()\u{1d}a-cě]{0,40}") {
            let length: usize = split(&text).iter().map(|(ai, it)| ai.len() + it.len()).sum();
            prop_assert!(length <= text.len());
        }
    }
}
