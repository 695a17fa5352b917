//! Servers and projects as a table, which spreadsheets read and write: comma-separated values with the
//! columns `server`, `address`, `name` and `path`.

mod spreadsheet;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::edit::{Added, NewProject};
use super::encoding::{self, Encoding};
use super::incoming::Incoming;
use super::read::proper_name;
use crate::protocol::one_line;
use crate::site::{Address, Site, project_folder};

const COLUMNS: [&str; 4] = ["server", "address", "name", "path"];

/// The program that a table is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Anything that reads comma-separated values in UTF-8.
    Any,
    /// Excel, whose list separator and code page depend on the country. It ignores a UTF-8 mark beside
    /// a line with `sep=`, but recognises UTF-16 with tabs everywhere.
    Excel,
}

/// Writes the table of all servers and projects, with a row for each project and for each server without
/// any.
pub fn to_csv(site: &Site, reader: Reader) -> Vec<u8> {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for server in site.servers() {
        let row = |name: &str, path: &str| {
            let (name, path) = (name.to_owned(), path.to_owned());
            [server.name.clone(), server.address.to_string(), name, path]
        };
        let projects = server.projects.iter();
        rows.extend(projects.map(|project| row(&project.name, project.path.as_str())));
        if server.projects.is_empty() {
            rows.push(row("", ""));
        }
    }
    let mut builder = WriterBuilder::new();
    if reader == Reader::Excel {
        builder.delimiter(b'\t').terminator(Terminator::CRLF);
    }
    let mut writer = builder.from_writer(Vec::new());
    for row in rows {
        let row = row.map(|text| spreadsheet::cell(text, reader));
        // Nothing that is written to memory fails, and all rows are of one length.
        writer.write_record(row).ok();
    }
    let bytes = writer.into_inner().unwrap_or_default();
    match reader {
        Reader::Any => bytes,
        Reader::Excel => encoding::encode(Encoding::Utf16Le, &String::from_utf8_lossy(&bytes)),
    }
}

/// Reads a table. The columns may be in any order, and between them may be commas, semicolons or tabs.
///
/// # Errors
/// Everything that is wrong, each with its line and column.
pub(super) fn from_csv(text: &str) -> Result<Vec<Incoming>, Vec<String>> {
    let (separator, skipped, table) = separator(text);
    let mut reader = ReaderBuilder::new();
    reader
        .has_headers(false)
        .flexible(true)
        .delimiter(separator);
    let mut reader = reader.from_reader(table.as_bytes());
    let mut sheet = Sheet::default();
    let mut columns = None;
    let mut lines = Lines {
        table,
        at: 0,
        line: skipped + 1,
    };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                sheet.problems.push(format!("this is no table: {error}"));
                break;
            }
        };
        let line = lines.of(&record);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        match columns {
            None => columns = Some(sheet.header(line, &record)?),
            Some(columns) => sheet.row(line, &record, columns),
        }
    }
    if columns.is_none() {
        let first = COLUMNS.join(",");
        let problem = format!("line 1: the table is empty; its first line must be {first}");
        sheet.problems.push(problem);
    }
    match sheet.problems.is_empty() {
        true => Ok(sheet.servers),
        false => Err(sheet.problems),
    }
}

/// What stands between the columns, how many lines are before the table, and the table. Excel may say
/// in a first line what it took.
fn separator(text: &str) -> (u8, u64, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(said) = first.trim_end().strip_prefix("sep=")
        && let [separator] = said.as_bytes()
    {
        return (*separator, 1, rest);
    }
    let first = text.lines().find(|line| !line.trim().is_empty());
    let count = |separator: &u8| {
        let first = first.unwrap_or_default().bytes();
        first.filter(|byte| byte == separator).count()
    };
    let most = [b'\t', b';', b','].into_iter().max_by_key(count);
    (most.unwrap_or(b','), 0, text)
}

/// Counts the lines of a table. The reader's own count is too low by one where lines end with CRLF, for it
/// takes a record to begin before the line feed.
struct Lines<'t> {
    table: &'t str,
    /// Where the last record began, and in which line.
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line in which a record begins. To be asked for one after the other.
    fn of(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().map_or(0, |position| position.byte());
        let start = usize::try_from(start).unwrap_or(self.table.len());
        let rest = self.table.get(start..).unwrap_or_default();
        let text = rest.trim_start_matches(['\r', '\n']);
        let start = self.table.len() - text.len();
        let between = self.table.get(self.at..start).unwrap_or_default();
        self.line += u64::try_from(between.matches('\n').count()).unwrap_or(0);
        self.at = start;
        self.line
    }
}

/// Where each of the columns is.
#[derive(Clone, Copy)]
struct Places([usize; 4]);

/// What was read so far.
#[derive(Default)]
struct Sheet {
    servers: Vec<Incoming>,
    problems: Vec<String>,
    /// The places of the servers of these names.
    names: BTreeMap<String, usize>,
    /// The names of the servers at these addresses.
    addresses: BTreeMap<Address, String>,
    /// The lines of the projects with these servers and names, and servers and paths.
    projects: BTreeMap<(usize, String), u64>,
    paths: BTreeMap<(usize, String), u64>,
}

impl Sheet {
    fn header(&mut self, line: u64, record: &StringRecord) -> Result<Places, Vec<String>> {
        if let Some(problem) = spreadsheet::in_one_column(record, &COLUMNS) {
            return Err(vec![format!("line {line}: {problem}")]);
        }
        let found: Vec<String> = record.iter().map(|it| it.trim().to_lowercase()).collect();
        let place = |column: &str| found.iter().position(|it| it == column);
        let places = COLUMNS.map(place);
        let mut problems = Vec::new();
        for (column, _) in COLUMNS.iter().zip(&places).filter(|(_, it)| it.is_none()) {
            problems.push(format!(
                "line {line}: there is no column `{column}`; the first line must be {}",
                COLUMNS.join(",")
            ));
        }
        let unknown = |it: &&String| !it.is_empty() && !COLUMNS.contains(&it.as_str());
        for column in found.iter().filter(unknown) {
            problems.push(one_line(&format!(
                "line {line}: unknown column `{column}`; the columns are {}",
                COLUMNS.join(", ")
            )));
        }
        match (places, problems.is_empty()) {
            ([Some(server), Some(address), Some(name), Some(path)], true) => {
                Ok(Places([server, address, name, path]))
            }
            _ => Err(problems),
        }
    }

    fn row(&mut self, line: u64, record: &StringRecord, Places(places): Places) {
        let before = self.problems.len();
        let cells = places.map(|place| record.get(place).map(spreadsheet::text));
        let mut fields = cells.each_ref().map(|cell| cell.as_deref());
        for (field, column) in fields.iter_mut().zip(COLUMNS) {
            match field {
                Some(text) if text.contains(['\n', '\r']) => self.complain(
                    line,
                    column,
                    "a line break between quotes; put each project on a line of its own, and close every quote",
                ),
                Some(text) if spreadsheet::is_garbled(text) => {
                    self.complain(line, column, spreadsheet::GARBLED);
                }
                Some(text) => *text = text.trim(),
                None => {
                    let problem = "it is not in this line; each line must have all of them";
                    self.complain(line, column, problem);
                }
            }
        }
        let [Some(server), Some(address), Some(name), Some(path)] = fields else {
            return;
        };
        let width = places.iter().max().map_or(0, |place| place + 1);
        if record
            .iter()
            .skip(width)
            .any(|field| !field.trim().is_empty())
        {
            self.problems.push(format!(
                "line {line}: more columns than in the first line; put what has a separator in it between double quotes"
            ));
        }
        if self.problems.len() > before {
            return;
        }
        if let Some(place) = self.server(line, server, address)
            && !(name.is_empty() && path.is_empty())
        {
            self.project(line, place, name, path);
        }
    }

    /// The place of a row's server.
    fn server(&mut self, line: u64, name: &str, address: &str) -> Option<usize> {
        let name = self.fine(line, "server", proper_name(name, "this column"))?;
        let parsed = match address {
            "" => None,
            _ => {
                let parsed = address
                    .parse::<Address>()
                    .map_err(|error| error.to_string());
                Some(self.fine(line, "address", parsed)?)
            }
        };
        if let Some(address) = &parsed {
            let known = self
                .addresses
                .entry(address.clone())
                .or_insert_with(|| name.clone());
            if *known != name {
                let problem = format!("server \"{known}\" has the address {address} already");
                self.complain(line, "address", &problem);
                return None;
            }
        }
        let place = *self.names.entry(name.clone()).or_insert(self.servers.len());
        let Some(server) = self.servers.get_mut(place) else {
            self.servers.push(Incoming {
                place: format!("line {line}"),
                name,
                address: parsed,
                more: Vec::new(),
                projects: Vec::new(),
            });
            return Some(place);
        };
        match (&server.address, parsed) {
            (Some(known), Some(address)) if *known != address => {
                let problem = format!(
                    "server \"{name}\" has the address {known} in {}",
                    server.place
                );
                self.complain(line, "address", &problem);
                return None;
            }
            (None, Some(address)) => server.address = Some(address),
            (Some(_), _) | (None, None) => {}
        }
        Some(place)
    }

    fn project(&mut self, line: u64, place: usize, name: &str, path: &str) {
        let folder = project_folder(path).map_err(|error| error.to_string());
        let Some(path) = self.fine(line, "path", folder) else {
            return;
        };
        let name = match name {
            "" => String::new(),
            _ => match self.fine(line, "name", proper_name(name, "this column")) {
                Some(name) => name,
                None => return,
            },
        };
        let same = self.paths.insert((place, path.folded()), line);
        if let Some(first) = same {
            let problem = format!("this server has the path {path} in line {first} already");
            self.complain(line, "path", &problem);
            return;
        }
        if !name.is_empty()
            && let Some(first) = self.projects.insert((place, name.clone()), line)
        {
            let problem = format!("this server has a project \"{name}\" in line {first} already");
            self.complain(line, "name", &problem);
            return;
        }
        if let Some(server) = self.servers.get_mut(place) {
            let path = path.to_string();
            let project = NewProject {
                name,
                path,
                port: None,
            };
            server.projects.push(Added {
                project,
                more: Vec::new(),
            });
        }
    }

    fn fine<T>(&mut self, line: u64, column: &str, value: Result<T, String>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(problem) => {
                self.complain(line, column, &problem);
                None
            }
        }
    }

    fn complain(&mut self, line: u64, column: &str, problem: &str) {
        let problem = format!("line {line}, column `{column}`: {problem}");
        self.problems.push(one_line(&problem));
    }
}
