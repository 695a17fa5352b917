//! The version that a Windows program says of itself.

/// As Windows Installer compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileVersion {
    /// Four numbers.
    pub(super) version: String,
    /// The number of the language of its texts.
    pub(super) language: u16,
}

/// Begins the fixed part of the resource, with the version of that form.
/// <https://learn.microsoft.com/windows/win32/api/verrsrc/ns-verrsrc-vs_fixedfileinfo>
const FIXED: [u8; 8] = [0xbd, 0x04, 0xef, 0xfe, 0, 0, 1, 0];

/// The version of a program or library; none where it has no resource of that kind.
pub(super) fn of(bytes: &[u8]) -> Option<FileVersion> {
    if !bytes.starts_with(b"MZ") {
        return None;
    }
    let at = find(bytes, &FIXED)?;
    let word = |at: usize| {
        let word = bytes.get(at..at + 2)?;
        Some(u16::from_le_bytes(word.try_into().ok()?))
    };
    let [minor, major, build, patch] = [8, 10, 12, 14].map(|offset| word(at + offset));
    let version = format!("{}.{}.{}.{}", major?, minor?, patch?, build?);
    let key: Vec<u8> = "Translation\0"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let rest = bytes.get(at..)?;
    // The value follows at the next address that four divides, counted from the block's head of six bytes.
    let value = at + find(rest, &key)? + key.len() + 2;
    Some(FileVersion {
        version,
        language: word(value)?,
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// A small file with the version 1.2.3.4 in English, for tests.
#[cfg(test)]
pub(super) fn dummy(rest: &str) -> Vec<u8> {
    let mut bytes = b"MZ dummy ".to_vec();
    bytes.extend(FIXED);
    for word in [2u16, 1, 4, 3] {
        bytes.extend(word.to_le_bytes());
    }
    let key = "Translation\0".encode_utf16().chain([0, 1033, 1200]);
    bytes.extend(key.flat_map(u16::to_le_bytes));
    bytes.extend(rest.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_version_is_read_and_texts_have_none() {
        let wanted = FileVersion {
            version: "1.2.3.4".to_owned(),
            language: 1033,
        };
        assert_eq!(of(&dummy("")), Some(wanted));
        assert_eq!(of(&dummy("")[2..]), None);
        assert_eq!(of(b"MZ without a version"), None);
        let whole = dummy("");
        for length in 0..whole.len() {
            // Cut anywhere, it is no panic.
            of(&whole[..length]);
        }
    }
}
