//! What can be shown of text that came from elsewhere.

/// A text as it can be shown on one line: what breaks the line, moves the cursor or changes the
/// direction of writing is escaped.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if breaks_line(character) || turns_writing(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Whether a character is a control character or ends a line.
pub fn breaks_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Whether a character overrides or isolates the direction of writing: it makes a text look like
/// another one.
pub fn turns_writing(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_brought_onto_one_line() {
        let cases = [
            ("'a' \"b\" \\ č… e\u{301}", "'a' \"b\" \\ č… e\u{301}"),
            ("a\r\nb\tc\x1b[m\u{85}", "a\\r\\nb\\tc\\u{1b}[m\\u{85}"),
            ("\u{2028}\u{202e}\u{2066}", "\\u{2028}\\u{202e}\\u{2066}"),
        ];
        for (text, line) in cases {
            assert_eq!(one_line(text), line);
        }
    }
}
