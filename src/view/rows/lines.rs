//! Texts that are too long for one row.

use super::super::tooltip::{shorten, shorten_at_word};

/// A longer text is broken into lines. In UTF-16 units.
const WIDTH: usize = 80;

/// A line that begins so goes on from the one above it.
const INDENT: &str = "      ";

/// Behind which a text without spaces is broken.
const STOPS: [char; 4] = ['。', '、', '，', '；'];

/// Breaks a text between words into `most` lines, one at least, of which those after the first are
/// indented. What is left over is cut off.
pub(super) fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while lines.len() + 1 < most {
        let Some((line, behind)) = broken(rest) else {
            break;
        };
        lines.push(indented(line, lines.len()));
        rest = behind;
    }
    let last = match most {
        usize::MAX => rest.to_owned(),
        _ => shorten_at_word(rest, WIDTH),
    };
    lines.push(indented(&last, lines.len()));
    lines
}

/// Whether a line goes on from the one above it.
pub(super) fn goes_on(line: &str) -> bool {
    line.starts_with(INDENT)
}

fn indented(line: &str, number: usize) -> String {
    match number {
        0 => line.to_owned(),
        _ => format!("{INDENT}{line}"),
    }
}

/// The first line of a text that is too long for one, and the rest.
fn broken(text: &str) -> Option<(&str, &str)> {
    let cut = shorten(text, WIDTH + 1);
    if text.encode_utf16().count() <= WIDTH {
        return None;
    }
    let cut = cut.trim_end_matches('…').len();
    let (fits, behind) = text.split_at_checked(cut)?;
    let at_word = match behind.starts_with(char::is_whitespace) {
        true => Some(cut),
        false => fits.rfind(char::is_whitespace),
    };
    let stop = fits.char_indices().rfind(|(_, it)| STOPS.contains(it));
    let at_stop = stop.map(|(at, it)| at + it.len_utf8());
    // Where words are long, or there is no space between them, it is broken between characters.
    let end = at_word.max(at_stop).filter(|end| *end >= cut / 4);
    let (line, behind) = text.split_at_checked(end.unwrap_or(cut))?;
    (!line.is_empty()).then(|| (line.trim_end(), behind.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words_and_cut_only_in_its_last_line() {
        let word = "x".repeat(39);
        let two = format!("{word} {word}");
        let long = "y".repeat(90);
        let wide = "あ".repeat(50);
        let cases = [
            (String::new(), 2, vec![String::new()]),
            (two.clone(), 2, vec![two.clone()]),
            (
                format!("{two}xx"),
                2,
                vec![word.clone(), format!("{word}xx")],
            ),
            (
                format!("{two} {two} end"),
                2,
                vec![two.clone(), format!("{two}…")],
            ),
            (
                format!("{two} {two} end"),
                usize::MAX,
                vec![two.clone(), two.clone(), "end".to_owned()],
            ),
            (
                format!("{long} end"),
                2,
                vec!["y".repeat(80), format!("{} end", "y".repeat(10))],
            ),
            (
                format!("{wide}。{wide}"),
                2,
                vec![format!("{wide}。"), wide.clone()],
            ),
        ];
        for (text, most, expected) in cases {
            let lines = lines(&text, most);
            let told: Vec<&str> = lines
                .iter()
                .enumerate()
                .map(|(number, line)| match number {
                    0 => line.as_str(),
                    _ => line.strip_prefix(INDENT).unwrap(),
                })
                .collect();
            assert_eq!(told, expected, "{text}");
            assert!(lines.iter().skip(1).all(|line| goes_on(line)));
        }
    }
}
