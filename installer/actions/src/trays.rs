//! What runs is ended before its files are replaced; trays are started again afterwards.

use alloc::format;
use alloc::string::String;

use windows_sys::Win32::System::Registry::HKEY_LOCAL_MACHINE;
use windows_sys::Win32::System::SystemInformation::GetTickCount64;

use crate::configuration::{self, STATE};
use crate::data::{self, TRAY, within};
use crate::file;
use crate::line::again;
use crate::processes::{Program, commands, trays};
use crate::registry::{self, Key};
use crate::security;
use crate::session::{Outcome, Session};
use crate::start;
use crate::system::explain;

/// Below [`STATE`], the trays that were ended: a value for each session, whose text is what the tray there was
/// started with. After a restart of the computer no session is what it was.
const RESTART: &str = r"SOFTWARE\PEKAT Tray\Restart";

/// How long programs may take to end by themselves. In milliseconds.
const PATIENCE: u64 = 10_000;

/// How long one may take that was ended by force. In milliseconds.
const GRACE: u32 = 2_000;

/// Ends every tray of this installation, and remembers them, and ends their companions. What was remembered
/// before stays: the version that is replaced has ended and remembered those of its own.
pub(crate) fn end(session: Session) -> Outcome {
    let folder = session.data();
    security::use_privileges();
    let (found, busy) = (trays(&folder), commands(&folder));
    if found.is_empty() {
        session.log(&format!("no tray runs from {folder}."));
    } else {
        remember(session, &found);
    }
    // SAFETY: it asks for a number.
    let now = || unsafe { GetTickCount64() };
    let until = now() + PATIENCE;
    let trays = found.iter().map(|tray| match tray.ask_to_end() {
        true => ("tray", tray, PATIENCE, "did not end when it was asked to"),
        false => ("tray", tray, 0, "cannot be asked to end"),
    });
    // One that does something is soon done; one that watches or simulates never is.
    let busy = busy
        .iter()
        .map(|command| ("pekatctl", command, PATIENCE, "goes on"));
    let asked: alloc::vec::Vec<_> = trays.chain(busy).collect();
    for (name, program, patience, why) in asked {
        let left = patience.min(until.saturating_sub(now()));
        end_one(session, name, program, left as u32, why);
    }
    Ok(())
}

/// Waits so many milliseconds for the end of a program, and ends it by force if that does not come.
fn end_one(session: Session, name: &str, program: &Program, left: u32, why: &str) {
    let who = format!(
        "the {name} in session {}, process {},",
        program.session, program.id
    );
    if program.ends_within(left) {
        session.log(&format!("{who} has ended."));
        return;
    }
    match program.end() {
        Ok(()) if program.ends_within(GRACE) => {
            session.log(&format!("{who} {why} and was ended by force."));
        }
        Ok(()) => session.log(&format!("{who} {why}, and goes on ending.")),
        Err(error) => session.log(&format!(
            "{who} {why}, and cannot be ended: {}. Its files are replaced when the computer restarts.",
            explain(error)
        )),
    }
}

fn remember(session: Session, found: &[Program]) {
    let parent = Key::create(HKEY_LOCAL_MACHINE, STATE);
    let key = parent.and_then(|_| Key::create_until_restart(HKEY_LOCAL_MACHINE, RESTART));
    for tray in found {
        let name = format!("{}", tray.session);
        let set = |key: &Key| key.set(&name, &tray.arguments());
        if let Err(error) = key.as_ref().map_err(|error| *error).and_then(set) {
            session.log(&format!(
                "the tray in session {} will not be started again, for it cannot be remembered: {}.",
                tray.session,
                explain(error)
            ));
        }
    }
}

/// Once the installation has succeeded: starts the trays again, and the one that `LAUNCH=1` asks for, and
/// forgets what undoing would need.
pub(crate) fn start(session: Session) -> Outcome {
    configuration::forget(session);
    let data = session.data();
    let (folder, launching) = data::folder_and_session(&data);
    restart_from(session, &folder)?;
    let Some(number) = launching else {
        return Ok(());
    };
    let exe = within(&folder, TRAY);
    // The one that was started again a moment ago shows no menu because of this one.
    match start::in_session(number, &exe, &again(&exe, "")) {
        Ok(()) => session.log(&format!(
            "the tray was started in session {number}, as LAUNCH=1 asks."
        )),
        Err(error) => session.log(&format!(
            "{exe} cannot be started in session {number}: {}. Start it from the Start menu.",
            explain(error)
        )),
    }
    Ok(())
}

/// Starts the trays that were ended, after a failure.
pub(crate) fn restart(session: Session) -> Outcome {
    restart_from(session, &session.data())
}

/// Starts the trays that were ended, each in its session for its user.
fn restart_from(session: Session, folder: &str) -> Outcome {
    let exe = within(folder, TRAY);
    let Ok(key) = Key::open(HKEY_LOCAL_MACHINE, RESTART) else {
        session.log("no tray was ended that is to be started again.");
        return Ok(());
    };
    if !file::exists(&exe) {
        // A failed upgrade has taken its own files away. Those of the version before come back when its part
        // is undone, and that starts them.
        session.log(&format!("{exe} is not there now; nothing is started."));
        return Ok(());
    }
    for name in key.values() {
        let (Ok(number), Some(arguments)) = (name.parse(), key.get(&name)) else {
            continue;
        };
        match start::in_session(number, &exe, &again(&exe, &arguments)) {
            Ok(()) => session.log(&format!("the tray was started again in session {name}.")),
            Err(error) => session.log(&format!(
                "the tray is not started again in session {name}, where perhaps nobody is logged on any more: {}.",
                explain(error)
            )),
        }
    }
    drop(key);
    registry::remove_tree(HKEY_LOCAL_MACHINE, RESTART);
    Ok(())
}

/// The session in which `LAUNCH=1` starts the tray: that of the user who installs, in numerals. Empty if nobody
/// does but the system.
pub(crate) fn launching(session: Session) -> String {
    if security::own_user().is_ok_and(|user| user == security::SYSTEM) {
        session.log("LAUNCH=1 starts nothing, for the system itself installs: it has no desktop. With the feature Autostart the tray starts when somebody logs on.");
        return String::new();
    }
    match security::own_session() {
        Ok(number) => format!("{number}"),
        Err(error) => {
            session.log(&format!(
                "LAUNCH=1 starts nothing, for Windows does not say in which session: {}.",
                explain(error)
            ));
            String::new()
        }
    }
}

/// Starts the tray from the last page of the set-up program.
pub(crate) fn launch(session: Session) -> Outcome {
    let exe = within(&session.property("INSTALLDIR"), TRAY);
    if let Err(error) = start::from_setup(&exe) {
        session.log(&format!(
            "{exe} cannot be started: {}. Start it from the Start menu.",
            explain(error)
        ));
    }
    Ok(())
}
