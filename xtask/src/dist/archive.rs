//! The portable archive: the programs without an installer.

use std::io::{Cursor, Write as _};

use anyhow::Result;
use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::staged::{Staged, for_windows};

/// What is in it besides the staged files that are not only for administrators.
const README: &str = "\
PEKAT Tray %VERSION%, without an installer

Put this folder where you want it and start pekat-tray.exe: its icon appears next to the clock.
pekatctl.exe does the same from a command line; pekatctl --help tells how. Both need
pekat_tray_core.dll beside them, and Windows 10 version 1809 or later, 64-bit.

The configuration is not in this folder, but in

    %APPDATA%\\pekat-tray\\config.toml      yours; the program makes it
    %ProgramData%\\pekat-tray\\config.toml  for all users of the computer, if somebody has made it

and the log in %LOCALAPPDATA%\\pekat-tray. No other file is written. The registry
has what tells Windows our name until you log off, and, if you turn \"Start with Windows\" on in the
menu, this very place.

To remove it, turn \"Start with Windows\" off, end the program by its menu, and delete this folder
and those two of yours.

For many computers there is the MSI. PEKAT Tray is under the MIT licence or the Apache Licence
2.0, as you choose (LICENSE-MIT.txt, LICENSE-APACHE.txt); licences.txt tells what of others is in it.
";

/// The archive, the same bytes from the same files.
///
/// # Errors
/// When the time is none that the format has.
pub(super) fn archive(staged: &Staged, version: &str) -> Result<Vec<u8>> {
    let readme = for_windows(&README.replace("%VERSION%", version)).into_bytes();
    let files = staged.files.iter();
    let files = files.filter(|(name, _)| !name.starts_with("policy/"));
    let mut all: Vec<(&str, &[u8])> = files.map(|(name, bytes)| (&**name, &**bytes)).collect();
    all.push(("README.txt", &readme));
    all.sort_unstable();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(time(staged)?)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in all {
        zip.start_file(format!("pekat-tray-{version}/{name}"), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn time(staged: &Staged) -> Result<zip::DateTime> {
    let time = DateTime::<Utc>::from(staged.time);
    let [month, day, hour, minute, second] = [
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second(),
    ]
    .map(|part| u8::try_from(part).unwrap_or_default());
    let year = u16::try_from(time.year())?;
    Ok(zip::DateTime::from_date_and_time(
        year, month, day, hour, minute, second,
    )?)
}
