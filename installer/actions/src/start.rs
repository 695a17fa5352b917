//! Starting a tray for a user, whoever runs the installation.

use core::ffi::c_void;
use core::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{HANDLE, WIN32_ERROR};
use windows_sys::Win32::Security::{
    DuplicateTokenEx, SecurityImpersonation, TOKEN_ALL_ACCESS, TokenPrimary,
};
use windows_sys::Win32::System::Environment::{CreateEnvironmentBlock, DestroyEnvironmentBlock};
use windows_sys::Win32::System::RemoteDesktop::{ProcessIdToSessionId, WTSQueryUserToken};
use windows_sys::Win32::System::Threading::{
    CREATE_UNICODE_ENVIRONMENT, CreateProcessAsUserW, CreateProcessW, GetCurrentProcessId,
    PROCESS_INFORMATION, STARTUPINFOW,
};

use crate::file::done;
use crate::security;
use crate::system::Owned;
use crate::wide::wide;

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

/// Starts a program for the user who installs.
pub(crate) fn for_installer(exe: &str, line: &str) -> Result<(), WIN32_ERROR> {
    if !security::is_impersonating() {
        return start(None, exe, line);
    }
    let token = security::own_token(TOKEN_ALL_ACCESS)?;
    let mut primary = null_mut();
    // SAFETY: the token is open, and what is given is closed when it is dropped.
    done(unsafe {
        DuplicateTokenEx(
            token.get(),
            TOKEN_ALL_ACCESS,
            null(),
            SecurityImpersonation,
            TokenPrimary,
            &mut primary,
        )
    })?;
    start(Some(&Owned::new(primary)?), exe, line)
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
