//! All errors of a text that is not TOML, without those that merely follow from others.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeTable;
use toml_edit::TomlError;
use toml_parser::parser::{Event, EventKind, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{Expected, ParseError, Source};

use super::block::Span;
use super::quoting;
use crate::config::lines::Lines;
use crate::config::schema::SETTINGS;

/// The deepest nesting of lists and one-line tables, as `toml_edit` has it.
const MAX_DEPTH: u32 = 80;

/// An error with its place.
struct Fault {
    span: Range<usize>,
    message: String,
    kind: FaultKind,
}

/// Kinds of errors, by the further errors to which they lead on their line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    /// A key or value that ends where it should; it leads to none.
    Closed,
    /// A bare word that is no value. What follows is no value, either.
    Bare,
    /// A text that has taken in what stands behind it, or anything else between keys and values.
    Open,
}

/// Returns all errors of a text, of which the first is known.
pub(super) fn errors(text: &str, first: &TomlError) -> Vec<(Span, String)> {
    let (events, mut errors) = parse(text);
    let sound = errors.is_empty();
    let mut faults = Vec::new();
    let mut wrong = wrong_values(text, &events, &errors);
    if let Some((at, message)) = unclosed(&errors) {
        errors.retain(|error| span(error).start < at);
        // Bare words behind it may be keys.
        wrong.retain(|(value, _)| value.start < at || text[value.clone()].starts_with(['"', '\'']));
        let span = at..at;
        faults.push(Fault {
            span,
            message,
            kind: FaultKind::Open,
        });
    }
    faults.extend(errors.iter().map(|error| Fault {
        span: span(error),
        message: message(error),
        kind: FaultKind::Open,
    }));
    if sound {
        // Keys that are there twice, and the like.
        let (_, more) = DeTable::parse_recoverable(text);
        let known = |at: usize| {
            let before = wrong.partition_point(|(value, _)| value.start <= at);
            let value = before.checked_sub(1).and_then(|before| wrong.get(before));
            value.is_some_and(|(value, _)| at <= value.end)
        };
        let more = more.iter().filter_map(|error| Some((error.span()?, error)));
        let more = more.filter(|(span, _)| !known(span.start) && !known(span.end));
        faults.extend(more.map(|(span, error)| Fault {
            span,
            message: not_toml(error.message()),
            kind: FaultKind::Closed,
        }));
    }
    faults.extend(wrong.into_iter().map(|(_, fault)| fault));
    if faults.is_empty() {
        return vec![(first.span(), not_toml(first.message()))];
    }
    independent(text, faults)
}

fn parse(text: &str) -> (Vec<Event>, Vec<ParseError>) {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut events = Vec::new();
    let mut errors = Vec::new();
    let mut receiver = ValidateWhitespace::new(&mut events, source);
    let mut receiver = RecursionGuard::new(&mut receiver, MAX_DEPTH);
    parse_document(&tokens, &mut receiver, &mut errors);
    (events, errors)
}

/// Finds the first bracket that is never closed: all behind it is read as if it stood in between.
fn unclosed(errors: &[ParseError]) -> Option<(usize, String)> {
    let unclosed = errors.iter().filter(|error| {
        matches!(
            error.description(),
            "unclosed array" | "unclosed inline table"
        )
    });
    let opened = unclosed.filter_map(|error| Some((error.context()?.start(), message(error))));
    opened.min()
}

/// Finds keys and values that are wrong by themselves, each with the first of its errors. Errors in
/// between show that a value ends elsewhere than it should.
fn wrong_values(
    text: &str,
    events: &[Event],
    between: &[ParseError],
) -> Vec<(Range<usize>, Fault)> {
    let source = Source::new(text);
    let lines = Lines::of(text);
    let between: BTreeSet<usize> = between.iter().map(|error| span(error).start).collect();
    // A text has taken in the quote at its end if something is wrong behind it on its line.
    let swallows = |raw: &str, end: usize| {
        let next = between.range(end..).next();
        quoting::wrong_escape(raw) == Some("\\\"")
            && next.is_some_and(|next| lines.line(*next) == lines.line(end))
    };
    let mut wrong = Vec::new();
    let mut key = Cow::Borrowed("");
    for event in events {
        let Some(raw) = source.get(event) else {
            continue;
        };
        let mut errors: Vec<ParseError> = Vec::new();
        let is_key = event.kind() == EventKind::SimpleKey;
        if is_key {
            key = Cow::Borrowed("");
            raw.decode_key(&mut key, &mut errors);
        } else if event.kind() == EventKind::Scalar {
            let mut value = Cow::Borrowed("");
            let _ = raw.decode_scalar(&mut value, &mut errors);
        }
        let value = event.span().start()..event.span().end();
        let raw = raw.as_str();
        let is_text = event.kind() == EventKind::Scalar && raw.starts_with('"');
        let is_wrong = || !errors.is_empty() || swallows(raw, value.end);
        let remedy = (is_text && is_wrong()).then(|| path(&key, raw)).flatten();
        let (span, message) = match (remedy, errors.first()) {
            (Some(remedy), _) => (value.clone(), remedy),
            (None, Some(_)) if value.is_empty() => {
                let missing = if is_key {
                    "missing key"
                } else {
                    "missing value"
                };
                (value.clone(), not_toml(missing))
            }
            (None, Some(error)) => (span(error), message(error)),
            (None, None) => continue,
        };
        let kind = kind_of(raw);
        wrong.push((
            value,
            Fault {
                span,
                message,
                kind,
            },
        ));
    }
    wrong
}

/// Returns what to write instead of a path whose backslashes are no escapes. Its key may be misspelt.
fn path(key: &str, raw: &str) -> Option<String> {
    let escape = quoting::wrong_escape(raw)?;
    let settings = SETTINGS.iter().filter(|it| it.written() == key);
    let mut kinds = settings.map(|it| it.kind);
    let known = kinds.find_map(|kind| quoting::remedy(kind, raw, escape));
    known.or_else(|| quoting::remedy_if_path(raw, escape))
}

fn kind_of(raw: &str) -> FaultKind {
    match raw.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = raw.strip_prefix(quote);
            let inner = inner.and_then(|it| it.strip_suffix(quote));
            let closed = |inner: &str| !inner.contains(quote) && !inner.ends_with('\\');
            match inner.is_some_and(closed) {
                true => FaultKind::Closed,
                false => FaultKind::Open,
            }
        }
        Some(_) => FaultKind::Bare,
        None => FaultKind::Open,
    }
}

fn span(error: &ParseError) -> Range<usize> {
    let span = error.unexpected().or(error.context()).unwrap_or_default();
    span.start()..span.end()
}

/// Leaves out what follows from another error of the same line.
fn independent(text: &str, mut faults: Vec<Fault>) -> Vec<(Span, String)> {
    faults.sort_by_key(|fault| fault.span.start);
    let lines = Lines::of(text);
    let mut kept = Vec::new();
    let mut before = None;
    for fault in faults {
        let line = lines.line(fault.span.start);
        let before_here = before
            .filter(|(known, _)| *known == line)
            .map(|(_, kind)| kind);
        let follows = match before_here {
            Some(FaultKind::Open) => true,
            Some(FaultKind::Bare) => fault.kind == FaultKind::Open,
            Some(FaultKind::Closed) | None => false,
        };
        if !follows {
            before = Some((line, fault.kind));
            kept.push((Some(fault.span), fault.message));
        }
    }
    kept
}

fn message(error: &ParseError) -> String {
    let mut message = error.description().to_owned();
    let expected = error.expected().unwrap_or_default();
    let expected: Vec<String> = expected.iter().filter_map(expectation).collect();
    if !expected.is_empty() {
        message += &format!(", expected {}", expected.join(", "));
    }
    not_toml(&message)
}

fn expectation(expected: &Expected) -> Option<String> {
    match expected {
        Expected::Literal("\n") => Some("newline".to_owned()),
        Expected::Literal(text) => Some(format!("`{text}`")),
        Expected::Description(text) => Some((*text).to_owned()),
        _ => None,
    }
}

fn not_toml(message: &str) -> String {
    format!("this is not TOML: {}", message.replace('\n', ", "))
}
