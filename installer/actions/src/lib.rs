//! What the MSI does beyond the tables of Windows Installer: its custom actions. Each is a function of
//! Windows Installer's form, logs in plain words what it does, and opens no window.

#![cfg_attr(all(windows, target_env = "gnu", panic = "abort", not(test)), no_std)]

#[cfg(any(windows, test))]
extern crate alloc;

#[cfg(all(windows, target_env = "gnu", panic = "abort", not(test)))]
mod bare;
#[cfg(windows)]
mod cleanup;
#[cfg(windows)]
mod configuration;
#[cfg(any(windows, test))]
mod data;
#[cfg(windows)]
mod file;
#[cfg(any(windows, test))]
mod line;
#[cfg(windows)]
mod package;
#[cfg(windows)]
mod processes;
#[cfg(windows)]
mod properties;
#[cfg(windows)]
mod registry;
#[cfg(windows)]
mod security;
#[cfg(windows)]
mod session;
#[cfg(windows)]
mod start;
#[cfg(windows)]
mod system;
#[cfg(windows)]
mod trays;
#[cfg(windows)]
mod wide;

/// Makes the function by which Windows Installer calls an action.
#[cfg(windows)]
macro_rules! actions {
    ($($(#[$meaning:meta])* $name:ident => $action:path;)*) => {
        $(
            $(#[$meaning])*
            #[unsafe(no_mangle)]
            pub extern "system" fn $name(
                session: windows_sys::Win32::System::ApplicationInstallationAndServicing::MSIHANDLE,
            ) -> u32 {
                session::Session::run(session, stringify!($name), $action)
            }
        )*
    };
}

#[cfg(windows)]
actions! {
    /// Checks the properties, and works out the configuration to be written. Immediate.
    CheckProperties => properties::check;
    /// Judges the properties while they can still be mended: what is wrong is put into `SERVERPROBLEM`. Immediate,
    /// of the set-up program.
    AskServer => properties::ask;
    /// Ends every tray that runs the installed program, and remembers them. Deferred.
    EndTrays => trays::end;
    /// Starts the trays again that were ended, and the one that is asked for. Commit.
    StartTrays => trays::start;
    /// Starts the trays again that were ended. Rollback.
    RestartTraysOnRollback => trays::restart;
    /// Writes the configuration for all users of the computer. Deferred.
    WriteConfiguration => configuration::write;
    /// Restores the configuration as it was. Rollback.
    UndoConfiguration => configuration::undo;
    /// Removes what the tables do not know of. Commit.
    CleanUp => cleanup::clean_up;
    /// Starts the tray. Of the set-up program.
    LaunchTray => trays::launch;
}
