//! Files of earlier forms, brought into the newest one.
//!
//! A form is a whole number, the key `version` at the top of the file. It grows when a file of the form
//! before would mean something else or be refused. Until then a file without the key, which is form 0, is
//! read like one of form 1.

use toml_edit::Document;

use super::layers::Whole;
use super::splice::{self, Splice};

/// The newest form.
pub(super) const NEWEST: u32 = 1;

/// Brings a text without errors from one form into the next, but for the number of the form.
type Step = fn(&str) -> String;

/// From form 0 to 1, from 1 to 2, and so on. Change the text by splices, so that what is not concerned
/// stays as it is.
const STEPS: [Step; NEWEST as usize] = [only_the_number];

/// Form 1 is form 0 with a number.
fn only_the_number(text: &str) -> String {
    text.to_owned()
}

/// What all layers together configure, as the text of one file in the newest form. What is built in is left
/// out.
pub fn to_toml(whole: &Whole) -> String {
    let lines = whole.lines(false).into_iter().map(|line| line.text);
    let lines = lines.filter(|line| !line.starts_with("version ="));
    lines.fold(format!("version = {NEWEST}\n"), |text, line| {
        text + &line + "\n"
    })
}

/// The form in which a text is, and the text in the newest one. `None` if it is that.
pub(super) fn migrate(text: &str) -> Option<(u32, String)> {
    migrate_by(&STEPS, text)
}

fn migrate_by(steps: &[Step], text: &str) -> Option<(u32, String)> {
    let from = version(text);
    let steps = steps.get(usize::try_from(from).ok()?..)?;
    if steps.is_empty() {
        return None;
    }
    let changed = steps.iter().fold(text.to_owned(), |text, step| step(&text));
    let newest = from + u32::try_from(steps.len()).ok()?;
    Some((from, with_version(&changed, newest)))
}

/// The form in which a text says that it is.
fn version(text: &str) -> u32 {
    let document = Document::parse(text).ok();
    let number = document.and_then(|document| document.get("version")?.as_integer());
    number
        .and_then(|number| number.try_into().ok())
        .unwrap_or(0)
}

/// The text with the number of its form: in its place, or at the top.
fn with_version(text: &str, version: u32) -> String {
    let document = Document::parse(text).ok();
    let value = document.and_then(|document| document.get("version")?.span());
    let splice = match value {
        Some(value) => Splice::replace(value, version.to_string()),
        None => {
            let newline = splice::newline(text);
            let first = &text[..splice::line_end(text, 0)];
            let apart = if splice::is_blank(first) { "" } else { newline };
            Splice::insert(0, format!("version = {version}{newline}{apart}"))
        }
    };
    splice::apply(text, vec![splice])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_version_gets_one_and_stays_as_it_is_otherwise() {
        let cases = [
            ("", "version = 1\n"),
            ("\r\n# ours\r\n", "version = 1\r\n\r\n# ours\r\n"),
            (
                "# ours\n[[server]] # x\n",
                "version = 1\n\n# ours\n[[server]] # x\n",
            ),
            ("version =\t 0 # old\n", "version =\t 1 # old\n"),
        ];
        for (before, after) in cases {
            assert_eq!(migrate(before), Some((0, after.to_owned())));
            assert_eq!(migrate(after), None);
        }
    }

    /// A made-up history: `addr` became `host`, then `host` became `address`.
    const HISTORY: [Step; 3] = [
        only_the_number,
        |text| text.replace("addr =", "host ="),
        |text| text.replace("host =", "address ="),
    ];

    #[test]
    fn each_form_is_brought_into_the_newest_one_step_by_step() {
        let text = |version: &str, key: &str| format!("{version}# š\n{key} = 'a' # b\n");
        let newest = text("version = 3\n", "address");
        let cases = [
            (0, text("", "addr")),
            (1, text("version = 1\n", "addr")),
            (2, text("version = 2\n", "host")),
        ];
        for (version, before) in cases {
            let (from, after) = migrate_by(&HISTORY, &before).unwrap();
            let expected = match version {
                0 => newest.replacen("3\n", "3\n\n", 1),
                _ => newest.clone(),
            };
            assert_eq!((from, after), (version, expected));
        }
        assert_eq!(migrate_by(&HISTORY, &newest), None);
        let newer = text("version = 4\n", "x");
        assert_eq!(migrate_by(&HISTORY, &newer), None);
    }
}
