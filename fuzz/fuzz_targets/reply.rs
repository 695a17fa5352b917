//! The reply reader, given any bytes, cut anywhere, beside a second reading of what is documented.

#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pekat_tray::protocol::{
    Dialect, Envelope, MAX_ID_DIGITS, MAX_REPLY_BYTES, Progress, Reply, ReplyReader, Status,
    is_blank,
};
use pekat_tray_fuzz::{is_printable, pieces};

/// The longest excerpt, in characters.
const EXCERPT: usize = 64;

/// What is ignored around a reply and its parts.
const SPACE: [char; 5] = [' ', '\t', '\n', '\r', '\x0c'];

/// What a server may say, by the mark that may stand before it. None of it needs one.
const DOCUMENTED: [(&str, &str, Reply); 11] = [
    ("suc:", "done", Reply::Done),
    ("suc:", "success", Reply::Success),
    ("suc:", "stopped", Reply::Status(Status::Stopped)),
    ("suc:", "stopping", Reply::Status(Status::Stopping)),
    ("suc:", "starting", Reply::Status(Status::Starting)),
    ("suc:", "running", Reply::Status(Status::Running)),
    ("err:", "error:port", Reply::PortInUse),
    ("err:", "not-found", Reply::NotFound),
    ("err:", "unknown command", Reply::UnknownCommand),
    ("err:", "unknown-command", Reply::UnknownCommand),
    ("err:", "invalid-command", Reply::UnknownCommand),
];

/// How a documented reply may go on, wherever in its id, mark or word it has come to.
static ENDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let texts = DOCUMENTED.iter();
    let texts = texts.flat_map(|(mark, word, _)| [format!(".{mark}{word}"), format!(".{word}")]);
    let ends = |text: String| (0..text.len()).map(move |from| text[from..].to_owned());
    texts.flat_map(ends).collect()
});

/// What bytes mean.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Documented(Reply),
    Refusal,
    Nothing,
}

fuzz_target!(|input: &[u8]| {
    let pieces = pieces(input);
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.bytes.as_slice()).collect();
    let bytes = pieces.concat();
    let end = end(&bytes);

    let reply = read(&pieces, end);
    assert_eq!(reply, read(&[&bytes], end), "it depends on the cuts");
    assert_eq!(reply.is_none(), end == bytes.len() && is_unsaid(&bytes));
    go_on(&pieces, reply.as_ref(), end);
    check(&bytes, &Reply::decode(&bytes));
    if let Some(reply) = reply {
        check(&bytes[..end], &reply);
        check_wrapped(&bytes[..end], &reply);
    }
});

/// Whether bytes are no reply at all: white space, and less of it than may come.
fn is_unsaid(bytes: &[u8]) -> bool {
    is_blank(bytes) && bytes.len() < MAX_REPLY_BYTES
}

/// Where the reply ends that bytes begin with: with the first documented one, or with all of them.
fn end(bytes: &[u8]) -> usize {
    let most = bytes.len().min(MAX_REPLY_BYTES);
    let lower = bytes[..most].to_ascii_lowercase();
    // Cheaper than to read every beginning.
    let ends_in_word = |end: &usize| {
        let mut words = DOCUMENTED.iter().map(|(_, word, _)| word.as_bytes());
        words.any(|word| lower[..*end].ends_with(word))
    };
    let is_documented = |end: &usize| matches!(meaning(&bytes[..*end]), Meaning::Documented(_));
    let mut ends = (1..most).filter(ends_in_word);
    ends.find(is_documented).unwrap_or(most)
}

/// What whole bytes mean, read in the simplest way.
fn meaning(bytes: &[u8]) -> Meaning {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches(SPACE);
    let is_id = |id: &str| {
        (1..=MAX_ID_DIGITS).contains(&id.len()) && id.chars().all(|digit| digit.is_ascii_digit())
    };
    let text = match text.split_once('.') {
        Some((id, rest)) if is_id(id) => rest.trim_start_matches(SPACE),
        Some(_) | None => text,
    };
    for (mark, word, reply) in DOCUMENTED {
        let said = text.strip_prefix(mark).unwrap_or(text);
        let said = said.trim_start_matches(SPACE);
        let in_any_case = reply == Reply::UnknownCommand && said.eq_ignore_ascii_case(word);
        if said == word || in_any_case {
            return Meaning::Documented(reply);
        }
    }
    match text.starts_with("err:") {
        true => Meaning::Refusal,
        false => Meaning::Nothing,
    }
}

/// Whether bytes that are not documented may still become so. Those of a refusal may, but say
/// enough as they are.
fn is_awaited(bytes: &[u8]) -> bool {
    let becomes = |end: &String| {
        let bytes = [bytes, end.as_bytes()].concat();
        matches!(meaning(&bytes), Meaning::Documented(_))
    };
    meaning(bytes) != Meaning::Refusal && ENDS.iter().any(becomes)
}

/// What a link learns when the peer sends these pieces and closes. It ends there and not before.
fn read(pieces: &[&[u8]], end: usize) -> Option<Reply> {
    let mut reader = ReplyReader::new();
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.extend_from_slice(piece);
        match reader.push(piece) {
            Progress::Whole(reply) => {
                assert!(bytes.len() >= end, "whole before its end");
                return Some(reply);
            }
            Progress::Partial | Progress::Unknown => {
                assert!(bytes.len() < MAX_REPLY_BYTES, "an endless reply must end");
                assert_eq!(reader.is_empty(), is_blank(&bytes));
            }
        }
    }
    reader.finish()
}

/// Pushes on after the reply was whole: it stays what it is, what is too much stays too much, and
/// nothing is hoarded. What is not whole is waited for exactly as long as it may become so.
fn go_on(pieces: &[&[u8]], reply: Option<&Reply>, end: usize) {
    let bytes = pieces.concat();
    let is_documented = matches!(meaning(&bytes[..end]), Meaning::Documented(_));
    let is_endless = !is_documented && end == MAX_REPLY_BYTES;
    let mut reader = ReplyReader::new();
    let mut pushed = 0;
    let mut progress = Progress::Partial;
    for piece in pieces {
        pushed += piece.len();
        progress = reader.push(piece);
        let is_whole = pushed >= end && (is_documented || is_endless);
        match &progress {
            Progress::Whole(now) => {
                assert_eq!(Some(now), reply, "a whole reply became another one");
                assert!(is_whole, "whole before its end");
            }
            Progress::Partial | Progress::Unknown => assert!(!is_whole, "not whole at its end"),
        }
        let excess = is_whole && (is_endless || !is_blank(&bytes[end..pushed]));
        assert_eq!(reader.has_excess(), excess, "{:?}", &bytes[..pushed]);
    }
    match progress {
        Progress::Whole(_) => {}
        Progress::Partial => assert!(is_awaited(&bytes), "waits in vain"),
        Progress::Unknown => assert!(!is_awaited(&bytes), "does not wait"),
    }
    // What it holds shows in this form, at most five characters a byte.
    let held = format!("{reader:?}").len();
    assert!(held < 100 + 5 * MAX_REPLY_BYTES, "{held} characters held");
}

/// It is what the bytes mean, can be shown, and survives either form.
fn check(bytes: &[u8], reply: &Reply) {
    match meaning(bytes) {
        Meaning::Documented(expected) => assert_eq!(reply, &expected),
        Meaning::Refusal => assert!(matches!(reply, Reply::Refused(_)), "{reply:?}"),
        Meaning::Nothing => assert!(matches!(reply, Reply::Unrecognised(_)), "{reply:?}"),
    }
    let text = reply.text();
    assert!(is_printable(text), "{text:?}");
    assert!(text.chars().count() <= EXCERPT, "{text:?}");
    for dialect in Dialect::ALL {
        let encoded = reply.encode(dialect);
        assert_eq!(&Reply::decode(encoded.as_bytes()), reply, "{encoded:?}");
    }
}

/// A reply that is known, or a refusal, is read as itself from an envelope of either form with
/// white space around it. Digits and white space are those of the bytes.
fn check_wrapped(bytes: &[u8], reply: &Reply) {
    if matches!(reply, Reply::Unrecognised(_)) {
        return;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit());
    let digits: Vec<u8> = digits.copied().take(MAX_ID_DIGITS).collect();
    let space = bytes.iter().filter(|byte| byte.is_ascii_whitespace());
    let space: Vec<u8> = space.copied().take(EXCERPT / 2).collect();
    for dialect in Dialect::ALL {
        let id = String::from_utf8_lossy(&digits).into_owned();
        let sealed = Envelope { dialect, id }.seal(reply);
        let sent = [&space, sealed.as_slice(), &space].concat();
        assert_eq!(&Reply::decode(&sent), reply, "{sent:?}");
        if sent.len() < MAX_REPLY_BYTES {
            let read = read(&[&sent], end(&sent));
            assert_eq!(read.as_ref(), Some(reply), "{sent:?}");
        }
    }
}
