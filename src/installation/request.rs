//! The four properties as the MSI hands them over, and the files that they speak of.

use std::fs;
use std::path::{Path, PathBuf};

use super::{File, Properties, prepare};
use crate::config::{LoadError, Store, installed_machine_path};

/// Answers the MSI: `request` has the values of `SERVER`, `CONFIG`, `ROLE` and `LANGUAGE` in UTF-8, with a
/// zero byte between two of them. Gives the text of the file for all users of the computer, which it reads
/// but does not write.
///
/// # Errors
/// Everything that is wrong, a line each, in English, for the log of the installation.
pub fn answer(request: &[u8]) -> Result<String, String> {
    answer_for(request, installed_machine_path())
}

/// The same, with the file for all users in this place.
pub(super) fn answer_for(request: &[u8], machine: Option<PathBuf>) -> Result<String, String> {
    let asked = std::str::from_utf8(request).ok();
    let values = asked.map(|text| text.split('\0').collect::<Vec<_>>());
    let Some([server, config, role, language]) = values.as_deref() else {
        return Err("the installer has asked in a form that this PEKAT Tray does not know; use an MSI as it was published".to_owned());
    };
    let mut problems = Vec::new();
    let given = match config.trim() {
        "" => None,
        path => source(path).map_err(|problem| problems.push(problem)).ok(),
    };
    let store = Store::new(machine.unwrap_or_default());
    // What is replaced need not be right.
    let present = match config.trim().is_empty() {
        true => present(&store).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        }),
        false => None,
    };
    let name = store.path().display().to_string();
    let properties = Properties {
        server,
        config: given.as_deref().map(|text| File {
            name: config.trim(),
            text,
        }),
        role,
        language,
    };
    let present = present.as_deref().map(|text| File { name: &name, text });
    match prepare(&properties, present) {
        Ok(text) if problems.is_empty() => Ok(text),
        Ok(_) => Err(problems.join("\n")),
        Err(more) => {
            problems.extend(more);
            Err(problems.join("\n"))
        }
    }
}

/// What the file says that `CONFIG` names.
fn source(path: &str) -> Result<String, String> {
    let path = Path::new(path);
    let told = |what: &str| format!("CONFIG: {}{what}", path.display());
    if !path.is_absolute() {
        return Err(told(
            " is no whole path, and which folder it is in is not known here; write it with drive or server, like C:\\Setup\\config.toml or \\\\server\\share\\config.toml",
        ));
    }
    if fs::metadata(path).is_ok_and(|it| it.is_dir()) {
        return Err(told(" is a folder; name the TOML file in it"));
    }
    match Store::new(path.to_owned()).text_with_mark() {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(told(
            " does not exist; check the name, and on another computer that the account that installs can reach it",
        )),
        Err(LoadError::Unreadable { source, .. }) => Err(told(&format!(
            " cannot be read: {source}; check that the account that installs may read it"
        ))),
        Err(
            error @ (LoadError::TooLarge { .. }
            | LoadError::NotText { .. }
            | LoadError::Invalid { .. }),
        ) => Err(format!(
            "CONFIG: {error}; name a configuration file of PEKAT Tray"
        )),
    }
}

fn present(store: &Store) -> Result<Option<String>, String> {
    let text = store.text_with_mark();
    text.map_err(|error| {
        format!("the configuration that is there cannot be changed: {error}; correct it, or name another file with CONFIG")
    })
}
