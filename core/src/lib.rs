//! Both programs in one file, `pekat_tray_core.dll`, so that what they share is there once. Two small
//! programs, in the package `pekat-tray-launcher`, only call what is exported here.
//!
//! All of these files belong together. One of another build, left behind by a copy that went wrong, is
//! told apart here, before anything is done.

use std::ffi::c_void;
use std::io::{self, Write};

use pekat_tray::view::words::BUILD;
use pekat_tray::{ctl, installation, tray};

/// Runs the tray program as [`tray::main`] does, for a program of the build that is named by so many
/// bytes at this place. For one of another build it says so in a message box, and gives 2.
///
/// # Safety
/// So many bytes must be there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pekat_tray_main(build: *const u8, length: usize) -> i32 {
    // SAFETY: what is asked for is the same.
    let code = match refusal("pekat-tray.exe", unsafe { bytes(build, length) }) {
        Some(refusal) => tray::refuse(&refusal),
        None => tray::main(),
    };
    i32::from(code)
}

/// Runs `pekatctl` as [`ctl::main`] does, for a program of the build that is named by so many bytes at
/// this place. For one of another build it says so on standard error, and gives 2.
///
/// # Safety
/// So many bytes must be there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pekatctl_main(build: *const u8, length: usize) -> i32 {
    // SAFETY: what is asked for is the same.
    let code = match refusal("pekatctl.exe", unsafe { bytes(build, length) }) {
        Some(refusal) => ctl::refuse(&refusal),
        None => ctl::main(),
    };
    // No runtime of Rust's is left behind here, which would do it. Nobody may be there to read it.
    drop(io::stdout().flush());
    i32::from(code)
}

/// Takes an answer: what was given for that, and so many bytes at this place, which are gone afterwards.
pub type Answer = unsafe extern "C" fn(*mut c_void, *const u8, usize);

/// Answers the MSI as [`installation::answer`] does, to a request of so many bytes at this place. `answer` is
/// called once, with `context`: with the text of the file for all users, and then 0 is given; or with what is
/// wrong, and then 1.
///
/// # Safety
/// So many bytes must be there, and `answer` must be one to which `context` may be given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pekat_tray_prepare_installation(
    request: *const u8,
    length: usize,
    answer: Answer,
    context: *mut c_void,
) -> i32 {
    // SAFETY: what is asked for is the same.
    let (code, text) = match installation::answer(unsafe { bytes(request, length) }) {
        Ok(text) => (0, text),
        Err(problem) => (1, problem),
    };
    // SAFETY: the caller answers for both, and the bytes are there as long as the call lasts.
    unsafe { answer(context, text.as_ptr(), text.len()) };
    code
}

/// # Safety
/// So many bytes must be there, and stay.
unsafe fn bytes<'a>(start: *const u8, length: usize) -> &'a [u8] {
    if start.is_null() {
        return &[];
    }
    // SAFETY: it is not null, and the caller answers for the rest.
    unsafe { std::slice::from_raw_parts(start, length) }
}

/// What to tell when a program is not of this build.
fn refusal(program: &str, build: &[u8]) -> Option<String> {
    if build == BUILD.as_bytes() {
        return None;
    }
    let build = String::from_utf8_lossy(build);
    Some(format!(
        "{program} is of version {build}, but pekat_tray_core.dll beside it of {BUILD}. \
         Install PEKAT Tray again, or copy all of its files."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    unsafe extern "C" fn keep(context: *mut c_void, bytes: *const u8, length: usize) {
        // SAFETY: it is the vector that the test gives, and the bytes are as many as said.
        let (answers, bytes) = unsafe {
            (
                &mut *context.cast::<Vec<String>>(),
                super::bytes(bytes, length),
            )
        };
        answers.push(String::from_utf8(bytes.to_vec()).unwrap());
    }

    #[test]
    fn the_msi_is_answered_once_with_what_is_wrong() {
        let request = b"\0relative.toml\0admin\0";
        let mut answers: Vec<String> = Vec::new();
        let context = (&raw mut answers).cast();
        // SAFETY: the request is as long as said, and `keep` takes a vector of texts.
        let code = unsafe {
            pekat_tray_prepare_installation(request.as_ptr(), request.len(), keep, context)
        };
        let expected = installation::answer(request).unwrap_err();
        assert_eq!((code, answers), (1, vec![expected]));
    }

    #[test]
    fn a_program_of_this_build_is_let_in() {
        assert_eq!(refusal("pekatctl.exe", BUILD.as_bytes()), None);
    }

    #[test]
    fn for_a_program_of_another_build_both_are_named() {
        let said = refusal("pekatctl.exe", b"0.0.9 (abc)");
        let expected = format!(
            "pekatctl.exe is of version 0.0.9 (abc), but pekat_tray_core.dll beside it of {BUILD}. \
             Install PEKAT Tray again, or copy all of its files."
        );
        assert_eq!(said, Some(expected));
    }
}
