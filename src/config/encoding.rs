//! Bytes of a file ↔ its text, in the encodings that editors on Windows save.

use thiserror::Error;

/// How a file's text is written, with its byte-order mark or without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16Le,
    Utf16Be,
}

/// Why bytes are no text. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EncodingError {
    /// They begin with no mark and are no UTF-8.
    #[error("line {line}: this is not UTF-8 text; save the file with the encoding UTF-8")]
    NotUtf8 {
        /// The first line that is none.
        line: usize,
    },
    /// They begin with the mark of UTF-16 and are none.
    #[error("line {line}: this is not UTF-16 text; save the file with the encoding UTF-8")]
    NotUtf16 {
        /// The first line that is none.
        line: usize,
    },
    /// They have characters of value 0, as UTF-16 that is read as UTF-8 has.
    #[error(
        "line {line}: this has a zero byte, as UTF-16 without a byte-order mark has; save the file with the encoding UTF-8"
    )]
    Zero {
        /// The first line that has one.
        line: usize,
    },
}

/// The byte-order mark, as a character.
pub(crate) const MARK: char = '\u{feff}';

const MARK_UTF8: &[u8] = b"\xef\xbb\xbf";
const MARK_UTF16_LE: &[u8] = b"\xff\xfe";
const MARK_UTF16_BE: &[u8] = b"\xfe\xff";

/// The text, without its byte-order mark, and how it is written.
pub(super) fn decode(bytes: &[u8]) -> Result<(Encoding, String), EncodingError> {
    if let Some(rest) = bytes.strip_prefix(MARK_UTF16_LE) {
        return Ok((Encoding::Utf16Le, utf16(rest, u16::from_le_bytes)?));
    }
    if let Some(rest) = bytes.strip_prefix(MARK_UTF16_BE) {
        return Ok((Encoding::Utf16Be, utf16(rest, u16::from_be_bytes)?));
    }
    if let Some(rest) = bytes.strip_prefix(MARK_UTF8) {
        return Ok((Encoding::Utf8Marked, utf8(rest)?));
    }
    Ok((Encoding::Utf8, utf8(bytes)?))
}

/// The bytes of a text, with its byte-order mark.
pub(super) fn encode(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Marked => [MARK_UTF8, text.as_bytes()].concat(),
        Encoding::Utf16Le => with_units(MARK_UTF16_LE, text, u16::to_le_bytes),
        Encoding::Utf16Be => with_units(MARK_UTF16_BE, text, u16::to_be_bytes),
    }
}

fn with_units(mark: &[u8], text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(bytes);
    mark.iter().copied().chain(units).collect()
}

fn utf8(bytes: &[u8]) -> Result<String, EncodingError> {
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let line = line_at(&bytes[..at]);
        return Err(EncodingError::Zero { line });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| EncodingError::NotUtf8 {
        line: line_at(&bytes[..error.valid_up_to()]),
    })?;
    Ok(text.to_owned())
}

fn line_at(before: &[u8]) -> usize {
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, EncodingError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let line = |text: &str| line_at(text.as_bytes());
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok('\0') => return Err(EncodingError::Zero { line: line(&text) }),
            Ok(character) => text.push(character),
            Err(_) => return Err(EncodingError::NotUtf16 { line: line(&text) }),
        }
    }
    // Half a character at the end: the file was cut.
    if !rest.is_empty() {
        return Err(EncodingError::NotUtf16 { line: line(&text) });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_told_by_its_mark_and_written_as_it_was_read() {
        let cases: [(&[u8], Encoding); 5] = [
            (b"", Encoding::Utf8),
            ("ž\r\n🚂".as_bytes(), Encoding::Utf8),
            (
                b"\xef\xbb\xbf\xc5\xbe\r\n\xf0\x9f\x9a\x82",
                Encoding::Utf8Marked,
            ),
            (
                b"\xff\xfe\x7e\x01\r\0\n\0\x3d\xd8\x82\xde",
                Encoding::Utf16Le,
            ),
            (
                b"\xfe\xff\x01\x7e\0\r\0\n\xd8\x3d\xde\x82",
                Encoding::Utf16Be,
            ),
        ];
        for (bytes, encoding) in cases {
            let text = if bytes.is_empty() { "" } else { "ž\r\n🚂" };
            assert_eq!(decode(bytes), Ok((encoding, text.to_owned())));
            assert_eq!(encode(encoding, text), bytes);
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let cases: [(&[u8], EncodingError); 7] = [
            (b"# fine\n# \xff\n", EncodingError::NotUtf8 { line: 2 }),
            (b"\xef\xbb\xbfa\n\n\xc5", EncodingError::NotUtf8 { line: 3 }),
            // UTF-16 without a mark.
            (b"a\0\n\0", EncodingError::Zero { line: 1 }),
            (b"\0a\0\n", EncodingError::Zero { line: 1 }),
            (b"\xff\xfea\0\n\0\0\0", EncodingError::Zero { line: 2 }),
            // Half a pair, and half a unit.
            (
                b"\xff\xfe\n\0\x3d\xd8a\0",
                EncodingError::NotUtf16 { line: 2 },
            ),
            (b"\xfe\xff\0a\0", EncodingError::NotUtf16 { line: 1 }),
        ];
        for (bytes, error) in cases {
            assert_eq!(decode(bytes), Err(error));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_changed_by_being_read_and_written(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40),
            mark in 0..4_usize,
        ) {
            let marks = [b"".as_slice(), MARK_UTF8, MARK_UTF16_LE, MARK_UTF16_BE];
            let bytes = [marks[mark], bytes.as_slice()].concat();
            if let Ok((encoding, text)) = decode(&bytes) {
                assert_eq!(encode(encoding, &text), bytes);
            }
        }
    }
}
