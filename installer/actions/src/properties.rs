//! The properties are checked before anything is touched, and what the configuration is to be is worked out
//! by the program that is about to be installed.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::c_void;
use core::ptr::null_mut;

use windows_sys::Win32::Foundation::{FreeLibrary, HMODULE};
use windows_sys::Win32::System::LibraryLoader::{
    GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW,
};

use crate::data;
use crate::package::Unpacked;
use crate::session::{Outcome, Session};
use crate::system::last_error;
use crate::trays;
use crate::wide::wide;

/// Takes what the core has to say.
type Answer = extern "C" fn(*mut c_void, *const u8, usize);

/// The core's entry: the request and its length, and who takes the answer. It gives 0 if that is a
/// configuration, 1 if it tells what is wrong.
type Prepare = unsafe extern "C" fn(*const u8, usize, Answer, *mut c_void) -> i32;

/// Checks all properties, and hands on what `WriteConfiguration` and `UndoConfiguration` need.
pub(crate) fn check(session: Session) -> Outcome {
    let mut problems = Vec::new();
    for name in ["LAUNCH", "PURGE"] {
        problems.extend(data::switch(name, &session.property(name)).err());
    }
    let mut given = String::new();
    match request(session) {
        // Windows lets anybody repair what is installed, who is not to change the configuration by that.
        Some(_) if !session.property("Installed").is_empty() => session.log(
            "SERVER, CONFIG, ROLE and LANGUAGE change nothing, for this version is installed already. Change the configuration for all users as an administrator.",
        ),
        Some(request) => match prepare(session, &request)? {
            Ok(text) => {
                session.log(
                    "the properties are good; the configuration for all users will be written.",
                );
                given = data::writing(&text);
            }
            Err(problem) => problems.push(problem),
        },
        None => {}
    }
    if !problems.is_empty() {
        return Err(format!(
            "The installation is not begun, for properties are wrong:\n{}",
            problems.join("\n")
        ));
    }
    session.set_property("WriteConfiguration", &given)?;
    session.set_property("UndoConfiguration", &given)?;
    if session.property("LAUNCH") == "1" {
        session.set_property("LaunchSession", &trays::launching(session))?;
    }
    Ok(())
}

/// Has the set-up program show what is wrong with the properties, if anything is, while its page can still be
/// filled in otherwise.
pub(crate) fn ask(session: Session) -> Outcome {
    let answer = request(session).map(|request| prepare(session, &request));
    let problem = match answer {
        Some(Ok(Err(problem)) | Err(problem)) => problem,
        Some(Ok(Ok(_))) | None => String::new(),
    };
    session.set_property("SERVERPROBLEM", &problem)
}

/// What the core is asked: the properties that are about the configuration; nothing if none is given.
fn request(session: Session) -> Option<String> {
    let values = ["SERVER", "CONFIG", "ROLE", "LANGUAGE"].map(|name| session.property(name));
    let given = values.iter().any(|value| !value.is_empty());
    given.then(|| values.join("\0"))
}

/// Asks the core. The inner result is its answer.
fn prepare(session: Session, request: &str) -> Outcome<Result<String, String>> {
    let unpacked = Unpacked::new(session)?;
    let path = &unpacked.core;
    let unusable = |what: &str| {
        format!(
            "{path}, which checks the properties, {what}. Fetch the MSI again and repeat the installation."
        )
    };
    let library = Library::load(path)
        .ok_or_else(|| unusable(&format!("cannot be loaded: {}", last_error())))?;
    let prepare = library
        .prepare()
        .ok_or_else(|| unusable("is of another version"))?;
    let mut told = Vec::new();
    let request = request.as_bytes();
    // SAFETY: the request is as long as said, and `told` outlives the call, which gives it to `take` only.
    let code = unsafe {
        prepare(
            request.as_ptr(),
            request.len(),
            take,
            (&raw mut told).cast(),
        )
    };
    let told = String::from_utf8_lossy(&told).into_owned();
    match code {
        0 => Ok(Ok(told)),
        1 => Ok(Err(told)),
        _ => Err(unusable("has failed")),
    }
}

/// Keeps what the core says.
extern "C" fn take(told: *mut c_void, bytes: *const u8, length: usize) {
    if bytes.is_null() {
        return;
    }
    // SAFETY: this is the vector that `prepare` has given, and the bytes are as many as said.
    unsafe {
        let told = &mut *told.cast::<Vec<u8>>();
        told.extend_from_slice(core::slice::from_raw_parts(bytes, length));
    }
}

/// A library that is loaded until it is dropped.
struct Library(HMODULE);

impl Library {
    /// What it needs itself is looked for among Windows' own files only.
    fn load(path: &str) -> Option<Self> {
        let path = wide(path);
        // SAFETY: the path is terminated and whole, and what is loaded is our own program.
        let library =
            unsafe { LoadLibraryExW(path.as_ptr(), null_mut(), LOAD_LIBRARY_SEARCH_SYSTEM32) };
        (!library.is_null()).then_some(Library(library))
    }

    fn prepare(&self) -> Option<Prepare> {
        let name = c"pekat_tray_prepare_installation";
        // SAFETY: the library is loaded, the name is terminated, and the entry has this form.
        unsafe {
            let entry = GetProcAddress(self.0, name.as_ptr().cast())?;
            Some(core::mem::transmute::<
                unsafe extern "system" fn() -> isize,
                Prepare,
            >(entry))
        }
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // SAFETY: it is loaded, and nothing of it is used any more.
        unsafe { FreeLibrary(self.0) };
    }
}
