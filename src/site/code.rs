//! Codes that a scanner types, and the actions that they carry out.

use std::str::FromStr;

use thiserror::Error;

use super::{Action, Site};

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Triggers;

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
