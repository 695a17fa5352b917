//! The incremental reply reader.

use super::reply::Shape;
use super::{MAX_REPLY_BYTES, Reply};

/// Puts a reply together from whatever pieces TCP delivers.
///
/// Which reply it reads depends on the bytes alone, never on where they were cut. Only whether there
/// is an excess depends on how much of it has come by then.
#[derive(Debug, Default)]
pub struct ReplyReader {
    bytes: Vec<u8>,
    excess: bool,
}

/// How far a reply has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The reply is whole.
    Whole(Reply),
    /// The bytes so far begin a known reply; the rest must come.
    Partial,
    /// No known reply begins so, or it is a refusal in words of the server's own. It is whole when
    /// the peer falls silent or closes, unless it becomes a known one before.
    Unknown,
}

impl ReplyReader {
    /// A reader for one reply.
    pub fn new() -> Self {
        ReplyReader::default()
    }

    /// Takes the next piece. White space before a reply belongs to none and is skipped; it counts
    /// towards [`MAX_REPLY_BYTES`], so that a server cannot go on for ever.
    pub fn push(&mut self, piece: &[u8]) -> Progress {
        let room = MAX_REPLY_BYTES - self.bytes.len();
        let (piece, beyond) = piece.split_at(piece.len().min(room));
        self.bytes.extend_from_slice(piece);
        match Shape::of(&self.bytes) {
            Shape::Whole { reply, rest } => {
                // What is beyond the limit is not kept, so it must be remembered that it came.
                self.excess |= !is_blank(rest) || !is_blank(beyond);
                Progress::Whole(reply)
            }
            Shape::Partial | Shape::Unknown if self.bytes.len() == MAX_REPLY_BYTES => {
                self.excess = true;
                Progress::Whole(Reply::decode(&self.bytes))
            }
            Shape::Partial => Progress::Partial,
            Shape::Unknown => Progress::Unknown,
        }
    }

    /// Whether nothing has come yet but white space.
    pub fn is_empty(&self) -> bool {
        is_blank(&self.bytes)
    }

    /// Whether more came than one reply and white space, so that the connection can no longer be
    /// trusted.
    pub fn has_excess(&self) -> bool {
        self.excess
    }

    /// Ends the reply where the peer fell silent or closed. `None` if nothing came at all.
    pub fn finish(self) -> Option<Reply> {
        if self.is_empty() {
            return None;
        }
        Some(Reply::decode(&self.bytes))
    }
}

/// Whether bytes are white space alone, which some servers send after a reply.
pub fn is_blank(bytes: &[u8]) -> bool {
    bytes.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reply::tests::replies;
    use super::*;
    use crate::protocol::{Dialect, Excerpt, Status};

    #[test]
    fn a_reader_waits_ends_and_reports_excess() {
        let mut reader = ReplyReader::new();
        assert_eq!(reader.push(b""), Progress::Partial);
        assert_eq!(reader.push(b"stopp"), Progress::Partial);
        assert_eq!(
            reader.push(b"ingrunning"),
            Progress::Whole(Reply::Status(Status::Stopping))
        );
        assert!(reader.has_excess());

        let mut reader = ReplyReader::new();
        assert_eq!(reader.push(b"stopx"), Progress::Unknown);
        assert_eq!(
            reader.finish(),
            Some(Reply::Unrecognised(Excerpt::new(b"stopx")))
        );
        assert_eq!(ReplyReader::new().finish(), None);

        let mut reader = ReplyReader::new();
        assert_eq!(
            reader.push(&[b'z'; 9999]),
            Progress::Whole(Reply::Unrecognised(Excerpt::new(&[b'z'; 256])))
        );
        assert!(reader.has_excess());
    }

    #[test]
    fn white_space_around_a_reply_is_no_excess() {
        let mut reader = ReplyReader::new();
        assert_eq!(reader.push(b"\r\n"), Progress::Partial);
        assert!(reader.is_empty());
        let running = Progress::Whole(Reply::Status(Status::Running));
        assert_eq!(reader.push(b" running\r\n"), running);
        assert!(!reader.has_excess());

        let mut reader = ReplyReader::new();
        assert_eq!(reader.push(b"running \r\n\r\nrunning"), running);
        assert!(reader.has_excess());

        let mut reader = ReplyReader::new();
        reader.push(b" \r\n");
        assert_eq!(reader.finish(), None);
    }

    #[test]
    fn an_excess_beyond_the_limit_is_not_forgotten() {
        let mut reader = ReplyReader::new();
        let blank = [b' '; MAX_REPLY_BYTES];
        let done = Progress::Whole(Reply::Done);
        assert_eq!(reader.push(&[b"done", &blank[4..]].concat()), done);
        assert!(!reader.has_excess());
        assert_eq!(reader.push(b"x"), done);
        assert!(reader.has_excess());
        assert_eq!(reader.push(b" "), done);
        assert!(reader.has_excess());
    }

    #[test]
    fn a_reader_waits_for_what_may_stand_before_a_word() {
        let cases = [
            ("7", Progress::Partial),
            ("7.", Progress::Partial),
            ("12345678901234567890", Progress::Partial),
            ("123456789012345678901", Progress::Unknown),
            ("7x", Progress::Unknown),
            ("er", Progress::Partial),
            ("suc", Progress::Partial),
            ("7.suc:", Progress::Partial),
            ("suc: run", Progress::Partial),
            ("suc:not", Progress::Unknown),
            ("iNvAlId-", Progress::Partial),
            ("runninG", Progress::Unknown),
            ("err:", Progress::Unknown),
            ("err:not-f", Progress::Unknown),
            ("err:not-found", Progress::Whole(Reply::NotFound)),
        ];
        for (text, progress) in cases {
            let mut reader = ReplyReader::new();
            assert_eq!(reader.push(text.as_bytes()), progress, "{text}");
        }
    }

    #[test]
    fn nothing_is_longer_than_the_bound() {
        let refused = |text: &str| Reply::Refused(Excerpt::new(text.as_bytes()));
        let unrecognised = |text: &str| Reply::Unrecognised(Excerpt::new(text.as_bytes()));
        let beyond = "y".repeat(MAX_REPLY_BYTES);
        let blank = " ".repeat(MAX_REPLY_BYTES);
        let cases = [
            (beyond.clone(), unrecognised(&beyond)),
            (format!("err:{beyond}"), refused(&beyond)),
            (blank.clone(), unrecognised("")),
            (format!("{blank}running"), unrecognised("")),
        ];
        for (text, reply) in cases {
            let mut reader = ReplyReader::new();
            let (last, first) = text.as_bytes()[..MAX_REPLY_BYTES].split_last().unwrap();
            let progress = reader.push(first);
            assert!(!matches!(progress, Progress::Whole(_)), "{text}");
            assert_eq!(reader.push(&[*last]), Progress::Whole(reply), "{text}");
            assert!(reader.has_excess());
        }
    }

    /// What a link learns when the peer sends these pieces and closes.
    fn read(pieces: &[&[u8]]) -> Option<Reply> {
        let mut reader = ReplyReader::new();
        for piece in pieces {
            if let Progress::Whole(reply) = reader.push(piece) {
                return Some(reply);
            }
        }
        reader.finish()
    }

    /// What a server may say: replies of either form with all that may stand around them, cut or
    /// followed by anything, and anything at all.
    fn any_reply_bytes() -> impl Strategy<Value = Vec<u8>> {
        let space = prop::sample::select(vec!["", "", " ", "\r\n", " \t\r\n "]);
        let id = prop::sample::select(vec!["", "", "7.", "18446744073709551615.", "7", "7.8."]);
        let mark = prop::sample::select(vec!["", "", "suc:", "err:", "err: ", "Suc:"]);
        let word = (
            prop::sample::select(replies()),
            any::<bool>(),
            any::<bool>(),
        );
        let word = word.prop_map(|(reply, pipe, loud)| {
            let word = reply.encode(if pipe { Dialect::Pipe } else { Dialect::Colon });
            if loud { word.to_uppercase() } else { word }
        });
        let tail = prop::collection::vec(any::<u8>(), 0..8);
        let whole = (
            space.clone(),
            id,
            mark,
            word,
            space,
            tail,
            any::<prop::sample::Index>(),
        );
        let whole = whole.prop_map(|(before, id, mark, word, after, tail, end)| {
            let text = [before, id, mark, &word, after].concat();
            let mut bytes = [text.as_bytes(), &tail].concat();
            bytes.truncate(end.index(2 * bytes.len() + 1));
            bytes
        });
        prop_oneof![3 => whole, 1 => prop::collection::vec(any::<u8>(), 0..600)]
    }

    proptest! {
        #[test]
        fn any_split_of_any_reply_reads_the_same(
            bytes in any_reply_bytes(),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            prop_assert_eq!(read(&pieces), read(&[&bytes]));
        }

        #[test]
        fn a_known_reply_ends_with_its_last_byte(
            reply in prop::sample::select(replies()),
            id in "([0-9]{1,20}\\.)?",
            pipe in any::<bool>(),
        ) {
            let dialect = if pipe { Dialect::Pipe } else { Dialect::Colon };
            let bytes = format!("{id}{}", reply.encode(dialect)).into_bytes();
            let mut reader = ReplyReader::new();
            let mut progress = Progress::Partial;
            for byte in &bytes {
                prop_assert!(!matches!(progress, Progress::Whole(_)));
                progress = reader.push(&[*byte]);
            }
            let in_own_words = matches!(reply, Reply::Refused(_) | Reply::Unrecognised(_));
            let expected = if in_own_words { Progress::Unknown } else { Progress::Whole(reply) };
            prop_assert_eq!(progress, expected);
        }
    }
}
