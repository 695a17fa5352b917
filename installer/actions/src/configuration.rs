//! The configuration for all users of the computer: written, undone, and told from others' work.

use alloc::format;
use alloc::string::String;

use windows_sys::Win32::System::Registry::HKEY_LOCAL_MACHINE;

use crate::data::{self, Mark, within};
use crate::file::{self, told};
use crate::registry::{self, Key};
use crate::security;
use crate::session::{Outcome, Session};
use crate::system::explain;

/// What the installer remembers. Only administrators can change it.
pub(crate) const STATE: &str = r"SOFTWARE\PEKAT Tray";

/// What was written last, as a [`Mark`].
const WRITTEN: &str = "ConfigurationWritten";

/// The same before this installation, to be restored if that fails.
const WRITTEN_BEFORE: &str = "ConfigurationWrittenBefore";

/// What is to be undone if this installation fails: [`FOLDER_MADE`], [`FILE_MADE`] or both.
const UNDO: &str = "ConfigurationUndo";
const FOLDER_MADE: &str = "folder";
const FILE_MADE: &str = "file";

/// Where it is, and what stands beside it.
pub(crate) struct Place {
    pub(crate) folder: String,
    pub(crate) file: String,
    /// Half-written.
    new: String,
    /// As it was before this installation.
    undo: String,
}

impl Place {
    pub(crate) fn find() -> Outcome<Place> {
        let folder = file::own_folder(&file::program_data()?);
        let file = within(&folder, "config.toml");
        Ok(Place {
            new: format!("{file}.new"),
            undo: format!("{file}.undo"),
            folder,
            file,
        })
    }

    /// Whether the file is still what an installer wrote.
    pub(crate) fn is_as_written(&self) -> bool {
        let state = Key::open(HKEY_LOCAL_MACHINE, STATE);
        let written = state.ok().and_then(|state| state.get(WRITTEN));
        let written = written.and_then(|text| Mark::of_text(&text));
        written.is_some() && written == file::mark(&self.file)
    }
}

/// Makes the folder one that only administrators can change, and writes the file if there is something to
/// write.
pub(crate) fn write(session: Session) -> Outcome {
    let data = session.data();
    let text = data::to_write(&data);
    security::use_privileges();
    let place = Place::find()?;
    let state = Key::create(HKEY_LOCAL_MACHINE, STATE).map_err(unkept)?;
    let made = security::secure_folder(&place.folder)?;
    let undo = if made { FOLDER_MADE } else { "" };
    state.set(UNDO, undo).map_err(unkept)?;
    let what = if made { "made" } else { "there already" };
    session.log(&format!(
        "the folder {} was {what}; only administrators can change what is in it.",
        place.folder
    ));
    let Some(text) = text else {
        session.log("no property changes the configuration for all users; it stays as it is.");
        return security::secure_file(&place.file);
    };
    file::delete(&place.undo).map_err(told(&place.undo, "removed"))?;
    file::write(&place.new, text.as_bytes()).map_err(told(&place.new, "written"))?;
    let before = state.get(WRITTEN).unwrap_or_default();
    state.set(WRITTEN_BEFORE, &before).map_err(unkept)?;
    if file::exists(&place.file) {
        file::rename(&place.file, &place.undo).map_err(told(&place.file, "kept"))?;
    } else {
        let undo = format!("{undo} {FILE_MADE}");
        state.set(UNDO, &undo).map_err(unkept)?;
    }
    file::rename(&place.new, &place.file).map_err(told(&place.file, "written"))?;
    security::secure_file(&place.file)?;
    if let Some(mark) = file::mark(&place.file) {
        state.set(WRITTEN, &mark.to_text()).map_err(unkept)?;
    }
    session.log(&format!(
        "{} was written, {} bytes.",
        place.file,
        text.len()
    ));
    Ok(())
}

fn unkept(error: u32) -> String {
    format!(
        "HKLM\\{STATE} cannot be written: {}. Make sure that the installation runs with an administrator's rights, and install again.",
        explain(error)
    )
}

/// Restores everything as it was before [`write`]. Nothing fails it: what can be restored is.
pub(crate) fn undo(session: Session) -> Outcome {
    let Ok(state) = Key::open(HKEY_LOCAL_MACHINE, STATE) else {
        return Ok(());
    };
    let Some(undo) = state.get(UNDO) else {
        session.log("the configuration for all users was not touched yet.");
        return Ok(());
    };
    security::use_privileges();
    let place = Place::find()?;
    let has = |what: &str| undo.split(' ').any(|word| word == what);
    let mut outcomes = [file::delete(&place.new), Ok(()), Ok(())];
    if file::exists(&place.undo) {
        outcomes[1] = file::rename(&place.undo, &place.file);
        session.log(&format!("{} is again as it was.", place.file));
    } else if has(FILE_MADE) {
        outcomes[1] = file::delete(&place.file);
        session.log(&format!("{} was removed again.", place.file));
    }
    if has(FOLDER_MADE) {
        outcomes[2] = file::remove_folder(&place.folder);
    }
    for error in outcomes.into_iter().filter_map(Result::err) {
        session.log(&format!(
            "something in {} stays as it is: {}.",
            place.folder,
            explain(error)
        ));
    }
    match state.get(WRITTEN_BEFORE) {
        Some(before) if !before.is_empty() => drop(state.set(WRITTEN, &before)),
        Some(_) => drop(state.remove(WRITTEN)),
        None => {}
    }
    state.remove(UNDO);
    state.remove(WRITTEN_BEFORE);
    if state.values().is_empty() && state.keys().is_empty() {
        drop(state);
        registry::remove_tree(HKEY_LOCAL_MACHINE, STATE);
    }
    Ok(())
}

/// Forgets what [`undo`] would need, once the installation has succeeded.
pub(crate) fn forget(session: Session) {
    if let Ok(state) = Key::open(HKEY_LOCAL_MACHINE, STATE) {
        state.remove(UNDO);
        state.remove(WRITTEN_BEFORE);
    }
    if let Ok(place) = Place::find()
        && let Err(error) = file::delete(&place.undo)
    {
        session.log(&format!("{} stays: {}.", place.undo, explain(error)));
    }
}
