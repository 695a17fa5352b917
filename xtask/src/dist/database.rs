//! A package as a plain value: tables, streams and what describes it. Windows Installer's format keeps
//! order, times and free space of how a file came to be; a value has none of them, so the same value is
//! always written as the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use msi::{CodePage, Column, Insert, LanguageId, Package, PackageType, Select, Value};
use uuid::Uuid;

use super::schema;

/// A whole package.
#[derive(Clone, Default)]
pub struct Database {
    /// Its tables by their names.
    pub tables: BTreeMap<String, Table>,
    /// Its streams by their names: the cabinet, and what columns of tables hold, as `Binary.Actions`.
    pub streams: BTreeMap<String, Vec<u8>>,
}

/// A table.
#[derive(Clone)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows by their keys, so that no two have the same.
    pub rows: BTreeMap<Vec<Value>, Vec<Value>>,
}

/// What the file says of itself without being opened as a database: the summary information stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Whose work it is.
    pub author: String,
    /// What it installs.
    pub subject: String,
    /// What that is.
    pub comments: String,
    /// The package code, another one for each other content.
    pub code: Uuid,
    /// The time of its making.
    pub time: SystemTime,
}

/// The kind of file, as Windows shows it.
const TITLE: &str = "Installation Database";
/// The Windows Installer that is needed, 5.0, times a hundred.
const INSTALLER: i32 = 500;
/// The files are compressed and have long names, and an administrator installs them.
const COMPRESSED: i32 = 2;
/// Better not written to.
const READ_ONLY: i32 = 2;
/// English (United States).
const ENGLISH: u16 = 1033;
const WESTERN: CodePage = CodePage::Windows1252;

impl Database {
    /// Reads a package.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(bytes: Vec<u8>) -> Result<Self> {
        let mut package = Package::open(Cursor::new(bytes)).context("opening the package")?;
        Self::of(&mut package)
    }

    /// What an open package holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(package: &mut Package<Cursor<Vec<u8>>>) -> Result<Self> {
        let mut database = Self::default();
        let tables = package.tables().map(|it| (it.name(), it.columns()));
        let tables: Vec<(String, Vec<Column>)> = tables
            // The names of others that begin so are the format's own.
            .filter(|(name, _)| !name.starts_with('_'))
            .map(|(name, columns)| (name.to_owned(), columns.to_vec()))
            .collect();
        for (name, columns) in tables {
            let mut table = Table::new(columns);
            let rows = package.select_rows(Select::table(&*name));
            for row in rows.with_context(|| format!("reading the table {name}"))? {
                table.put((0..row.len()).map(|at| row[at].clone()).collect());
            }
            database.tables.insert(name, table);
        }
        let names: Vec<String> = package.streams().collect();
        for name in names {
            let mut bytes = Vec::new();
            let mut stream = package.read_stream(&name)?;
            stream
                .read_to_end(&mut bytes)
                .with_context(|| format!("reading the stream {name}"))?;
            database.streams.insert(name, bytes);
        }
        Ok(database)
    }

    /// A new file of the library's, with everything in it.
    ///
    /// # Errors
    /// When the format cannot hold something.
    pub fn package(&self, summary: &Summary) -> Result<Package<Cursor<Vec<u8>>>> {
        let mut package = Package::create(PackageType::Installer, Cursor::new(Vec::new()))?;
        package.set_database_codepage(WESTERN);
        for (name, table) in &self.tables {
            let write = |package: &mut Package<_>| {
                package.create_table(&**name, table.columns.clone())?;
                let rows = table.rows.values().cloned().collect();
                package.insert_rows(Insert::into(&**name).rows(rows))
            };
            write(&mut package).with_context(|| format!("writing the table {name}"))?;
        }
        for (name, bytes) in &self.streams {
            let mut stream = package.write_stream(name)?;
            stream.write_all(bytes)?;
        }
        let info = package.summary_info_mut();
        info.set_codepage(WESTERN);
        info.set_title(TITLE);
        info.set_author(&*summary.author);
        info.set_subject(&*summary.subject);
        info.set_comments(&*summary.comments);
        info.set_keywords(&["Installer".to_owned()]);
        info.set_arch("x64");
        info.set_languages(&[LanguageId::from_id(ENGLISH)]);
        info.set_uuid(summary.code);
        info.set_creation_time(summary.time);
        info.set_last_save_time(summary.time);
        info.set_page_count(INSTALLER);
        info.set_word_count(COMPRESSED);
        info.set_doc_security(READ_ONLY);
        info.set_creating_application("cargo xtask dist");
        package.flush()?;
        Ok(package)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// When the format cannot hold something, also a letter that Windows' Western code page has not.
    pub fn write(&self, summary: &Summary) -> Result<Vec<u8>> {
        let written = self.package(summary)?.into_inner()?.into_inner();
        let bytes = compact(written)?;
        let back = Self::read(bytes.clone())?;
        for (name, table) in &self.tables {
            let back = back.tables.get(name).map(|table| &table.rows);
            ensure!(
                back == Some(&table.rows),
                "the table {name} is another one when it is read"
            );
        }
        ensure!(back.streams == self.streams, "streams are not as written");
        Ok(bytes)
    }

    /// A table that is there, or is made as Windows Installer knows it.
    ///
    /// # Errors
    /// When nobody knows its columns.
    pub fn table(&mut self, name: &str) -> Result<&mut Table> {
        if !self.tables.contains_key(name) {
            let columns = schema::columns(name)?;
            self.tables.insert(name.to_owned(), Table::new(columns));
        }
        self.tables
            .get_mut(name)
            .with_context(|| format!("no table {name}"))
    }

    /// Puts a row into a table, in the place of the one with the same key.
    ///
    /// # Errors
    /// When nobody knows the table, or the row has not as many columns.
    pub fn put(&mut self, table: &str, row: Vec<Value>) -> Result<()> {
        let into = self.table(table)?;
        ensure!(
            row.len() == into.columns.len(),
            "{table} has {} columns: {row:?}",
            into.columns.len()
        );
        into.put(row);
        Ok(())
    }

    /// The rows of a table; none where there is no such table.
    pub fn rows(&self, table: &str) -> impl Iterator<Item = Row<'_>> {
        let table = self.tables.get(table);
        table.into_iter().flat_map(|table| {
            let rows = table.rows.values();
            rows.map(|values| Row { table, values })
        })
    }

    /// The value of a property of the package.
    ///
    /// # Errors
    /// When it has none.
    pub fn property(&self, name: &str) -> Result<&str> {
        self.rows("Property")
            .find(|row| row.text("Property") == name)
            .map(|row| row.text("Value"))
            .with_context(|| format!("the package has no property {name}"))
    }
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        let rows = BTreeMap::new();
        Self { columns, rows }
    }

    fn put(&mut self, row: Vec<Value>) {
        let keys = self.columns.iter().zip(&row);
        let keys = keys.filter(|(column, _)| column.is_primary_key());
        let key = keys.map(|(_, value)| value.clone()).collect();
        self.rows.insert(key, row);
    }

    /// Where a column stands.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name() == column)
    }

    /// Changes rows, whose keys may become others.
    pub fn change(&mut self, change: impl FnMut(&mut Vec<Value>)) {
        let rows = std::mem::take(&mut self.rows);
        let mut rows: Vec<_> = rows.into_values().collect();
        rows.iter_mut().for_each(change);
        rows.into_iter().for_each(|row| self.put(row));
    }
}

/// A row, whose values are had by their columns' names.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    /// Its values.
    pub values: &'a [Value],
}

impl<'a> Row<'a> {
    /// A value; null where there is no such column.
    #[must_use]
    pub fn value(self, column: &str) -> &'a Value {
        let at = self.table.position(column);
        at.and_then(|at| self.values.get(at))
            .unwrap_or(&Value::Null)
    }

    /// A text, which is empty where there is none.
    #[must_use]
    pub fn text(self, column: &str) -> &'a str {
        self.value(column).as_str().unwrap_or_default()
    }

    /// A number, which is 0 where there is none.
    #[must_use]
    pub fn number(self, column: &str) -> i32 {
        self.value(column).as_int().unwrap_or_default()
    }
}

/// The same compound file without free space, in sectors of 512 bytes as Windows makes them.
fn compact(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut from = cfb::CompoundFile::open(Cursor::new(bytes))?;
    let into = Cursor::new(Vec::new());
    let mut into = cfb::CompoundFile::create_with_version(cfb::Version::V3, into)?;
    into.set_storage_clsid("/", *from.root_entry().clsid())?;
    let streams: Vec<_> = from.walk().filter(cfb::Entry::is_stream).collect();
    for entry in streams {
        let mut bytes = Vec::new();
        from.open_stream(entry.path())?.read_to_end(&mut bytes)?;
        into.create_stream(entry.path())?.write_all(&bytes)?;
    }
    into.flush()?;
    Ok(into.into_inner().into_inner())
}
