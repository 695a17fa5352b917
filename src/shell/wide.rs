//! Text as Windows takes it: UTF-16 with a terminator.

/// A text with its terminator.
pub(super) fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// Copies a text into a buffer, with a terminator; what does not fit is replaced by "…".
pub(super) fn copy_wide(text: &str, buffer: &mut [u16]) {
    let Some(room) = buffer.len().checked_sub(1) else {
        return;
    };
    let short = crate::view::shorten(text, room);
    let units = short.encode_utf16().chain([0]);
    for (slot, unit) in buffer.iter_mut().zip(units) {
        *slot = unit;
    }
}
