//! What the blocks of the file have in them, with complaints at the place of what is wrong.

use std::fmt;
use std::num::NonZeroU16;
use std::ops::Range;
use std::str::FromStr;
use std::time::Duration;

use toml_edit::{Item, TableLike, Value};

use super::super::find::nearest;
use super::super::schema::{Section, Setting};
use super::{Problem, Reader};
use crate::protocol::one_line;

pub(super) type Span = Option<Range<usize>>;

/// A block of the file.
#[derive(Clone, Copy)]
pub(super) struct Block<'d> {
    pub(super) table: &'d dyn TableLike,
    pub(super) section: Section,
    pub(super) at: usize,
}

impl Reader<'_> {
    /// The line in which something stands, counted from 1.
    pub(super) fn line(&self, span: &Span) -> usize {
        self.lines.line(start_of(span))
    }

    pub(super) fn complain(&mut self, span: Span, message: impl Into<String>) {
        let problem = self.problem(&span, &message.into());
        self.problems.push(problem);
    }

    pub(super) fn problem(&self, span: &Span, message: &str) -> Problem {
        let (line, column) = self.lines.place(start_of(span).min(self.text.len()));
        Problem {
            line,
            column,
            // It quotes what was written, which may be anything.
            message: one_line(message),
        }
    }

    /// Complains of every key that its section does not have.
    pub(super) fn know(&mut self, block: Block<'_>) {
        let known = block.section.keys();
        for (key, item) in block.table.iter() {
            if known.contains(&key) {
                continue;
            }
            let span = block.table.key(key).and_then(toml_edit::Key::span);
            let title = block.section.title();
            let message = match (homes(key, item), nearest(key, &known)) {
                (Some(homes), _) => format!("{title} has no key `{key}`; put it {homes}"),
                (None, Some(meant)) => format!("unknown key `{key}`; did you mean `{meant}`?"),
                (None, None) => {
                    let known = known.join(", ");
                    format!("unknown key `{key}`; {title} may have: {known}")
                }
            };
            self.complain(span, message);
        }
    }

    pub(super) fn blocks<'d>(
        &mut self,
        parent: Block<'d>,
        key: &str,
        section: Section,
    ) -> Vec<Block<'d>> {
        let Some(item) = parent.table.get(key) else {
            return Vec::new();
        };
        let block = |table: &'d dyn TableLike, span: Span| Block {
            table,
            section,
            at: span.map_or(0, |span| span.start),
        };
        if let Some(tables) = item.as_array_of_tables() {
            let blocks = tables.iter().map(|table| block(table, table.span()));
            return blocks.collect();
        }
        let inline = item.as_array().map(|array| {
            let tables = array.iter().map(|value| {
                let table = value.as_inline_table()?;
                Some(block(table, table.span()))
            });
            tables.collect::<Option<Vec<_>>>()
        });
        match inline.flatten() {
            Some(blocks) => blocks,
            None => {
                self.complain(
                    item.span(),
                    format!(
                        "`{key}` must be a list of blocks; write {} with double brackets",
                        section.title()
                    ),
                );
                Vec::new()
            }
        }
    }

    pub(super) fn text(&mut self, block: Block<'_>, key: &str) -> Option<(String, Span)> {
        let item = block.table.get(key)?;
        match item.as_value() {
            Some(Value::String(text)) => Some((text.value().clone(), item.span())),
            _ => {
                self.complain(
                    item.span(),
                    format!(
                        "`{key}` must be text between quotes, not {}",
                        item.type_name()
                    ),
                );
                None
            }
        }
    }

    pub(super) fn required(&mut self, block: Block<'_>, key: &str) -> Option<(String, Span)> {
        if !block.table.contains_key(key) {
            let message = format!("{} has no `{key}`; add {key} = …", block.section.title());
            self.complain(Some(block.at..block.at), message);
            return None;
        }
        self.text(block, key)
    }

    pub(super) fn parsed<T: FromStr>(&mut self, block: Block<'_>, key: &str) -> Option<(T, Span)>
    where
        T::Err: fmt::Display,
    {
        let (text, span) = self.required(block, key)?;
        self.understood(&text, span)
    }

    pub(super) fn duration(&mut self, block: Block<'_>, key: &str) -> Option<Duration> {
        let setting = block.section.setting(key);
        let (least, most) = setting.and_then(Setting::range)?;
        let (text, span) = self.text(block, key)?;
        let range = || {
            let (least, most) = (
                humantime::format_duration(least),
                humantime::format_duration(most),
            );
            format!("from \"{least}\" to \"{most}\"")
        };
        match humantime::parse_duration(&text) {
            Ok(duration) if (least..=most).contains(&duration) => Some(duration),
            Ok(_) => {
                self.complain(
                    span,
                    format!(
                        "`{key}` = \"{text}\" is out of range; use a time {}",
                        range()
                    ),
                );
                None
            }
            Err(_) => {
                self.complain(
                    span,
                    format!(
                        "`{key}` = \"{text}\" is not a time; write it like \"2s\" or \"500ms\", {}",
                        range()
                    ),
                );
                None
            }
        }
    }

    /// A text, if there is one, that means something.
    pub(super) fn word<T: FromStr>(&mut self, block: Block<'_>, key: &str) -> Option<(T, Span)>
    where
        T::Err: fmt::Display,
    {
        let (text, span) = self.text(block, key)?;
        self.understood(&text, span)
    }

    fn understood<T: FromStr>(&mut self, text: &str, span: Span) -> Option<(T, Span)>
    where
        T::Err: fmt::Display,
    {
        match text.parse() {
            Ok(value) => Some((value, span)),
            Err(error) => {
                self.complain(span, error.to_string());
                None
            }
        }
    }

    /// A list of texts that mean something. `None` if it is not there or one of them is wrong.
    pub(super) fn words<T: FromStr>(&mut self, block: Block<'_>, key: &str) -> Option<Vec<T>>
    where
        T::Err: fmt::Display,
    {
        let words = self.words_with_spans(block, key)?;
        Some(words.into_iter().map(|(word, _)| word).collect())
    }

    /// As [`words`](Self::words), each with its place.
    pub(super) fn words_with_spans<T: FromStr>(
        &mut self,
        block: Block<'_>,
        key: &str,
    ) -> Option<Vec<(T, Span)>>
    where
        T::Err: fmt::Display,
    {
        let item = block.table.get(key)?;
        let Some(array) = item.as_array() else {
            let message = format!(
                "`{key}` must be a list of texts between brackets, not {}",
                item.type_name()
            );
            self.complain(item.span(), message);
            return None;
        };
        let texts = array.iter().map(|value| self.word_of(block, key, value));
        // Each of them that is wrong is told.
        let texts: Vec<Option<_>> = texts.collect();
        texts.into_iter().collect()
    }

    /// A text or a list of texts.
    pub(super) fn word_or_words<T: FromStr>(
        &mut self,
        block: Block<'_>,
        key: &str,
    ) -> Option<Vec<T>>
    where
        T::Err: fmt::Display,
    {
        let item = block.table.get(key)?;
        if item.is_array() {
            return self.words(block, key);
        }
        let (word, _) = self.word(block, key)?;
        Some(vec![word])
    }

    fn word_of<T: FromStr>(
        &mut self,
        block: Block<'_>,
        key: &str,
        value: &Value,
    ) -> Option<(T, Span)>
    where
        T::Err: fmt::Display,
    {
        let Value::String(text) = value else {
            let message = format!(
                "`{key}` must have texts between quotes in it, not {}",
                value.type_name()
            );
            self.complain(value.span(), message);
            return None;
        };
        let kind = block.section.setting(key).map(|setting| setting.kind);
        let remedy = || self.without_escapes(kind?, &value.span());
        match text.value().parse() {
            Ok(word) => Some((word, value.span())),
            Err(error) => {
                let error: T::Err = error;
                let message = remedy().unwrap_or_else(|| error.to_string());
                self.complain(value.span(), message);
                None
            }
        }
    }

    /// A TCP port.
    pub(super) fn port(&mut self, block: Block<'_>, key: &str) -> Option<NonZeroU16> {
        let item = block.table.get(key)?;
        let number = item.as_integer().and_then(|number| number.try_into().ok());
        let port = number.and_then(NonZeroU16::new);
        if port.is_none() {
            let message = format!("`{key}` must be a number from 1 to 65535, without quotes");
            self.complain(item.span(), message);
        }
        port
    }
}

/// Says where a key with a value belongs, if some section has it.
fn homes(key: &str, item: &Item) -> Option<String> {
    let sections = Section::ALL.into_iter();
    let homes = sections.filter(|section| item.is_value() && section.setting(key).is_some());
    let homes = homes.map(|section| match section {
        Section::File => "at the top of the file, above the first [[…]] or […]".to_owned(),
        Section::Timeouts | Section::Server | Section::Project | Section::Action => {
            format!("under {}", section.title())
        }
    });
    let homes: Vec<String> = homes.collect();
    (!homes.is_empty()).then(|| homes.join(", or "))
}

fn start_of(span: &Span) -> usize {
    span.as_ref().map_or(0, |span| span.start)
}
