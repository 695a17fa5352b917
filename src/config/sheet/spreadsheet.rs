//! The ways in which Excel and its like change tables, and what to do about it.

use std::borrow::Cow;

use csv::StringRecord;

use super::Reader;

/// The remedy for a name whose UTF-8 was read as a Windows code page.
pub(super) const GARBLED: &str = "its letters are garbled, since a spreadsheet read UTF-8 as another encoding; export again with --excel, and change that file";

/// The beginnings of months, after which Excel takes a number for a day or a year, in English, Czech,
/// German, French, Italian, Spanish and Polish.
const MONTHS: [&str; 57] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "led",
    "úno", "bře", "dub", "kvě", "čer", "čvn", "čvc", "srp", "zář", "říj", "lis", "pro", "jän",
    "mär", "mrz", "mai", "okt", "dez", "fév", "fev", "avr", "jui", "aoû", "aou", "déc", "gen",
    "mag", "giu", "lug", "ago", "set", "ott", "dic", "ene", "abr", "sty", "lut", "kwi", "maj",
    "cze", "lip", "sie", "wrz", "gru",
];

/// Returns the cell for a text. What Excel would take for a number, a date or a formula becomes a formula
/// that yields the text.
pub(super) fn cell(text: String, reader: Reader) -> String {
    let is_changed = match reader {
        // It would be read back as its contents.
        Reader::Any => text.starts_with("=\""),
        Reader::Excel => is_changed_by_excel(&text),
    };
    match is_changed {
        true => format!("=\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// Returns the text of a cell that [`cell`] may have written.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    let inner = cell.trim().strip_prefix("=\"");
    let inner = inner.and_then(|it| it.strip_suffix('"'));
    match inner {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
        None => Cow::Borrowed(cell),
    }
}

fn is_changed_by_excel(text: &str) -> bool {
    if text.starts_with(['=', '+', '-', '@']) {
        return true;
    }
    let lower = text.to_lowercase();
    let word = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let after = word.trim_start_matches(char::is_alphabetic);
    let word = &word[..word.len() - after.len()];
    let is_figure = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
    };
    let is_address = text.matches('.').count() == 3 && text.contains(':');
    let is_number = (is_figure(text) || word == "e" && is_figure(after)) && !is_address;
    let has_digits = text.contains(|c: char| c.is_ascii_digit());
    let is_date = has_digits
        && MONTHS.iter().any(|month| word.starts_with(month))
        && !after.contains(char::is_alphabetic);
    is_number || is_date || matches!(word, "true" | "false" | "wahr" | "falsch" | "vrai" | "faux")
}

/// Returns the problem of a table whose columns a spreadsheet took for one.
pub(super) fn in_one_column(header: &StringRecord, columns: &[&str]) -> Option<&'static str> {
    let mut cells = header.iter().filter(|cell| !cell.trim().is_empty());
    let (only, None) = (cells.next()?, cells.next()) else {
        return None;
    };
    let parts: Vec<String> = only
        .split([',', ';', '\t'])
        .map(|part| part.trim().trim_matches('"').to_lowercase())
        .collect();
    let are_there = columns
        .iter()
        .all(|column| parts.iter().any(|it| it == column));
    are_there.then_some(
        "all columns are in one, since a spreadsheet expected another separator; export again with --excel, and change that file",
    )
}

/// Returns true if UTF-8 was read as Windows-1250 or Windows-1252, or characters were lost.
pub(super) fn is_garbled(text: &str) -> bool {
    text.contains(char::REPLACEMENT_CHARACTER)
        || [windows_1250, windows_1252].into_iter().any(|byte| {
            let bytes: Option<Vec<u8>> = text
                .chars()
                .map(|c| {
                    if c.is_ascii() {
                        u8::try_from(c).ok()
                    } else {
                        byte(c)
                    }
                })
                .collect();
            bytes.is_some_and(|bytes| !bytes.is_ascii() && String::from_utf8(bytes).is_ok())
        })
}

/// The characters from 0x80 on. Undefined bytes are read as the control characters of the same value.
/// Source: Unicode, `MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT`.
fn windows_1252(character: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    place(FROM_80, character).or_else(|| {
        let byte = u8::try_from(character).ok()?;
        (byte >= 0xa0).then_some(byte)
    })
}

/// As [`windows_1252`]. Source: `CP1250.TXT` beside it.
fn windows_1250(character: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź\
        \u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
        ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";
    place(FROM_80, character)
}

fn place(from_80: &str, character: char) -> Option<u8> {
    let place = from_80.chars().position(|it| it == character)?;
    u8::try_from(0x80 + place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_excel_would_change_becomes_a_formula() {
        let changed = [
            "12",
            "0012",
            "1,5",
            "-1",
            "+A",
            "=Línea; 2",
            "@x",
            "3-4",
            "1/2",
            "12:30",
            "1E5",
            "2e-3",
            "Mar 1",
            "März 2026",
            "3. Mai",
            "1-JAN-26",
            "TRUE",
            "wahr",
            "50 %",
            "=\"x\"",
        ];
        for text in changed {
            let cell = cell(text.to_owned(), Reader::Excel);
            assert_ne!(cell, text);
            assert_eq!(super::text(&cell), text);
        }
        let kept = [
            "",
            "Line 1",
            "A",
            "L2",
            "Product B",
            "172.22.12.67:7002",
            "[fe80::1%3]:80",
            "line1:7002",
            r"C:\Projects\1",
            r"\\host\a",
            "/opt/1",
            "日本",
            "Märklin",
            "1st line",
            "Version 2.0",
        ];
        for text in kept {
            assert_eq!(cell(text.to_owned(), Reader::Excel), text);
        }
    }

    #[test]
    fn utf_8_that_was_read_as_a_code_page_is_garbled() {
        for text in [
            "PÅ™Ã\u{ad}prava",
            "PĹ™Ă\u{ad}prava",
            "Linie fÃ¼r A",
            "Ăśberlauf",
            "a\u{fffd}b",
        ] {
            assert!(is_garbled(text), "{text}");
        }
        for text in [
            "Příprava",
            "Überlauf",
            "façade",
            "A — B",
            "日本",
            "Ž",
            "naïve Ångström",
            "",
        ] {
            assert!(!is_garbled(text), "{text}");
        }
    }
}
