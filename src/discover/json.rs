//! JSON as others write it: whatever is not as it ought to be is as if it were not there.

use std::num::NonZeroU16;

use serde_json::{Map, Value};

use crate::protocol::one_line;
use crate::site::MAX_NAME;

/// An object of JSON.
pub(super) type Object = Map<String, Value>;

/// Reads a value in UTF-8, or in UTF-16 with a byte-order mark. Bytes that are no text are replaced,
/// for a name that is spoilt is better than none.
///
/// # Errors
/// When it is no JSON: why, and where.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, String> {
    let text = decode(bytes);
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    String::from_utf16_lossy(&units)
}

/// The first of these fields that is a text with something in it.
pub(super) fn text<'v>(object: &'v Object, keys: &[&str]) -> Option<&'v str> {
    let texts = keys.iter().filter_map(|key| object.get(*key)?.as_str());
    let mut texts = texts.map(str::trim);
    texts.find(|text| !text.is_empty())
}

/// A name as it can be shown on a line and be configured.
pub(super) fn name(object: &Object, keys: &[&str]) -> Option<String> {
    let name = text(object, keys)?;
    Some(shown(name))
}

/// As much of a text as can be a name.
pub(super) fn shown(text: &str) -> String {
    let line: String = one_line(text).chars().take(MAX_NAME).collect();
    line.trim_end().to_owned()
}

/// A TCP port, a number or its digits.
pub(super) fn port(object: &Object) -> Option<NonZeroU16> {
    let value = object.get("port")?;
    let number = value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())?;
    let number = u16::try_from(number).ok()?;
    NonZeroU16::new(number)
}
