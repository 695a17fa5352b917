//! Both programs in one file, `pekat_tray_core.dll`, so that what they share is there once. Two small
//! programs, in the package `pekat-tray-launcher`, only call what is exported here.
//!
//! All of these files belong together. One of another build, left behind by a copy that went wrong, is
//! told apart here, before anything is done.

use std::io::{self, Write};

use pekat_tray::view::words::BUILD;
use pekat_tray::{ctl, tray};

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
