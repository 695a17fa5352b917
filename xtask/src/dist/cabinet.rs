//! The cabinet with the files, written anew in the order of their numbers, so that whichever compiler has made the
//! tables, the bytes are the same, and as few as its kind of compression allows.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use anyhow::{Context, Result, ensure};
use cab::{Cabinet, CabinetBuilder, CompressionType};
use time::{OffsetDateTime, PrimitiveDateTime};

use super::database::Database;
use super::layout;
use super::staged::Staged;

/// The name of the stream with the cabinet.
fn stream(database: &Database) -> Result<&str> {
    let media = database.rows("Media").next().context("no medium")?;
    let name = media.text("Cabinet");
    name.strip_prefix('#')
        .context("the cabinet is not in the package")
}

/// Puts the staged files in place of what the compiler has packed.
pub(super) fn press(database: &mut Database, staged: &Staged) -> Result<()> {
    let name = stream(database)?.to_owned();
    let paths = layout::paths(database)?;
    let files: BTreeMap<i32, &str> = database
        .rows("File")
        .map(|row| (row.number("Sequence"), row.text("File")))
        .collect();
    let time = OffsetDateTime::from(staged.time);
    let time = PrimitiveDateTime::new(time.date(), time.time());
    let mut builder = CabinetBuilder::new();
    let folder = builder.add_folder(CompressionType::MsZip);
    for key in files.values() {
        folder.add_file(*key).set_datetime(time);
    }
    let mut writer = builder.build(Cursor::new(Vec::new()))?;
    while let Some(mut file) = writer.next_file()? {
        let path = paths.get(file.file_name());
        let bytes = path.and_then(|path| staged.files.get(path));
        file.write_all(bytes.with_context(|| format!("{} was not staged", file.file_name()))?)?;
    }
    let bytes = writer.finish()?.into_inner();
    database.streams.insert(name, bytes);
    Ok(())
}

/// The files in the cabinet by their keys.
pub(super) fn files(database: &Database) -> Result<BTreeMap<String, Vec<u8>>> {
    let name = stream(database)?;
    let bytes = database.streams.get(name);
    let bytes = bytes.with_context(|| format!("there is no stream {name}"))?;
    let mut cabinet = Cabinet::new(Cursor::new(bytes))?;
    let names: Vec<String> = cabinet
        .folder_entries()
        .flat_map(|folder| folder.file_entries())
        .map(|file| file.name().to_owned())
        .collect();
    let mut files = BTreeMap::new();
    for name in names {
        let mut bytes = Vec::new();
        cabinet.read_file(&name)?.read_to_end(&mut bytes)?;
        let before = files.insert(name.clone(), bytes);
        ensure!(before.is_none(), "{name} is in it twice");
    }
    Ok(files)
}
