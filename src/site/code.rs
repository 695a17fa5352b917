//! Codes that a scanner types, and the actions that they carry out.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::gs1::{self, ApplicationIdentifier, Element, SEPARATOR};
use super::{Action, Site};

/// A code that carries an action out: a whole text, or the beginning of several.
///
/// Two codes are equal if no scanned text could tell them apart.
#[derive(Clone, Debug)]
pub struct Code {
    /// The part of a GS1 code that is compared. `None` compares all of the scanned text.
    part: Option<ApplicationIdentifier>,
    text: String,
    /// Matches each text that begins with `text`.
    is_pattern: bool,
}

/// The most characters of a code, so that a text in the wrong place is noticed.
const LONGEST_CODE: usize = 64;

/// The end of a code that stands for any rest.
const ANY_REST: char = '*';

/// A text that no scanner types as a code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// An empty or long text, or one with control characters.
    #[error("'{0}' is not a code; use 1 to 64 characters without control characters")]
    Characters(String),
    /// A pattern without a beginning.
    #[error("'{0}' would match every code; write the beginning of the codes in front of the *")]
    Everything(String),
    /// A value that its part of a GS1 code never has.
    #[error(
        "no scanned code has '{code}' for the GS1 application identifier {part}, whose values have {digits} digits; correct the code, or `gs1`"
    )]
    Part {
        /// The code, as it is written.
        code: String,
        /// The part.
        part: ApplicationIdentifier,
        /// The numbers of digits that values of the part have.
        digits: String,
    },
}

impl Code {
    /// Restricts the comparison to the value of this application identifier. A code that its values never
    /// have is an error.
    pub fn within(self, part: ApplicationIdentifier) -> Result<Self, CodeError> {
        if let Some(length) = part.value_length() {
            let own = self.text.len();
            let fits = match self.is_pattern {
                true => own <= length,
                false => own == length || part.is_gtin() && GTIN_LENGTHS.contains(&own),
            };
            if !fits || !gs1::is_number(&self.text) {
                let digits = match part.is_gtin() {
                    true => "8, 12, 13 or 14".to_owned(),
                    false => length.to_string(),
                };
                let code = self.to_string();
                return Err(CodeError::Part { code, part, digits });
            }
        }
        let part = Some(part);
        Ok(Code { part, ..self })
    }

    fn identity(&self) -> (Option<&ApplicationIdentifier>, bool, Cow<'_, str>) {
        let is_gtin = self
            .part
            .as_ref()
            .is_none_or(ApplicationIdentifier::is_gtin);
        let text = match is_gtin && !self.is_pattern {
            true => normal(&self.text),
            false => Cow::Borrowed(&*self.text),
        };
        (self.part.as_ref(), self.is_pattern, text)
    }

    fn fit(&self, scanned: &Scanned<'_>) -> Option<Fit> {
        let Some(part) = &self.part else {
            return self.fit_text(scanned.text, true);
        };
        let values = scanned.elements.iter().filter(|(found, _)| found == part);
        let fits = values.filter_map(|(_, value)| self.fit_text(value, part.is_gtin()));
        fits.max()
    }

    fn fit_text(&self, text: &str, may_be_gtin: bool) -> Option<Fit> {
        let forms = match (self.is_pattern, may_be_gtin) {
            (_, false) => vec![Cow::Borrowed(text)],
            (false, true) => vec![normal(text)],
            (true, true) => forms(text),
        };
        let (_, _, own) = self.identity();
        let fits = forms.iter().filter_map(|form| {
            let compared = match self.is_pattern {
                true => form.get(..own.len())?,
                false => &**form,
            };
            compared.eq_ignore_ascii_case(&own).then(|| Fit {
                is_whole: !self.is_pattern,
                length: own.chars().count(),
                is_same_case: compared == own,
            })
        });
        fits.max()
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = bare(text);
        let pattern = code.strip_suffix(ANY_REST);
        if pattern == Some("") {
            return Err(CodeError::Everything(text.to_owned()));
        }
        let is_pattern = pattern.is_some();
        let code = pattern.unwrap_or(code);
        let fits = !code.is_empty()
            && code.chars().count() <= LONGEST_CODE
            && !code.chars().any(char::is_control);
        let code = fits.then(|| Code {
            part: None,
            text: code.to_owned(),
            is_pattern,
        });
        code.ok_or_else(|| CodeError::Characters(text.to_owned()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        f.write_str(if self.is_pattern { "*" } else { "" })
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

/// A text as it came from a scanner, prepared for comparisons.
struct Scanned<'t> {
    text: &'t str,
    elements: Vec<Element<'t>>,
}

impl<'t> Scanned<'t> {
    fn new(text: &'t str) -> Self {
        let text = bare(text);
        let elements = gs1::elements(text);
        Scanned { text, elements }
    }
}

/// A code's claim to a scanned text. The greatest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    is_whole: bool,
    /// In characters.
    length: usize,
    is_same_case: bool,
}

/// Removes what scanners send around a code: white space, STX, ETX, FNC1, and the symbology
/// identifier of ISO/IEC 15424, such as `]C1`.
fn bare(text: &str) -> &str {
    let is_around = |it: char| it.is_whitespace() || matches!(it, '\u{2}' | '\u{3}' | SEPARATOR);
    let text = text.trim_matches(is_around);
    let without_identifier = match text.as_bytes() {
        [b']', symbology, modifier, ..]
            if symbology.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            &text[3..]
        }
        _ => text,
    };
    without_identifier.trim_matches(is_around)
}

/// The lengths of a GTIN: of EAN-8, UPC-A, EAN-13 and ITF-14.
const GTIN_LENGTHS: [usize; 4] = [8, 12, 13, 14];

/// Pads a GTIN to 14 digits, which is the same GTIN (GS1 General Specifications, section 3.3.2).
/// Other texts stay as they are.
fn normal(text: &str) -> Cow<'_, str> {
    match gs1::is_number(text) && GTIN_LENGTHS.contains(&text.len()) {
        true => Cow::Owned(format!("{text:0>14}")),
        false => Cow::Borrowed(text),
    }
}

/// The ways in which a scanned text could be written, for patterns: as it is, and a GTIN also without
/// zeros in front, and a UPC-A as an EAN-13.
fn forms(text: &str) -> Vec<Cow<'_, str>> {
    let mut forms = vec![Cow::Borrowed(text)];
    if let Cow::Owned(gtin) = normal(text) {
        let longest = if text.len() == 12 { 13 } else { text.len() };
        for length in GTIN_LENGTHS.into_iter().filter(|it| *it <= longest) {
            let (zeros, form) = gtin.split_at(gtin.len() - length);
            if zeros.bytes().all(|digit| digit == b'0') {
                forms.push(Cow::Owned(form.to_owned()));
            }
        }
    }
    forms
}

impl Site {
    /// Returns true if a code may carry something out.
    pub fn takes_codes(&self) -> bool {
        let mut actions = self.actions().iter();
        actions.any(|action| {
            !action.triggers.codes.is_empty() && self.allows(action.project, action.operation)
        })
    }

    /// The action that a scanned text stands for: a whole code before patterns, then the longest.
    /// Case matters only between codes that differ in nothing else, since Caps Lock changes what a
    /// scanner types. A text that two actions claim equally stands for neither.
    pub fn action_of_code(&self, text: &str) -> Option<&Action> {
        let scanned = Scanned::new(text);
        let claims = self.actions().iter().filter_map(|action| {
            let fits = action.triggers.codes.iter();
            let fit = fits.filter_map(|code| code.fit(&scanned)).max()?;
            Some((fit, action))
        });
        let claims: Vec<(Fit, &Action)> = claims.collect();
        let best = claims.iter().map(|(fit, _)| *fit).max()?;
        let mut best = claims.iter().filter(|(fit, _)| *fit == best);
        match (best.next(), best.next()) {
            (Some((_, action)), None) => Some(action),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Operation;
    use crate::site::Triggers;

    fn code(text: &str) -> Code {
        text.parse().unwrap()
    }

    /// A code of a part: `01=4006381333931`, or of everything.
    fn read(text: &str) -> Code {
        match text.split_once('=') {
            Some((part, text)) => code(text).within(part.parse().unwrap()).unwrap(),
            None => code(text),
        }
    }

    /// Checks the code that a scanned text leads to, of these. Each has an action of that name.
    fn check(codes: &[&str], cases: &[(&str, Option<&str>)]) {
        let mut site = Site::default();
        let server = site.add_server("Line 1", "line1".parse().unwrap());
        let project = site.add_project(server, "A", r"C:\A".parse().unwrap());
        let project = project.unwrap();
        for text in codes {
            let triggers = Triggers {
                codes: vec![read(text)],
                ..Triggers::default()
            };
            site.add_action(text, Operation::Start, project, triggers);
        }
        for (text, name) in cases {
            let found = site.action_of_code(text).map(|action| &*action.name);
            assert_eq!(found, *name, "{text}");
        }
    }

    #[test]
    fn codes_are_texts_without_what_scanners_send_around_them() {
        for (text, shown) in [
            (" 4006381333931\r\n", "4006381333931"),
            ("]E04006381333931", "4006381333931"),
            ("\u{2}]C1 STOP-B\u{3}", "STOP-B"),
            ("4006381*", "4006381*"),
            ("A*B**", "A*B**"),
            ("]C", "]C"),
            ("]-1", "]-1"),
        ] {
            assert_eq!(code(text).to_string(), shown);
        }
        let longest = "7".repeat(LONGEST_CODE);
        assert_eq!(code(&longest).to_string(), longest);
        for text in ["", " \n", "]C1", "a\tb", &format!("{longest}7")] {
            let error = CodeError::Characters(text.to_owned());
            assert_eq!(text.parse::<Code>(), Err(error));
        }
        for text in ["*", "]C1*"] {
            let error = CodeError::Everything(text.to_owned());
            assert_eq!(text.parse::<Code>(), Err(error));
        }
    }

    #[test]
    fn case_decides_only_between_codes_that_differ_in_nothing_else() {
        check(
            &["Ab", "aB", "Q-1", "P*"],
            &[
                ("Ab", Some("Ab")),
                ("aB", Some("aB")),
                ("ab", None),
                ("q-1", Some("Q-1")),
                ("p7", Some("P*")),
                ("Q-", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn a_whole_code_wins_over_patterns_and_a_longer_over_a_shorter() {
        check(
            &[
                "4006381*",
                "40063813*",
                "4006381333931",
                "LOT-*",
                "lot-ab*",
                "LOT-7",
                "LOT-7*",
            ],
            &[
                ("4006381333931", Some("4006381333931")),
                ("4006381333932", Some("40063813*")),
                ("4006381999999", Some("4006381*")),
                ("4006381", Some("4006381*")),
                ("400638", None),
                ("14006381", None),
                ("LOT-7", Some("LOT-7")),
                ("LOT-77", Some("LOT-7*")),
                ("LOT-AB7", Some("lot-ab*")),
                ("LOT-A", Some("LOT-*")),
                ("LOTě", None),
            ],
        );
    }

    #[test]
    fn what_a_scanner_sends_around_a_code_is_ignored() {
        let found = Some("4006381333931");
        check(
            &["4006381333931"],
            &[
                ("]E04006381333931", found),
                ("]d2\u{1d}4006381333931\u{1d}", found),
                ("\u{2}]C14006381333931\u{3}\r\n", found),
                ("4006381333931\t", found),
                ("]E0", None),
                ("]E0]E04006381333931", None),
                ("4006381\u{1d}333931", None),
            ],
        );
    }

    #[test]
    fn a_gtin_is_the_same_with_any_number_of_zeros_in_front() {
        check(
            &[
                "012345678905",
                "4006381333931",
                "96385074",
                "123456",
                "0071*",
            ],
            &[
                ("0012345678905", Some("012345678905")),
                ("00012345678905", Some("012345678905")),
                ("04006381333931", Some("4006381333931")),
                ("14006381333931", None),
                ("00000096385074", Some("96385074")),
                ("0123456", None),
                // A UPC-A that begins with 071, as itself and as an EAN-13.
                ("071234567890", Some("0071*")),
                ("0071234567890", Some("0071*")),
                ("71234567890", None),
            ],
        );
        check(&["4006381*"], &[("04006381333931", Some("4006381*"))]);
        // No scanner types an EAN-13 as 14 digits.
        check(
            &["0*"],
            &[("4006381333931", None), ("012345678905", Some("0*"))],
        );
    }

    #[test]
    fn a_part_of_a_gs1_code_is_compared_with_the_code() {
        let codes = ["01=4006381333931", "10=LOT-7*", "01=96385074", "01=7612*"];
        let gtin = Some("01=4006381333931");
        check(
            &codes,
            &[
                ("]C10104006381333931\u{1d}", gtin),
                ("\u{1d}0104006381333931\u{1d}10A", gtin),
                ("]d210A\u{1d}17261130010400638133393121x", gtin),
                ("(01)04006381333931(10)A", gtin),
                ("0104006381333931", gtin),
                ("]d201076123456789001099", Some("01=7612*")),
                ("]d2010761234567890010LOT-77", Some("10=LOT-7*")),
                ("0107612345678900", Some("01=7612*")),
                ("]C10100000096385074", Some("01=96385074")),
                // The code that the part has is another code by itself.
                ("4006381333931", None),
                ("LOT-7", None),
                // Not the value of 01, though it is in there.
                ("]C10204006381333931", None),
                ("]C1104006381333931", None),
                // Broken off.
                ("]C101040063813339", None),
            ],
        );
        // A whole part wins over the beginning of everything.
        let pattern = "0104006381333931*";
        let scanned = "010400638133393110A";
        check(&["01=4006381333931", pattern], &[(scanned, gtin)]);
        // A whole code of everything is longer than its part.
        let whole = "0104006381333931";
        check(&["01=4006381333931", whole], &[(whole, Some(whole))]);
    }

    #[test]
    fn two_equal_claims_of_different_parts_do_nothing() {
        let codes = ["10=A", "21=A"];
        check(&codes, &[("10A\u{1d}21A", None), ("10A", Some("10=A"))]);
    }

    #[test]
    fn codes_that_a_scan_cannot_tell_apart_are_equal() {
        let same = [
            ("012345678905", "0012345678905"),
            ("]E04006381333931", "04006381333931"),
            ("01=4006381333931", "01=04006381333931"),
            ("4006381*", "]E04006381*"),
        ];
        for (left, right) in same {
            assert_eq!(read(left), read(right));
        }
        let different = [
            ("4006381333931", "4006381*"),
            ("4006381333931", "01=4006381333931"),
            ("10=12345678", "10=00000012345678"),
            ("410=4006381333931", "414=4006381333931"),
            ("123456", "0123456"),
            ("Ab", "aB"),
        ];
        for (left, right) in different {
            assert_ne!(read(left), read(right));
        }
    }

    #[test]
    fn a_code_that_its_part_cannot_have_is_refused() {
        let within = |text: &str, part: &str| code(text).within(part.parse().unwrap());
        let error = |text: &str, part: &str, digits: &str| {
            Err(CodeError::Part {
                code: text.to_owned(),
                part: part.parse().unwrap(),
                digits: digits.to_owned(),
            })
        };
        let gtin = "8, 12, 13 or 14";
        let cases = [
            ("400638133393", "01", None),
            ("40063813339", "01", Some(gtin)),
            ("400638133393A", "01", Some(gtin)),
            ("04006381333931*", "02", None),
            ("040063813339311*", "02", Some(gtin)),
            ("261130", "17", None),
            ("26113", "17", Some("6")),
            ("4006381333931", "410", None),
            ("04006381333931", "410", Some("13")),
            ("any", "10", None),
        ];
        for (text, part, digits) in cases {
            let found = within(text, part).map(|code| code.to_string());
            let wanted = digits.map_or(Ok(text.to_owned()), |digits| error(text, part, digits));
            assert_eq!(found, wanted);
        }
    }
}
