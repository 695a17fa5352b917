//! The reply reader, given any bytes, cut anywhere.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pekat_tray::protocol::{MAX_REPLY_BYTES, Progress, Reply, ReplyReader};
use pekat_tray_fuzz::{is_printable, pieces};

/// The longest excerpt, in characters.
const EXCERPT: usize = 64;

fuzz_target!(|input: &[u8]| {
    let pieces = pieces(input);
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.bytes.as_slice()).collect();
    let bytes = pieces.concat();

    let reply = read(&pieces);
    assert_eq!(reply, read(&[&bytes]), "the reply depends on the cuts");
    assert_eq!(reply.is_none(), bytes.is_empty());
    go_on(&pieces, reply.as_ref());
    check(&Reply::decode(&bytes));
    if let Some(reply) = reply {
        check(&reply);
    }
});

/// What a link learns when the peer sends these pieces and closes.
fn read(pieces: &[&[u8]]) -> Option<Reply> {
    let mut reader = ReplyReader::new();
    let mut bytes = 0;
    for piece in pieces {
        bytes += piece.len();
        match reader.push(piece) {
            Progress::Whole(reply) => return Some(reply),
            Progress::Partial | Progress::Unknown => {
                assert!(!reader.has_excess(), "more than a reply, yet no reply");
                assert!(bytes < MAX_REPLY_BYTES, "an endless reply must end");
            }
        }
    }
    reader.finish()
}

/// Pushes on after the reply was whole: it stays what it is, and nothing is hoarded.
fn go_on(pieces: &[&[u8]], reply: Option<&Reply>) {
    let mut reader = ReplyReader::new();
    let mut whole = false;
    for piece in pieces {
        match reader.push(piece) {
            Progress::Whole(now) => {
                assert_eq!(Some(&now), reply, "a whole reply became another one");
                whole = true;
            }
            Progress::Partial | Progress::Unknown => {
                assert!(!whole, "a whole reply is no longer whole");
            }
        }
    }
    // What it holds shows in this form, at most five characters a byte.
    let held = format!("{reader:?}").len();
    assert!(held < 100 + 5 * MAX_REPLY_BYTES, "{held} characters held");
}

fn check(reply: &Reply) {
    let text = reply.text();
    assert!(is_printable(text), "{text:?}");
    assert!(text.chars().count() <= EXCERPT, "{text:?}");
    assert_eq!(
        &Reply::decode(reply.encode()),
        reply,
        "it reads differently"
    );
}
