//! A project's own description, `pekat_package.json`.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroU16;
use std::path::Path;

use thiserror::Error;

use super::json;

/// The file that makes a folder a project.
pub const FILE_NAME: &str = "pekat_package.json";

/// The longest file that is read, in bytes. Real ones have a few hundred.
pub const MAX_BYTES: usize = 1 << 20;

/// What a project says of itself. Everything may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Package {
    /// What it is called.
    pub name: Option<String>,
    /// The TCP port of its page.
    pub port: Option<NonZeroU16>,
}

/// Why a description says nothing. The project is there all the same.
#[derive(Debug, Error)]
pub enum PackageError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Read(#[from] io::Error),
    /// It is not a file.
    #[error("is not a file")]
    NoFile,
    /// It is longer than [`MAX_BYTES`].
    #[error("is longer than 1 MiB")]
    TooLong,
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    NoJson(String),
    /// It is JSON, but not an object.
    #[error("is not a JSON object")]
    NoObject,
}

impl Package {
    /// Reads a description. Fields that are missing, of another type or out of range are left out,
    /// and unknown ones do not count.
    ///
    /// # Errors
    /// When it is too long or no JSON object.
    pub fn parse(bytes: &[u8]) -> Result<Self, PackageError> {
        if bytes.len() > MAX_BYTES {
            return Err(PackageError::TooLong);
        }
        let value = json::parse(bytes).map_err(PackageError::NoJson)?;
        let object = value.as_object().ok_or(PackageError::NoObject)?;
        Ok(Package {
            name: json::name(object, &["name"]),
            port: json::port(object),
        })
    }

    /// Reads a description's file.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and when it cannot be read.
    pub(super) fn load(path: &Path) -> Result<Self, PackageError> {
        // To open a pipe would wait for somebody who writes into it.
        if !path.metadata()?.is_file() {
            return Err(PackageError::NoFile);
        }
        let mut bytes = Vec::new();
        let most = MAX_BYTES as u64 + 1;
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
        Package::parse(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: Option<&str>, port: u16) -> Package {
        Package {
            name: name.map(str::to_owned),
            port: NonZeroU16::new(port),
        }
    }

    fn read(bytes: &[u8]) -> Result<Package, String> {
        Package::parse(bytes).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_there_is_taken_and_what_is_odd_is_left_out() {
        let cases: [(&[u8], Package); 14] = [
            (br#"{"name":"A","port":8000}"#, package(Some("A"), 8000)),
            (b"\xef\xbb\xbf{\"name\":\"A\"}", package(Some("A"), 0)),
            (b"{}", package(None, 0)),
            (br#"{"version":"3","autoStart":[{}]}"#, package(None, 0)),
            (br#"{"name":7,"port":[8000]}"#, package(None, 0)),
            (br#"{"name":null,"port":"8000"}"#, package(None, 8000)),
            (br#"{"name":" ","port":0}"#, package(None, 0)),
            (br#"{"port":65536}"#, package(None, 0)),
            (br#"{"port":-1}"#, package(None, 0)),
            (br#"{"port":8000.5}"#, package(None, 0)),
            (
                br#"{"name":" A\nB\u202e "}"#,
                package(Some("A\\nB\\u{202e}"), 0),
            ),
            (b"{\"name\":\"P\xf8i\"}", package(Some("P\u{fffd}i"), 0)),
            (b"\xff\xfe{\0}\0", package(None, 0)),
            (b"\xfe\xff\0{\0}", package(None, 0)),
        ];
        for (bytes, expected) in cases {
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(read(bytes), Ok(expected), "{text}");
        }
        let long = format!("{{\"name\":\"{}\"}}", "ř".repeat(100));
        let name = "ř".repeat(64);
        assert_eq!(read(long.as_bytes()), Ok(package(Some(&name), 0)));
    }

    #[test]
    fn what_is_no_description_is_refused_with_the_reason() {
        let deep = "[".repeat(100_000);
        let long = format!("{{}}{}", " ".repeat(MAX_BYTES));
        let cases: [(&[u8], &str); 6] = [
            (b"", "is not JSON: EOF"),
            (b"{\"name\":", "is not JSON: EOF"),
            (b"\0\0", "is not JSON: expected value"),
            (deep.as_bytes(), "is not JSON: recursion limit"),
            (b"[]", "is not a JSON object"),
            (long.as_bytes(), "is longer than 1 MiB"),
        ];
        for (bytes, expected) in cases {
            let error = read(bytes).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(read(&long.as_bytes()[..MAX_BYTES]).is_ok());
    }
}
