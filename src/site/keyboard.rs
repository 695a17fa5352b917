//! Digits that arrive as other characters, since scanner and Windows have different keyboard layouts.

/// The characters of the digit keys, from 1 to 0, in the layouts of Windows where digits need Shift.
const TOP_ROWS: [&str; 5] = [
    // Czech, Slovak, French, Belgian, Lithuanian.
    "+ěščřžýáíé",
    "+ľščťžýáíé",
    "&é\"'(-è_çà",
    "&é\"'(§è!çà",
    "ąčęėįšųū90",
];

/// Fewer characters may be a word.
const SHORTEST: usize = 3;

/// Returns true for a text that a scanner seems to have typed as digits, and that Windows has read in
/// another keyboard layout. Barcodes themselves rarely have such letters.
pub fn is_other_layout(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let length = text.chars().count();
    let is_like = |row: &str| {
        let digits = text.chars().filter(|it| row.contains(*it)).count();
        let is_sure = text.chars().any(|it| !it.is_ascii() && row.contains(it));
        is_sure && digits * 2 > length
    };
    length >= SHORTEST && TOP_ROWS.into_iter().any(is_like)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types these digits with the keys of a row.
    fn typed(digits: &str, row: &str) -> String {
        let keys = digits
            .bytes()
            .map(|digit| usize::from((digit + 10 - b'1') % 10));
        keys.filter_map(|key| row.chars().nth(key)).collect()
    }

    #[test]
    fn digits_typed_for_another_layout_are_recognised() {
        for row in TOP_ROWS {
            for digits in ["4006381333931", "4711", "012345678905"] {
                let text = typed(digits, row);
                assert_eq!(text.chars().count(), digits.len());
                assert!(is_other_layout(&text), "{text}");
                assert!(is_other_layout(&text.to_uppercase()), "{text}");
            }
        }
        assert!(is_other_layout("LOT+ěščř"));
    }

    #[test]
    fn other_codes_are_not_taken_for_another_layout() {
        for text in [
            "",
            "é",
            "4006381333931",
            "STOP-B",
            "A_1(2)\"'&!",
            "++++",
            "Změna na B",
            "Größe-12",
            "0104006381333931\u{1d}10A",
        ] {
            assert!(!is_other_layout(text), "{text}");
        }
    }
}
