//! Command lines, as Windows' programs read them.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

/// A command line's program, without the quotes around it, and all that stands behind it.
pub(crate) fn split(line: &str) -> (&str, &str) {
    let line = line.trim_start();
    let (program, rest) = match line.strip_prefix('"') {
        // A file's name has no quotes in it, so that nothing before the next one escapes it.
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => line.split_at(line.find(char::is_whitespace).unwrap_or(line.len())),
    };
    (program, rest.trim())
}

/// What a tray was started with, but for the word that says that an installer did it.
pub(crate) fn arguments(line: &str) -> &str {
    let (_, rest) = split(line);
    match rest.strip_prefix(RESTARTED) {
        Some(more) if more.is_empty() || more.starts_with(char::is_whitespace) => more.trim_start(),
        Some(_) | None => rest,
    }
}

/// The tray's word for a start by an installer. If it runs already, it ends without a word.
pub(crate) const RESTARTED: &str = "--restarted";

/// The command line of a tray that is started again.
pub(crate) fn again(exe: &str, arguments: &str) -> String {
    let line = format!("\"{exe}\" {RESTARTED} {arguments}");
    line.trim_end().to_owned()
}

/// Whether a command line starts this program. Without quotes, the program's own spaces count as part of
/// its name, as Windows takes them.
pub(crate) fn starts(line: &str, exe: &str) -> bool {
    let unquoted = line.trim_start();
    let rest = head(unquoted, exe);
    let whole = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    same_file(split(line).0, exe) || whole
}

/// Whether two paths are one, as far as they tell: Windows does not care for case.
pub(crate) fn same_file(one: &str, other: &str) -> bool {
    let one = one.chars().flat_map(char::to_lowercase);
    one.eq(other.chars().flat_map(char::to_lowercase))
}

/// What stands behind a beginning, in whatever case that is written.
fn head<'l>(line: &'l str, beginning: &str) -> Option<&'l str> {
    let length: usize = line
        .chars()
        .take(beginning.chars().count())
        .map(char::len_utf8)
        .sum();
    let (found, rest) = line.split_at_checked(length)?;
    same_file(found, beginning).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXE: &str = r"C:\Program Files\PEKAT Tray\pekat-tray.exe";

    #[test]
    fn a_tray_is_started_again_with_what_it_was_started_with() {
        let cases = [
            (r#""C:\Program Files\PEKAT Tray\pekat-tray.exe""#, ""),
            (
                r#""C:\a b\x.exe"  --config "C:\c d.toml" "#,
                r#"--config "C:\c d.toml""#,
            ),
            (r"C:\x.exe --demo", "--demo"),
            (r"C:\x.exe --restarted", ""),
            (r#""C:\x.exe" --restarted --demo"#, "--demo"),
            (r#""C:\x.exe" --restartedly"#, "--restartedly"),
            (r#""C:\x.exe --demo"#, ""),
            ("", ""),
        ];
        for (line, expected) in cases {
            assert_eq!(arguments(line), expected, "of {line}");
            assert_eq!(
                arguments(&again(EXE, expected)),
                expected,
                "of {line} again"
            );
        }
        assert_eq!(again(EXE, ""), format!("\"{EXE}\" --restarted"));
    }

    #[test]
    fn a_run_value_is_ours_if_it_starts_our_program() {
        let ours = [
            format!("\"{EXE}\""),
            format!("\"{EXE}\" --config \"C:\\x.toml\""),
            EXE.to_owned(),
            format!("{} --demo", EXE.to_uppercase()),
        ];
        for line in ours {
            assert!(starts(&line, EXE), "{line}");
        }
        let others = [
            String::new(),
            r#""C:\portable\pekat-tray.exe""#.to_owned(),
            format!("{EXE}x"),
            format!("x {EXE}"),
            "C:\\Program".to_owned(),
        ];
        for line in others {
            assert!(!starts(&line, EXE), "{line}");
        }
    }
}
