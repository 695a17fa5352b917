//! What the fuzz targets share: how an input says where its bytes are cut, and what counts as
//! printable.
//!
//! An input is the bytes as they would come over the network, with marks in between that UTF-8 does
//! not know: so the inputs stay readable, and every change to one is an input again.

// What instrumented code calls is in there, in tests too.
#[cfg(test)]
use libfuzzer_sys as _;

/// Here TCP cuts the bytes.
pub const CUT: u8 = 0xff;

/// Here the peer falls silent for a while.
pub const SILENCE: u8 = 0xfe;

/// Stands for [`FILLER`] letters, so that a short input can be a long message.
pub const FILL: u8 = 0xfd;

/// At the beginning of an input for the simulator: it takes the pipe form alone.
pub const PIPE: u8 = 0xfc;

/// At the beginning of an input for the simulator: it takes either form.
pub const EITHER: u8 = 0xfb;

/// How many letters [`FILL`] stands for.
pub const FILLER: usize = 10_000;

/// What comes in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The bytes; never empty.
    pub bytes: Vec<u8>,
    /// Whether there is silence behind them.
    pub silence: bool,
}

/// The pieces that an input describes.
pub fn pieces(input: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for silent in input.split_inclusive(|byte| *byte == SILENCE) {
        let bytes = silent.strip_suffix(&[SILENCE]).unwrap_or(silent);
        let cuts = bytes.split(|byte| *byte == CUT);
        pieces.extend(cuts.filter(|cut| !cut.is_empty()).map(|cut| Piece {
            bytes: fill(cut),
            silence: false,
        }));
        if bytes.len() < silent.len()
            && let Some(last) = pieces.last_mut()
        {
            last.silence = true;
        }
    }
    pieces
}

fn fill(bytes: &[u8]) -> Vec<u8> {
    let mut filled = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match *byte {
            FILL => filled.extend([b'x'; FILLER]),
            byte => filled.push(byte),
        }
    }
    filled
}

/// Whether a text can be shown on one line as it is: nothing in it moves the cursor or changes the
/// direction of writing.
pub fn is_printable(text: &str) -> bool {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c| matches!(c, '\u{2028}' | '\u{2029}');
    !text
        .chars()
        .any(|c: char| c.is_control() || turns(c) || breaks(c))
}

/// The longest name, in characters.
const NAME: usize = 64;

/// Whether a text is a name as it can be configured and shown.
pub fn is_name(text: &str) -> bool {
    let fits = (1..=NAME).contains(&text.chars().count());
    fits && text.trim() == text && is_printable(text)
}

/// The same text with a byte-order mark, in UTF-8 and in UTF-16 of either kind; none if it is no text.
pub fn marked(input: &[u8]) -> Vec<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(input) else {
        return Vec::new();
    };
    let text = format!("\u{feff}{}", text.strip_prefix('\u{feff}').unwrap_or(text));
    let units = || text.encode_utf16();
    let little = units().flat_map(u16::to_le_bytes).collect();
    let big = units().flat_map(u16::to_be_bytes).collect();
    vec![text.clone().into_bytes(), little, big]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_cut_silence_and_fill() {
        let piece = |bytes: &[u8], silence| Piece {
            bytes: bytes.to_vec(),
            silence,
        };
        let filled = [b"a".as_slice(), &[b'x'; FILLER]].concat();
        assert_eq!(
            pieces(b"\xfest\xffatus\xfe\xfe:\xffa\xfd\xff"),
            [
                piece(b"st", false),
                piece(b"atus", true),
                piece(b":", false),
                piece(&filled, false),
            ]
        );
    }

    #[test]
    fn a_text_is_marked_once_in_each_encoding() {
        let expected: [&[u8]; 3] = [b"\xef\xbb\xbfa", b"\xff\xfea\0", b"\xfe\xff\0a"];
        assert_eq!(marked(b"a"), expected);
        assert_eq!(marked(b"\xef\xbb\xbfa"), expected);
        assert_eq!(marked(b"\xff"), [b""; 0]);
    }
}
