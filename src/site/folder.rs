//! A folder on this computer.

use std::path::Path;
use std::str::FromStr;

use thiserror::Error;

use crate::protocol::{breaks_line, turns_writing};

/// The full path of a folder on this computer, which need not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(String);

/// Why a text names no folder.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FolderError {
    /// It would depend on where the program was started.
    #[error(
        "'{0}' is not the full path of a folder; write it like 'D:\\Projects' or '\\\\server\\share\\Projects'"
    )]
    Relative(String),
    /// Something in it cannot be seen.
    #[error("'{0}' begins or ends with a space, or has an invisible character; remove it")]
    Unseen(String),
}

impl FromStr for Folder {
    type Err = FolderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unseen = |character| breaks_line(character) || turns_writing(character);
        if text.trim() != text || text.chars().any(unseen) {
            return Err(FolderError::Unseen(text.to_owned()));
        }
        if is_full(text) {
            Ok(Folder(text.to_owned()))
        } else {
            Err(FolderError::Relative(text.to_owned()))
        }
    }
}

/// Whether it is the same folder wherever the program was started, on Windows or elsewhere.
fn is_full(text: &str) -> bool {
    let slash = |byte: u8| matches!(byte, b'\\' | b'/');
    match text.as_bytes() {
        [b'/', ..] | [b'\\', b'\\', _, ..] => true,
        [drive, b':', separator, ..] => drive.is_ascii_alphabetic() && slash(*separator),
        _ => false,
    }
}

impl Folder {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_paths_are_taken_as_written_and_what_is_none_is_refused() {
        for text in [
            r"C:\",
            "c:/Projects",
            r"D:\Péče o výrobu",
            r"\\server\share",
            "//server/share",
            "/srv",
        ] {
            let folder: Folder = text.parse().unwrap();
            assert_eq!(folder.as_str(), text);
        }
        for text in [
            "",
            "C:",
            "C:Projects",
            r"\Projects",
            r"\\",
            "Projects",
            "1:/",
        ] {
            let relative = FolderError::Relative(text.to_owned());
            assert_eq!(text.parse::<Folder>(), Err(relative), "{text}");
        }
        for text in [r" C:\A", "C:\\A\t", "C:\\A\nB", "C:\\\u{202e}A"] {
            let unseen = FolderError::Unseen(text.to_owned());
            assert_eq!(text.parse::<Folder>(), Err(unseen), "{text}");
        }
    }
}
