//! Standard output, which somebody may close before everything is said.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use crate::site::Site;
use serde::Serialize;

use crate::ctl::exit::Failure;

/// Writes lines until that fails once.
#[derive(Debug)]
pub(super) struct Output {
    failed: Option<io::Error>,
}

impl Output {
    pub(super) fn new() -> Self {
        Output { failed: None }
    }

    /// Writes a line, at once.
    pub(super) fn line(&mut self, line: impl Display) {
        self.text(format!("{line}\n").as_bytes());
    }

    pub(super) fn text(&mut self, text: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text).and_then(|()| stdout.flush());
        self.failed = written.err();
    }

    /// Writes a value for programs to read, in ASCII: Windows PowerShell decodes the output of a program
    /// with the code page of the console.
    ///
    /// # Errors
    /// When it has no form in JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_string_pretty(value)
            .map_err(|error| Failure::Usage(format!("the answer is no JSON: {error}")))?;
        self.line(ascii(&json));
        Ok(())
    }

    /// Whether anybody still reads.
    pub(super) fn is_open(&self) -> bool {
        self.failed.is_none()
    }

    /// Says whether all was written. A reader who has read enough is no failure.
    pub(super) fn close(self) -> Result<(), Failure> {
        match self.failed {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Usage(format!(
                "the output cannot be written: {error}; check where it goes"
            ))),
            Some(_) | None => Ok(()),
        }
    }
}

/// Escapes what is not ASCII, which JSON has in strings only.
fn ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            ascii.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    ascii
}

/// Sets server, project and what is said of it below one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    server: usize,
    project: usize,
}

impl Columns {
    /// As wide as the longest names.
    pub(super) fn new(site: &Site) -> Self {
        let longest = |names: &mut dyn Iterator<Item = &String>| {
            names.map(|name| name.chars().count()).max().unwrap_or(0)
        };
        Columns {
            server: longest(&mut site.servers().iter().map(|server| &server.name)),
            project: longest(&mut site.projects().map(|(_, project)| &project.name)),
        }
    }

    pub(super) fn row(self, server: &str, project: &str, said: &str) -> String {
        let Columns {
            server: first,
            project: second,
        } = self;
        format!("{server:first$}  {project:second$}  {said}")
    }
}
