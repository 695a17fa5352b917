//! Starting a tray for a user, whoever runs the installation.

use alloc::format;
use alloc::string::String;
use core::ffi::c_void;
use core::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{HANDLE, MAX_PATH, WIN32_ERROR};
use windows_sys::Win32::System::Environment::{CreateEnvironmentBlock, DestroyEnvironmentBlock};
use windows_sys::Win32::System::RemoteDesktop::{ProcessIdToSessionId, WTSQueryUserToken};
use windows_sys::Win32::System::SystemInformation::GetSystemWindowsDirectoryW;
use windows_sys::Win32::System::Threading::{
    CREATE_UNICODE_ENVIRONMENT, CreateProcessAsUserW, CreateProcessW, GetCurrentProcessId,
    PROCESS_INFORMATION, STARTUPINFOW,
};

use crate::data::within;
use crate::file::done;
use crate::security;
use crate::system::{Owned, last};
use crate::wide::{text, wide};

/// The desktop that a user sees.
const DESKTOP: &str = r"winsta0\default";

/// Starts a program in a session, for the user who is logged on there.
pub(crate) fn in_session(session: u32, exe: &str, line: &str) -> Result<(), WIN32_ERROR> {
    // Windows Installer works as the system. Under Wine it works as the user, whose environment Wine makes
    // up wrongly for another process.
    if is_own(session) {
        return start(None, exe, line);
    }
    let mut token = null_mut();
    // SAFETY: what is given is closed when it is dropped. Only the system is given anything.
    done(unsafe { WTSQueryUserToken(session, &mut token) })?;
    start(Some(&Owned::new(token)?), exe, line)
}

/// Whether this process is one of the user in this session.
fn is_own(session: u32) -> bool {
    let mut own = 0;
    // SAFETY: the number is written before the call returns.
    let known = unsafe { ProcessIdToSessionId(GetCurrentProcessId(), &mut own) } != 0;
    known && own == session && security::own_user().is_ok_and(|user| user != security::SYSTEM)
}

/// Starts a program from the set-up program's own process. If that has an administrator's rights at hand, the
/// user's shell does it, which has not: so the program has no more than it would have from the Start menu.
pub(crate) fn from_setup(exe: &str) -> Result<(), WIN32_ERROR> {
    let line = format!("\"{exe}\"");
    if !security::is_elevated()? {
        return start(None, exe, &line);
    }
    let shell = within(&windows()?, "explorer.exe");
    start(None, &shell, &format!("\"{shell}\" {line}"))
}

/// Windows' own folder.
fn windows() -> Result<String, WIN32_ERROR> {
    let mut path = [0u16; MAX_PATH as usize];
    // SAFETY: the buffer is as long as said.
    match unsafe { GetSystemWindowsDirectoryW(path.as_mut_ptr(), MAX_PATH) } {
        0 => Err(last()),
        _ => Ok(text(&path)),
    }
}

/// Starts a program as the user of a token, else as the one of this process.
fn start(token: Option<&Owned>, exe: &str, line: &str) -> Result<(), WIN32_ERROR> {
    let (exe, mut line, mut desktop) = (wide(exe), wide(line), wide(DESKTOP));
    let startup = STARTUPINFOW {
        cb: size_of::<STARTUPINFOW>() as u32,
        lpDesktop: desktop.as_mut_ptr(),
        ..STARTUPINFOW::default()
    };
    let mut process = PROCESS_INFORMATION::default();
    let started = match token {
        Some(token) => {
            let environment = Environment::of(token.get());
            // SAFETY: the texts are terminated, the line is ours to be written to, the structures outlive
            // the call, and null is allowed where it is given.
            unsafe {
                CreateProcessAsUserW(
                    token.get(),
                    exe.as_ptr(),
                    line.as_mut_ptr(),
                    null(),
                    null(),
                    0,
                    CREATE_UNICODE_ENVIRONMENT,
                    environment.0,
                    null(),
                    &startup,
                    &mut process,
                )
            }
        }
        // SAFETY: as above.
        None => unsafe {
            CreateProcessW(
                exe.as_ptr(),
                line.as_mut_ptr(),
                null(),
                null(),
                0,
                0,
                null(),
                null(),
                &startup,
                &mut process,
            )
        },
    };
    done(started)?;
    drop(Owned::new(process.hThread));
    drop(Owned::new(process.hProcess));
    Ok(())
}

/// A user's environment; null if Windows gives none, which stands for that of this process.
struct Environment(*mut c_void);

impl Environment {
    fn of(token: HANDLE) -> Self {
        let mut block = null_mut();
        // SAFETY: the token is open, and what is given is freed when it is dropped.
        match unsafe { CreateEnvironmentBlock(&mut block, token, 0) } {
            0 => Environment(null_mut()),
            _ => Environment(block),
        }
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: it came from there, and is freed once.
            unsafe { DestroyEnvironmentBlock(self.0) };
        }
    }
}
