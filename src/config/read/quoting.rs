//! Paths between double quotes, where a backslash begins an escape.

use super::Reader;
use super::block::Span;
use crate::config::schema::Kind;
use crate::site::{Folder, project_folder};

impl Reader<'_> {
    /// Returns what to write instead, if an escape made a path wrong.
    pub(super) fn without_escapes(&self, kind: Kind, span: &Span) -> Option<String> {
        let raw = self.text.get(span.clone()?)?;
        let escape = unintended_escape(raw)?;
        remedy(kind, raw, escape)
    }
}

/// Returns what to write instead of a text between double quotes that is not TOML, or not with the
/// path that is meant.
pub(super) fn remedy(kind: Kind, raw: &str, escape: &str) -> Option<String> {
    let meant = meant(raw)?;
    let wrong = match kind {
        Kind::Path => project_folder(&meant).err().map(|it| it.to_string()),
        Kind::Folders => meant.parse::<Folder>().err().map(|it| it.to_string()),
        Kind::Version
        | Kind::Time { .. }
        | Kind::Word(_)
        | Kind::Words(_)
        | Kind::Quiet
        | Kind::Hotkey
        | Kind::Name
        | Kind::Address
        | Kind::Port
        | Kind::Code
        | Kind::Codes
        | Kind::ApplicationIdentifier => return None,
    };
    Some(wrong.unwrap_or_else(|| {
        let reason = format!("between double quotes a backslash begins an escape, here {escape}");
        match meant.contains('\'') {
            true => {
                let doubled = meant.replace('\\', r"\\");
                format!("{reason}; double each one: \"{doubled}\"")
            }
            false => format!("{reason}; put paths between single quotes: '{meant}'"),
        }
    }))
}

/// Returns what to write instead of a text that is a path though its key holds none.
pub(super) fn remedy_if_path(raw: &str, escape: &str) -> Option<String> {
    project_folder(&meant(raw)?).ok()?;
    remedy(Kind::Path, raw, escape)
}

/// Finds the first escape that nobody meant who writes paths. A hexadecimal one is meant if other
/// backslashes are doubled, but for those at the beginning, with which the path of a server begins.
fn unintended_escape(raw: &str) -> Option<&str> {
    let start = usize::from(raw.starts_with("\"\\\\"));
    let doubled = escapes(raw).skip(start).any(|escape| escape == r"\\");
    single_escapes(raw).find(|escape| !(doubled && escape.ends_with(['u', 'U', 'x'])))
}

/// Finds the escape because of which a text is not TOML, or not the one that was meant.
pub(super) fn wrong_escape(raw: &str) -> Option<&str> {
    let quote = || escapes(raw).find(|escape| *escape == "\\\"");
    single_escapes(raw).next().or_else(quote)
}

fn single_escapes(raw: &str) -> impl Iterator<Item = &str> {
    escapes(raw).filter(|escape| !escape.ends_with(['\\', '"']))
}

/// Returns each backslash between double quotes with the character behind it.
fn escapes(raw: &str) -> impl Iterator<Item = &str> {
    let mut rest = match raw.starts_with('"') {
        true => raw,
        false => "",
    };
    std::iter::from_fn(move || {
        let at = rest.find('\\')?;
        let escape = &rest[at..];
        let length = escape.chars().take(2).map(char::len_utf8).sum();
        (_, rest) = escape.split_at(length);
        Some(&escape[..length])
    })
}

/// The path that somebody meant who wrote this without a thought of escapes. It has no double quote,
/// so it ends at the first one.
fn meant(raw: &str) -> Option<String> {
    let written = raw
        .strip_prefix("\"\"\"")
        .or_else(|| raw.strip_prefix('"'))?;
    let written = written.split('"').next().unwrap_or_default();
    let mut path = String::new();
    for character in written.chars() {
        // A path of a server begins with two.
        let begins = path.len() < 2 && path.chars().all(|c| c == '\\');
        if character != '\\' || begins || !path.ends_with('\\') {
            path.push(character);
        }
    }
    Some(path)
}
