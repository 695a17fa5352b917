//! Texts as Windows takes and gives them.

use alloc::string::String;
use alloc::vec::Vec;

/// A text in UTF-16 with a terminating zero.
pub(crate) fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// What stands before the first zero.
pub(crate) fn text(units: &[u16]) -> String {
    let end = units.iter().position(|unit| *unit == 0);
    String::from_utf16_lossy(units.get(..end.unwrap_or(units.len())).unwrap_or_default())
}
