//! The installation that an action is part of: its properties and its log.

use alloc::format;
use alloc::string::String;
use alloc::vec;

use windows_sys::Win32::Foundation::{
    ERROR_INSTALL_FAILURE, ERROR_MORE_DATA, ERROR_SUCCESS, WIN32_ERROR,
};
use windows_sys::Win32::System::ApplicationInstallationAndServicing::{
    INSTALLMESSAGE, INSTALLMESSAGE_ERROR, INSTALLMESSAGE_INFO, MSIHANDLE, MsiCloseHandle,
    MsiCreateRecord, MsiGetPropertyW, MsiProcessMessage, MsiRecordSetStringW, MsiSetPropertyW,
};

use crate::data;
use crate::wide::{text, wide};

/// What a step ends with: on failure a sentence for whoever reads the log, that says what, where and
/// what to do.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// An installation that is under way.
#[derive(Clone, Copy)]
pub(crate) struct Session(MSIHANDLE);

/// A handle of Windows Installer that is closed when it is dropped.
pub(crate) struct Handle(pub(crate) MSIHANDLE);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the handle is ours and closed once; zero is none and refused.
        unsafe { MsiCloseHandle(self.0) };
    }
}

impl Session {
    /// Carries an action out; a failure fails the installation.
    pub(crate) fn run(
        handle: MSIHANDLE,
        name: &str,
        action: impl FnOnce(Session) -> Outcome,
    ) -> WIN32_ERROR {
        let session = Session(handle);
        match action(session) {
            Ok(()) => ERROR_SUCCESS,
            Err(problem) => {
                session.tell(INSTALLMESSAGE_ERROR, &problem);
                session.log(&format!("{name} has failed."));
                ERROR_INSTALL_FAILURE
            }
        }
    }

    /// The number by which Windows Installer knows it.
    pub(crate) fn handle(self) -> MSIHANDLE {
        self.0
    }

    /// Writes a line into the log of the installation.
    pub(crate) fn log(self, line: &str) {
        self.tell(INSTALLMESSAGE_INFO, &format!("PEKAT Tray: {line}"));
    }

    fn tell(self, kind: INSTALLMESSAGE, line: &str) {
        let template = wide(&data::as_template(line));
        // SAFETY: the text is terminated; the record is ours and outlives the calls.
        unsafe {
            let record = Handle(MsiCreateRecord(1));
            MsiRecordSetStringW(record.0, 0, template.as_ptr());
            MsiProcessMessage(self.0, kind, record.0);
        }
    }

    /// A property's value; empty if it has none, or cannot be had.
    pub(crate) fn property(self, name: &str) -> String {
        let name = wide(name);
        let mut length = 0;
        let mut none = [0u16];
        // SAFETY: the name is terminated, and the buffer is as long as said: it holds the terminator.
        let asked =
            unsafe { MsiGetPropertyW(self.0, name.as_ptr(), none.as_mut_ptr(), &mut length) };
        if asked != ERROR_MORE_DATA {
            return String::new();
        }
        length += 1;
        let mut value = vec![0u16; length as usize];
        // SAFETY: as above.
        let got =
            unsafe { MsiGetPropertyW(self.0, name.as_ptr(), value.as_mut_ptr(), &mut length) };
        match got == ERROR_SUCCESS {
            true => text(&value),
            false => String::new(),
        }
    }

    /// What was given to a deferred action.
    pub(crate) fn data(self) -> String {
        self.property("CustomActionData")
    }

    /// Gives a property a value.
    pub(crate) fn set_property(self, name: &str, value: &str) -> Outcome {
        let (wide_name, value) = (wide(name), wide(value));
        // SAFETY: the texts are terminated.
        match unsafe { MsiSetPropertyW(self.0, wide_name.as_ptr(), value.as_ptr()) } {
            ERROR_SUCCESS => Ok(()),
            error => Err(format!(
                "Windows Installer does not take the property {name} (error {error}). Repeat the installation."
            )),
        }
    }
}
