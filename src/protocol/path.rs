//! A project's path: its folder on the server's disk.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

/// The longest project path in UTF-16 units: the limit of Windows' own extended-length paths.
pub const MAX_PATH_UNITS: usize = 32_767;

/// A project's folder on the server's disk, fit to be sent: not empty, not too long, and free of
/// control characters. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectPath(Arc<str>);

/// Why a text cannot be a project path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PathError {
    /// Nothing, or nothing but white space.
    #[error("the project path is empty; give the project's folder on the server")]
    Empty,
    /// More than [`MAX_PATH_UNITS`].
    #[error(
        "the project path is {units} characters long; at most {MAX_PATH_UNITS} are possible on Windows"
    )]
    TooLong {
        /// Its length in UTF-16 units.
        units: usize,
    },
    /// NUL, a line break or another control character.
    #[error(
        "the project path has a control character ({character}) at position {position}; remove it"
    )]
    Control {
        /// The character, escaped.
        character: String,
        /// Counted in characters from 1.
        position: usize,
    },
}

impl ProjectPath {
    /// Checks a path.
    ///
    /// # Errors
    /// When it is empty, too long, or has control characters.
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.trim().is_empty() {
            return Err(PathError::Empty);
        }
        let control = text.chars().enumerate().find(|(_, c)| c.is_control());
        if let Some((index, character)) = control {
            return Err(PathError::Control {
                character: character.escape_default().to_string(),
                position: index + 1,
            });
        }
        let units = text.encode_utf16().count();
        if units > MAX_PATH_UNITS {
            return Err(PathError::TooLong { units });
        }
        Ok(ProjectPath(text.into()))
    }

    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder's own name: the last part of the path, as either system separates them.
    pub fn last_part(&self) -> &str {
        let parts = self.0.rsplit(['\\', '/']);
        let mut parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.next().unwrap_or(&self.0)
    }

    /// Returns true for a path like `/opt/A`, which only a server on Linux has.
    pub fn is_unix(&self) -> bool {
        self.0.starts_with('/') && !self.0.starts_with("//")
    }

    /// A form that is equal for paths of the same folder. Slashes at the end do not count, nor, on
    /// Windows, case and the kind of slash.
    pub fn folded(&self) -> String {
        if self.is_unix() {
            return self.0.trim_end_matches('/').to_owned();
        }
        let folded = self.0.to_lowercase().replace('/', "\\");
        folded.trim_end_matches('\\').to_owned()
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProjectPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        ProjectPath::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> ProjectPath {
        ProjectPath::new(text).unwrap()
    }

    #[test]
    fn paths_that_cannot_be_sent_are_refused_with_the_reason() {
        let long = "x".repeat(MAX_PATH_UNITS + 1);
        let cases = [
            ("", PathError::Empty),
            (" \u{a0}", PathError::Empty),
            (
                "C:\\A\0",
                PathError::Control {
                    character: "\\u{0}".into(),
                    position: 5,
                },
            ),
            (
                "é\r\n",
                PathError::Control {
                    character: "\\r".into(),
                    position: 2,
                },
            ),
            (
                "a\u{85}",
                PathError::Control {
                    character: "\\u{85}".into(),
                    position: 2,
                },
            ),
            (
                long.as_str(),
                PathError::TooLong {
                    units: MAX_PATH_UNITS + 1,
                },
            ),
        ];
        for (text, error) in cases {
            assert_eq!(ProjectPath::new(text), Err(error));
        }
        assert!(ProjectPath::new(&"x".repeat(MAX_PATH_UNITS)).is_ok());
    }

    #[test]
    fn paths_of_one_folder_fold_to_one_form() {
        for spelling in [r"C:\Dir\A", r"c:\dir\a", r"C:/Dir/A/", r"C:\DIR\A\\"] {
            assert_eq!(path(spelling).folded(), r"c:\dir\a");
        }
        for spelling in [r"\\NAS\Dir", "//nas/dir/"] {
            assert_eq!(path(spelling).folded(), r"\\nas\dir");
        }
        assert_eq!(path("/opt/Dir//").folded(), "/opt/Dir");
        assert_ne!(path(r"C:\A").folded(), path(r"C:\AB").folded());
        // Linux tells case apart, and takes a backslash for a letter.
        assert_ne!(path("/opt/A").folded(), path("/opt/a").folded());
        assert_ne!(path("/opt/A/B").folded(), path(r"/opt/A\B").folded());
    }
}
