//! What deferred actions are given: they have no properties but one text.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::line::same_file;

/// The tray's file in the folder of the installation.
pub(crate) const TRAY: &str = "pekat-tray.exe";

/// The companion's file there.
pub(crate) const CTL: &str = "pekatctl.exe";

/// A folder and the name of a file in it, put together; a folder's path may end with a backslash or not.
pub(crate) fn within(folder: &str, name: &str) -> String {
    format!("{}\\{name}", folder.trim_end_matches('\\'))
}

/// The folder of the installation and whether everything is to go, as `CleanUp` is given them.
pub(crate) fn folder_and_purge(data: &str) -> (String, bool) {
    let (folder, purge) = parted(data);
    (folder.to_owned(), purge == "1")
}

/// The folder of the installation and the session in which the tray is to be started besides, as `StartTrays` is
/// given them.
pub(crate) fn folder_and_session(data: &str) -> (String, Option<u32>) {
    let (folder, session) = parted(data);
    (folder.to_owned(), session.parse().ok())
}

/// A folder, and what stands behind it.
fn parted(data: &str) -> (&str, &str) {
    data.rsplit_once('|').unwrap_or((data, ""))
}

/// Whether a process that runs this file runs this program of the installation in this folder.
pub(crate) fn is_of(image: &str, folder: &str, program: &str) -> bool {
    same_file(image, &within(folder, program))
}

/// What `WriteConfiguration` is given: nothing, or a text behind a mark, since a text may be empty.
pub(crate) fn to_write(data: &str) -> Option<&str> {
    data.strip_prefix(TEXT)
}

/// The other direction.
pub(crate) fn writing(text: &str) -> String {
    format!("{TEXT}{text}")
}

/// What stands before a text that is to be written.
const TEXT: &str = "text:";

/// A text for Windows Installer, which takes what stands between brackets for the name of something.
pub(crate) fn as_template(text: &str) -> String {
    let mut template = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '[' => template.push_str("[\\[]"),
            ']' => template.push_str("[\\]]"),
            _ => template.push(character),
        }
    }
    template
}

/// A switch among the properties.
pub(crate) fn switch(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "" | "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(format!(
            "{name}: \"{value}\" is neither 0 nor 1; write {name}=1, or leave it out"
        )),
    }
}

/// What was written, so that uninstalling can tell whether it is still that: a length in bytes and the time
/// of the last change as Windows counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) length: u64,
    pub(crate) changed: u64,
}

impl Mark {
    /// As it is kept.
    pub(crate) fn to_text(self) -> String {
        format!("{} {}", self.length, self.changed)
    }

    /// Reads what was kept.
    pub(crate) fn of_text(text: &str) -> Option<Mark> {
        let (length, changed) = text.split_once(' ')?;
        Some(Mark {
            length: length.parse().ok()?,
            changed: changed.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_by_the_file_that_they_run() {
        let (folder, bare) = (
            r"C:\Program Files\PEKAT Tray\",
            r"C:\Program Files\PEKAT Tray",
        );
        let cases = [
            (
                r"c:\program files\pekat tray\PEKAT-TRAY.EXE",
                folder,
                [true, false],
            ),
            (
                r"C:\Program Files\PEKAT Tray\pekat-tray.exe",
                bare,
                [true, false],
            ),
            (
                r"C:\Program Files\PEKAT Tray\pekatctl.exe",
                folder,
                [false, true],
            ),
            (r"D:\pekat-tray.exe", folder, [false, false]),
        ];
        for (image, folder, expected) in cases {
            let found = [TRAY, CTL].map(|program| is_of(image, folder, program));
            assert_eq!(found, expected, "{image}");
        }
    }

    #[test]
    fn the_folder_and_the_purge_are_told_apart() {
        let cases = [
            (r"C:\P F\|1", (r"C:\P F\", true)),
            (r"C:\P F\|", (r"C:\P F\", false)),
            (r"C:\P F\|0", (r"C:\P F\", false)),
            (r"C:\P F\", (r"C:\P F\", false)),
        ];
        for (data, (folder, purge)) in cases {
            assert_eq!(folder_and_purge(data), (folder.to_owned(), purge));
        }
    }

    #[test]
    fn the_folder_and_the_session_are_told_apart() {
        let cases = [
            (r"C:\P F\|2", (r"C:\P F\", Some(2))),
            (r"C:\P F\|", (r"C:\P F\", None)),
            (r"C:\P F\", (r"C:\P F\", None)),
        ];
        for (data, (folder, session)) in cases {
            assert_eq!(folder_and_session(data), (folder.to_owned(), session));
        }
    }

    #[test]
    fn a_text_to_write_may_be_empty_or_anything() {
        for text in ["", "a|b\r\n\"", "text:"] {
            assert_eq!(to_write(&writing(text)), Some(text));
        }
        assert_eq!(to_write(""), None);
    }

    #[test]
    fn brackets_are_escaped_for_windows_installer() {
        assert_eq!(as_template("one [[server]]"), r"one [\[][\[]server[\]][\]]");
    }

    #[test]
    fn a_switch_is_on_off_or_wrong() {
        assert_eq!(switch("PURGE", ""), Ok(false));
        assert_eq!(switch("PURGE", "0"), Ok(false));
        assert_eq!(switch("PURGE", "1"), Ok(true));
        assert_eq!(
            switch("PURGE", "yes"),
            Err("PURGE: \"yes\" is neither 0 nor 1; write PURGE=1, or leave it out".to_owned())
        );
    }

    #[test]
    fn a_mark_is_read_as_it_was_kept() {
        let mark = Mark {
            length: u64::MAX,
            changed: 133_000_000_000_000_000,
        };
        assert_eq!(Mark::of_text(&mark.to_text()), Some(mark));
        for text in ["", "1", "1 x", "-1 2"] {
            assert_eq!(Mark::of_text(text), None);
        }
    }
}
