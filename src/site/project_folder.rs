//! A project's folder on a server's disk, as people write it.

use thiserror::Error;

use crate::protocol::{PathError, ProjectPath, breaks_line, turns_writing};

/// A reason why a text cannot be the full path of a folder on a server's disk.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProjectFolderError {
    /// No path that could be sent at all.
    #[error(transparent)]
    Unsendable(#[from] PathError),
    /// White space at the beginning or the end.
    #[error("this path begins or ends with a space; remove it")]
    OuterSpace,
    /// A character that breaks the line or changes the direction of writing.
    #[error("this path has an invisible character (U+{:04X}); remove it", u32::from(*.0))]
    Invisible(char),
    /// A double quote, which Windows allows in no name, or any quote at the beginning.
    #[error(
        "this path has quotes, which are no part of a folder's name; write it without them, {LIKE}"
    )]
    Quotes,
    /// `~`, which only a shell understands.
    #[error(
        "this path begins with ~, which the server does not understand; write the full path, {LIKE}"
    )]
    Home,
    /// A variable such as `%USERPROFILE%`.
    #[error("this path has the variable {variable}, which the server does not replace; write the full path, {LIKE}", variable = .0)]
    Variable(String),
    /// `C:a`, which depends on the server's current folder.
    #[error("this path has no backslash after the drive; write the full path, {LIKE}")]
    DriveRelative,
    /// No drive, server or root to begin with.
    #[error("this is not the full path of a folder on the server; write it {LIKE}")]
    Relative,
    /// One of `<>:|?*`.
    #[error(
        "this path has the character {0}, which Windows allows in no folder's name; correct it"
    )]
    Character(char),
    /// `NUL` and the like.
    #[error("this path has a folder {0}, a name that Windows reserves for a device; correct it")]
    Device(String),
}

/// An example for each system on which a Projects Manager runs.
const LIKE: &str = r"like 'C:\Users\pekat\PekatVisionProjects\Test Project 1', or on Linux '/home/pekat/PekatVisionProjects/Test Project 1'";

/// Parses the full path of a folder, as a server on Windows or Linux may have it. [`ProjectPath`] takes
/// more: all that can be sent.
pub fn project_folder(text: &str) -> Result<ProjectPath, ProjectFolderError> {
    let path = ProjectPath::new(text)?;
    if text.trim() != text {
        return Err(ProjectFolderError::OuterSpace);
    }
    if let Some(character) = text.chars().find(|c| breaks_line(*c) || turns_writing(*c)) {
        return Err(ProjectFolderError::Invisible(character));
    }
    match path.is_unix() {
        true => check_unix(text)?,
        false => check_windows(text)?,
    }
    Ok(path)
}

fn check_unix(text: &str) -> Result<(), ProjectFolderError> {
    let mut folders = text.split('/');
    match folders.find(|folder| is_shell_variable(folder)) {
        Some(variable) => Err(ProjectFolderError::Variable(variable.to_owned())),
        None => Ok(()),
    }
}

/// Recognizes `$HOME` and `${HOME}`.
fn is_shell_variable(folder: &str) -> bool {
    let Some(name) = folder.strip_prefix('$') else {
        return false;
    };
    let braced = name.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    is_variable_name(braced.unwrap_or(name))
}

fn is_variable_name(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_');
    first && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '(' | ')'))
}

fn check_windows(text: &str) -> Result<(), ProjectFolderError> {
    if text.contains('"') || text.starts_with(['\'', '“', '”', '„', '«', '‘', '’']) {
        return Err(ProjectFolderError::Quotes);
    }
    if text.starts_with('~') {
        return Err(ProjectFolderError::Home);
    }
    if let Some(variable) = windows_variable(text) {
        return Err(ProjectFolderError::Variable(variable.to_owned()));
    }
    let folders = below_root(text)?;
    if let Some(character) = folders.chars().find(|c| "<>:|?*".contains(*c)) {
        return Err(ProjectFolderError::Character(character));
    }
    let mut folders = folders.split(SLASHES);
    match folders.find(|folder| is_device(folder)) {
        Some(device) => Err(ProjectFolderError::Device(device.to_owned())),
        None => Ok(()),
    }
}

const SLASHES: [char; 2] = ['\\', '/'];

/// Finds `%NAME%`, or a variable of PowerShell at the beginning. A single `%` is part of a name.
fn windows_variable(text: &str) -> Option<&str> {
    if text.starts_with('$') {
        return text.split(SLASHES).next();
    }
    let percents: Vec<usize> = text.match_indices('%').map(|(at, _)| at).collect();
    percents.windows(2).find_map(|ends| {
        let [start, end] = ends else { return None };
        let name = text.get(start + 1..*end)?;
        is_variable_name(name).then(|| text.get(*start..=*end))?
    })
}

/// Returns the folders below a drive, or a server and its share with them.
fn below_root(text: &str) -> Result<&str, ProjectFolderError> {
    // Windows takes what follows these as it is.
    if let Some(share) = text.strip_prefix(r"\\?\UNC\") {
        return share_of_server(share);
    }
    let extended = text.strip_prefix(r"\\?\");
    if let Some(volume) = extended.filter(|rest| rest.starts_with("Volume{")) {
        return Ok(volume);
    }
    let text = extended.unwrap_or(text);
    if let (None, [first, second, ..]) = (extended, text.as_bytes())
        && [first, second]
            .iter()
            .all(|byte| matches!(byte, b'\\' | b'/'))
    {
        return share_of_server(text.get(2..).unwrap_or_default());
    }
    let Some((drive, rest)) = text.split_once(':') else {
        return Err(ProjectFolderError::Relative);
    };
    if drive.len() != 1 || !drive.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(ProjectFolderError::Relative);
    }
    rest.strip_prefix(SLASHES)
        .ok_or(ProjectFolderError::DriveRelative)
}

fn share_of_server(text: &str) -> Result<&str, ProjectFolderError> {
    let mut parts = text.split(SLASHES);
    let server = parts
        .next()
        .filter(|server| !matches!(*server, "" | "." | "?"));
    let share = parts.next().filter(|share| !share.is_empty());
    match (server, share) {
        (Some(_), Some(_)) => Ok(text),
        _ => Err(ProjectFolderError::Relative),
    }
}

/// Recognizes a device's name, also with an ending.
fn is_device(folder: &str) -> bool {
    let stem = folder.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_ascii_uppercase();
    let number = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    let numbered = number.is_some_and(|number| {
        let mut digits = number.chars();
        digits.next().is_some_and(|c| "123456789¹²³".contains(c)) && digits.next().is_none()
    });
    numbered || matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_paths_of_both_systems_are_taken_as_written() {
        for text in [
            r"C:\A",
            "c:/Projects/A/",
            r"D:\Péče o výrobu\100 % a",
            r"D:\50%\60%",
            r"C:\PROGRA~1\A",
            r"C:\$Recycle.Bin\It's",
            r"C:\Console\COM\COM10\nullified",
            r"\\server\share",
            r"\\server\c$\A",
            "//server/share/A",
            r"\\?\C:\A",
            r"\\?\UNC\server\share\A",
            r"\\?\Volume{b75e2c83-0000-0000-0000-602f00000000}\A",
            "/opt/Projects/A",
            r#"/opt/what?/a|b/<c>/%A%/5$/con/"d""#,
        ] {
            assert_eq!(project_folder(text), Ok(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_no_server_can_have_is_refused_with_its_reason() {
        use ProjectFolderError::*;
        let variable = |name: &str| Variable(name.to_owned());
        let device = |name: &str| Device(name.to_owned());
        let cases = [
            ("", Unsendable(PathError::Empty)),
            (r" C:\A", OuterSpace),
            ("C:\\A\u{a0}", OuterSpace),
            ("C:\\A\u{202e}B", Invisible('\u{202e}')),
            ("C:\\A\u{2028}B", Invisible('\u{2028}')),
            (r#""C:\A""#, Quotes),
            (r#"C:\A" stop"#, Quotes),
            (r#""/opt/A""#, Quotes),
            (r"'C:\A'", Quotes),
            (r"“C:\A”", Quotes),
            ("~/PekatVisionProjects/a", Home),
            ("~", Home),
            (r"%USERPROFILE%\A", variable("%USERPROFILE%")),
            (r"C:\Users\%USERNAME%\A", variable("%USERNAME%")),
            (
                r"50%\%ProgramFiles(x86)%\A",
                variable("%ProgramFiles(x86)%"),
            ),
            (r"$env:USERPROFILE\A", variable("$env:USERPROFILE")),
            ("$HOME/A", variable("$HOME")),
            ("/home/$USER/A", variable("$USER")),
            ("/home/${USER}/A", variable("${USER}")),
            ("C:a", DriveRelative),
            ("C:", DriveRelative),
            ("Test Project 1", Relative),
            (r"..\A", Relative),
            (r"\Projects\A", Relative),
            (r"\\server", Relative),
            (r"\\server\", Relative),
            (r"\\.\C:\A", Relative),
            (r"\\?\A", Relative),
            ("file:///C:/A", Relative),
            ("é:/A", Relative),
            (r"C:\A:B", Character(':')),
            (r"C:\<A>", Character('<')),
            (r"C:\A|B", Character('|')),
            (r"C:\A?", Character('?')),
            (r"\\server\share\*", Character('*')),
            (r"C:\nul", device("nul")),
            (r"C:\A\Aux.1\B", device("Aux.1")),
            (r"\\server\share\COM¹", device("COM¹")),
        ];
        for (text, error) in cases {
            assert_eq!(project_folder(text), Err(error), "{text}");
        }
    }
}
