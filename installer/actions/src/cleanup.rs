//! What an uninstallation removes that the tables do not know of: what trays have written for their users,
//! and what the installer itself has.

use alloc::format;
use alloc::string::String;

use windows_sys::Win32::Foundation::WIN32_ERROR;
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_LOCAL_MACHINE, HKEY_USERS, RegLoadKeyW, RegUnLoadKeyW,
};
use windows_sys::Win32::System::Threading::Sleep;

use crate::configuration::{Place, STATE};
use crate::data::{self, TRAY, within};
use crate::file;
use crate::line::starts;
use crate::registry::{self, Key};
use crate::security;
use crate::session::{Outcome, Session};
use crate::system::explain;
use crate::wide::wide;

/// What Windows starts when somebody logs on, and by which the Task Manager turns that off.
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";

/// The tray's value in both.
const NAME: &str = "PEKAT Tray";

/// Where a tray registers itself as a sender of toasts, below a user's classes.
const SENDER: &str = r"AppUserModelId\PekatTray.PekatTray";

/// The users of the computer, by their SIDs.
const PROFILES: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";

/// The name under which a user's registry is loaded who is not logged on.
const LOADED: &str = "PekatTray.CleanUp";

/// Removes it. Nothing fails it: the files are gone already, and what stays is told.
pub(crate) fn clean_up(session: Session) -> Outcome {
    let data = session.data();
    let (folder, purge) = data::folder_and_purge(&data);
    let exe = within(&folder, TRAY);
    security::use_privileges();
    registries(session, &exe);
    if purge {
        profiles(session);
    }
    configuration(session, purge);
    if let Ok(key) = Key::open(HKEY_LOCAL_MACHINE, APPROVED) {
        key.remove(NAME);
    }
    registry::remove_tree(HKEY_LOCAL_MACHINE, STATE);
    Ok(())
}

/// Goes through the registries of all users.
fn registries(session: Session, exe: &str) {
    let loaded = Key::open(HKEY_USERS, "").map_or_else(|_| Default::default(), |key| key.keys());
    for user in loaded.iter().filter(|user| !user.ends_with("_Classes")) {
        user_registry(session, user, exe);
        registry::remove_tree(HKEY_USERS, &format!(r"{user}_Classes\{SENDER}"));
        registry::remove_tree(HKEY_USERS, &format!(r"{user}\Software\Classes\{SENDER}"));
    }
    for (user, folder) in users() {
        let file = within(&folder, "NTUSER.DAT");
        if loaded.contains(&user) || !file::exists(&file) {
            continue;
        }
        match Hive::load(session, &file) {
            // A sender's key is gone when its user logs off.
            Ok(_hive) => user_registry(session, LOADED, exe),
            Err(error) => session.log(&format!(
                "the registry in {file} cannot be looked at: {}.",
                explain(error)
            )),
        }
    }
}

/// Removes what starts this installation when a user logs on. What starts another copy stays.
fn user_registry(session: Session, user: &str, exe: &str) {
    let open = |path: &str| Key::open(HKEY_USERS, &format!(r"{user}\{path}"));
    let run = open(RUN).ok();
    let command = run.as_ref().and_then(|key| key.get(NAME));
    if command
        .as_ref()
        .is_some_and(|command| !starts(command, exe))
    {
        return;
    }
    if let Some(key) = run
        && key.remove(NAME)
    {
        session.log(&format!("the Run value of the user {user} was removed."));
    }
    if let Ok(key) = open(APPROVED) {
        key.remove(NAME);
    }
}

/// The users of the computer: SIDs, and the folders of their profiles.
fn users() -> alloc::vec::Vec<(String, String)> {
    let Ok(list) = Key::open(HKEY_LOCAL_MACHINE, PROFILES) else {
        return Default::default();
    };
    let users = list.keys().into_iter().filter_map(|user| {
        let key = Key::open(HKEY_LOCAL_MACHINE, &format!(r"{PROFILES}\{user}"));
        let folder = key.ok()?.get("ProfileImagePath")?;
        Some((user, folder))
    });
    users.collect()
}

/// Removes the configuration and the log of every user.
fn profiles(session: Session) {
    for (_, profile) in users() {
        for kind in ["Roaming", "Local"] {
            let data = within(&profile, "AppData");
            let parent = within(&data, kind);
            let own = file::own_folder(&parent);
            if !file::exists(&own) {
                continue;
            }
            // Through a link it would be removed from where the user has no right to remove anything.
            let held = [&profile, &data, &parent].map(|folder| file::hold(folder));
            let whole = held.iter().try_for_each(|folder| folder.as_ref().map(drop));
            match whole
                .map_err(|error| *error)
                .and_then(|()| file::remove_tree(&own))
            {
                Ok(()) => session.log(&format!("{own} was removed, as PURGE=1 asks.")),
                Err(error) => {
                    session.log(&format!("something in {own} stays: {}.", explain(error)))
                }
            }
        }
    }
}

/// Removes the configuration for all users, if nobody but an installer has written it, or everything is to
/// go.
fn configuration(session: Session, purge: bool) {
    let place = match Place::find() {
        Ok(place) => place,
        Err(problem) => {
            session.log(&problem);
            return;
        }
    };
    let beside = |addition: &str| format!("{}{addition}", place.file);
    if purge && file::is_plain_folder(&place.folder) {
        return match file::remove_tree(&place.folder) {
            Ok(()) => session.log(&format!("{} was removed, as PURGE=1 asks.", place.folder)),
            Err(error) => session.log(&format!(
                "something in {} stays: {}.",
                place.folder,
                explain(error)
            )),
        };
    }
    let mut names = alloc::vec![beside(".lock"), beside(".undo"), beside(".new")];
    match place.is_as_written() {
        true => {
            names.push(place.file.clone());
            names.push(beside(".bak"));
            session.log(&format!("{} is removed.", place.file));
        }
        false if file::exists(&place.file) => session.log(&format!(
            "{} stays, for it is no longer what the installer wrote. PURGE=1 removes it.",
            place.file
        )),
        false => {}
    }
    for name in names {
        if let Err(error) = file::delete(&name) {
            session.log(&format!("{name} stays: {}.", explain(error)));
        }
    }
    // It stays if something is in it.
    file::remove_folder(&place.folder).ok();
}

/// The registry of a user who is not logged on, until it is dropped.
struct Hive(Session);

/// How often it is tried to give it back, and after how many milliseconds again: a virus scanner may look at
/// it.
const ATTEMPTS: u32 = 20;
const PAUSE: u32 = 100;

impl Hive {
    fn load(session: Session, file: &str) -> Result<Hive, WIN32_ERROR> {
        let (name, file) = (wide(LOADED), wide(file));
        // SAFETY: the texts are terminated.
        match unsafe { RegLoadKeyW(USERS, name.as_ptr(), file.as_ptr()) } {
            0 => Ok(Hive(session)),
            error => Err(error),
        }
    }
}

const USERS: HKEY = HKEY_USERS;

impl Drop for Hive {
    fn drop(&mut self) {
        let name = wide(LOADED);
        for _ in 0..ATTEMPTS {
            // SAFETY: the name is terminated, and all keys below are closed.
            if unsafe { RegUnLoadKeyW(USERS, name.as_ptr()) } == 0 {
                return;
            }
            // SAFETY: it only waits.
            unsafe { Sleep(PAUSE) };
        }
        self.0.log(
            "the registry of a user who is not logged on is still held; restart the computer before that user logs on.",
        );
    }
}
