//! What is on drive C and in the registry, as a value that can be compared with a later one.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

/// Where Windows Installer keeps what it knows about installed products: its copies of the packages, and
/// which component, feature and product is where. Of use to nobody else.
pub const INSTALLERS_OWN: &[&str] = &[
    r"C:\windows\Installer\",
    r"HKLM\Software\Classes\Installer\",
    r"HKLM\Software\Microsoft\Windows\CurrentVersion\Installer\",
];

/// What changes though nobody installs anything: Wine writes down at each of its starts which graphics
/// driver and fonts it found, and what of its own it remembers of the mouse.
const PASSING: &[&str] = &[
    r"HKLM\System\CurrentControlSet\Control\Class\",
    r"HKLM\System\CurrentControlSet\Control\Video\",
    r"HKLM\System\CurrentControlSet\Hardware Profiles\",
    r"HKCU\Software\Wine\",
];

/// What Wine leaves of every product that has been removed: keys and a folder that it has emptied, and a
/// semicolon. Windows keeps Run, in which others have values, and takes the semicolon away.
const LEFT_BY_WINE: &[&str] = &[
    r"+ C:\windows\Installer\",
    r"+ HKLM\Software\Classes\Installer\Features\",
    r"+ HKLM\Software\Classes\Installer\Products\",
    r"+ HKLM\Software\Classes\Installer\UpgradeCodes\",
    r"+ HKLM\Software\Microsoft\Windows\CurrentVersion\Installer\UpgradeCodes\",
    r"+ HKLM\Software\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18\Components\",
    r"+ HKLM\Software\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18\Products\",
    r"- HKLM\Software\Microsoft\Windows\CurrentVersion\Run\",
];
const PATH: &str = r"HKLM\System\CurrentControlSet\Control\Session Manager\Environment\: PATH";

/// What is on drive C and in the registry: names, and what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot(BTreeMap<String, String>);

impl Snapshot {
    /// The same without what begins with one of these, however it is capitalised.
    #[must_use]
    pub fn without(&self, prefixes: &[&str]) -> Self {
        let is_in = |name: &str| prefixes.iter().any(|prefix| begins(name, prefix));
        let entries = self.0.iter().filter(|(name, _)| !is_in(name));
        Self(
            entries
                .map(|(name, data)| (name.clone(), data.clone()))
                .collect(),
        )
    }

    /// What has come (`+`), gone (`-`) and changed (`~`) since, sorted by name. Values of the registry are
    /// given with what they hold, files and keys by their names; a folder or key in which something has come
    /// or gone is not named besides.
    #[must_use]
    pub fn difference(&self, later: &Self) -> Vec<String> {
        let names: std::collections::BTreeSet<_> = self.0.keys().chain(later.0.keys()).collect();
        let mut lines: Vec<String> = Vec::new();
        for name in names {
            let (before, after) = (self.0.get(name), later.0.get(name));
            let line = match (before, after) {
                (None, Some(data)) => format!("+ {}", told(name, data)),
                (Some(data), None) => format!("- {}", told(name, data)),
                (Some(before), Some(after)) if before != after => {
                    format!("~ {}", told(name, after))
                }
                (Some(_), Some(_)) | (None, None) => continue,
            };
            // Names are sorted, so a folder comes right before what is in it.
            if lines
                .last()
                .is_some_and(|last| last.ends_with('\\') && line.starts_with(&**last))
            {
                lines.pop();
            }
            lines.push(line);
        }
        lines
    }

    /// The difference to a later one, after a product has come and gone, but for what Wine leaves of every
    /// one.
    #[must_use]
    pub fn remains(&self, later: &Self) -> Vec<String> {
        let mut before = self.clone();
        let mut later = later.clone();
        for snapshot in [&mut before, &mut later] {
            if let Some(path) = snapshot.0.get_mut(PATH) {
                *path = path.trim_end_matches(';').to_owned();
            }
        }
        let mut remains = before.difference(&later);
        remains.retain(|line| !LEFT_BY_WINE.contains(&&**line));
        remains
    }

    /// Adds the files of drive C.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub(super) fn add_files(&mut self, drive_c: &Path) -> Result<()> {
        self.add_folder(drive_c, "C:")?;
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path, name: &str) -> Result<()> {
        let entries = folder
            .read_dir()
            .with_context(|| format!("reading {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{name}\\{}", entry.file_name().to_string_lossy());
            // What lies outside the prefix is reached through links, and they are not followed.
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.add(format!("{name}\\"), String::new());
                self.add_folder(&entry.path(), &name)?;
            } else if kind.is_file() {
                let held = held(&entry.path(), is_windows(&name))
                    .with_context(|| format!("reading {name}"))?;
                self.add(name, held);
            }
        }
        Ok(())
    }

    /// Adds what `regedit /E` has written.
    pub(super) fn add_registry(&mut self, exported: &str) {
        let mut key = String::new();
        let mut lines = exported.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                key = name.replacen("HKEY_LOCAL_MACHINE", "HKLM", 1).replacen(
                    "HKEY_CURRENT_USER",
                    "HKCU",
                    1,
                );
                self.add(format!("{key}\\"), String::new());
                continue;
            }
            if !line.starts_with(['"', '@']) {
                continue;
            }
            // Long data goes on over the next lines, and texts may have line breaks in them.
            let mut line = line.to_owned();
            while let Some(more) =
                lines.next_if(|next| !next.starts_with(['"', '@', '[']) && !next.is_empty())
            {
                line = format!("{}{}", line.trim_end_matches('\\'), more.trim_start());
            }
            let (name, data) = value(&line);
            self.add(format!("{key}\\: {name}"), data);
        }
    }

    fn add(&mut self, name: String, data: String) {
        if !PASSING.iter().any(|prefix| begins(&name, prefix)) {
            self.0.insert(name, data);
        }
    }
}

/// How an entry is told: files and keys by name, values of the registry with their data.
fn told(name: &str, data: &str) -> String {
    if name.starts_with("HK") && !data.is_empty() {
        format!("{name} = {data}")
    } else {
        name.to_owned()
    }
}

/// Whether this is one of Windows' own files, which are many and big.
fn is_windows(name: &str) -> bool {
    begins(name, r"C:\windows\") && !begins(name, r"C:\windows\PolicyDefinitions\")
}

/// Whether a name begins with another, however they are capitalised.
fn begins(name: &str, prefix: &str) -> bool {
    let head = name.get(..prefix.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// What stands for what a file holds: its length, and its bytes in short or else when it was changed.
fn held(file: &Path, quickly: bool) -> Result<String> {
    if quickly {
        let metadata = fs::metadata(file)?;
        let changed = metadata.modified()?.duration_since(UNIX_EPOCH)?;
        return Ok(format!("{} {}", metadata.len(), changed.as_nanos()));
    }
    let bytes = fs::read(file)?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    Ok(format!("{} {:x}", bytes.len(), hasher.finish()))
}

/// Name and data of a line of an exported registry.
fn value(line: &str) -> (String, String) {
    let (name, data) = match line.strip_prefix('"') {
        // The name ends at the first quotation mark that is not escaped.
        Some(rest) => {
            let mut escaped = false;
            let end = rest.find(|character| {
                let ends = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                ends
            });
            rest.split_at(end.unwrap_or(rest.len()))
        }
        None => ("(default)", line.trim_start_matches('@')),
    };
    let data = data.trim_start_matches('"').trim_start_matches('=');
    (unescaped(name), readable(data))
}

/// Texts as they are, the bytes of expandable texts as text, anything else as exported.
fn readable(data: &str) -> String {
    if let Some(text) = data
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return unescaped(text);
    }
    let Some(bytes) = data.strip_prefix("hex(2):") else {
        return data.to_owned();
    };
    let bytes: Vec<u8> = bytes
        .split(',')
        .filter_map(|byte| u8::from_str_radix(byte.trim(), 16).ok())
        .collect();
    utf16(&bytes).trim_end_matches('\0').to_owned()
}

fn unescaped(text: &str) -> String {
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            _ => plain.push(character),
        }
    }
    plain
}

/// Text of little-endian UTF-16, without a byte-order mark.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units).replace('\u{feff}', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exported(text: &str) -> Snapshot {
        let mut snapshot = Snapshot::default();
        snapshot.add_registry(text);
        snapshot
    }

    #[test]
    fn what_came_went_and_changed_is_told_with_what_it_holds() {
        let before = exported(
            "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\Software\\A]\n@=\"x\"\n\"gone\"=dword:00000001\n",
        );
        let after = exported(concat!(
            "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\Software\\A]\n@=\"y\"\n\n",
            "[HKEY_LOCAL_MACHINE\\Software\\A\\B]\n",
            "\"says \\\"hi\\\"\"=\"\\\"C:\\\\Program Files\\\\a.exe\\\"\"\n",
            "\"Path\"=hex(2):43,00,3a,\\\n  00,5c,00,00,00\n\n",
            "[HKEY_CURRENT_USER\\Empty]\n",
        ));
        assert_eq!(
            before.difference(&after),
            [
                r"+ HKCU\Empty\",
                r"~ HKLM\Software\A\: (default) = y",
                r"- HKLM\Software\A\: gone = dword:00000001",
                r"+ HKLM\Software\A\B\: Path = C:\",
                r#"+ HKLM\Software\A\B\: says "hi" = "C:\Program Files\a.exe""#,
            ]
        );
        assert_eq!(after.difference(&after), [""; 0]);
    }

    #[test]
    fn what_is_left_out_is_left_out_however_it_is_capitalised() {
        let with =
            exported("[HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\Installer\\Products]\n\"a\"=\"b\"\n");
        assert_eq!(with.without(INSTALLERS_OWN), Snapshot::default());
    }
}
