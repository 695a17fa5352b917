//! What the MSI does beyond the tables of Windows Installer: its custom actions. Each is a function of
//! Windows Installer's form, logs in plain words what it does, and opens no window.

#![cfg_attr(all(windows, target_env = "gnu", panic = "abort", not(test)), no_std)]

extern crate alloc;

#[cfg(all(windows, target_env = "gnu", panic = "abort", not(test)))]
mod bare;
#[cfg(windows)]
mod session;
#[cfg(windows)]
mod system;
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
fn only_log(session: session::Session) -> session::Outcome {
    session.log("nothing is done here yet.");
    Ok(())
}

#[cfg(windows)]
actions! {
    /// Checks the properties, and works out the configuration to be written. Immediate.
    CheckProperties => only_log;
    /// Ends every tray that runs the installed program, and remembers them. Deferred.
    EndTrays => only_log;
    /// Starts the trays again that were ended. Commit.
    StartTrays => only_log;
    /// Starts the trays again that were ended. Rollback.
    RestartTraysOnRollback => only_log;
    /// Writes the configuration for all users of the computer. Deferred.
    WriteConfiguration => only_log;
    /// Restores the configuration as it was. Rollback.
    UndoConfiguration => only_log;
    /// Removes what the tables do not know of. Commit.
    CleanUp => only_log;
    /// Starts the tray for who installs. Immediate.
    LaunchTray => only_log;
}
