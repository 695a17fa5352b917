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
}
