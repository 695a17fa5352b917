//! All that such a program does. It has no standard library, most of which would come along for what is
//! done when a thread ends: so it is hardly larger than its icons. Only where panics unwind, in builds
//! for development, it needs the one that knows how.

#[cfg(not(windows))]
use std::io::{self, Write};
#[cfg(not(windows))]
use std::process::ExitCode;

/// Of which build this program is, in the words in which the DLL names its own.
#[cfg(windows)]
pub(crate) const BUILD: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("PEKAT_TRAY_COMMIT"),
    ")"
);

/// A program that does what a function of `pekat_tray_core.dll` does, and ends with what it gives.
/// Windows looks for the DLL beside the program first, and says itself when there is none.
macro_rules! program {
    ($in_the_dll:ident) => {
        #[cfg(windows)]
        #[link(name = "pekat_tray_core", kind = "raw-dylib")]
        unsafe extern "C" {
            fn $in_the_dll(build: *const u8, length: usize) -> i32;
        }

        #[cfg(windows)]
        #[unsafe(no_mangle)]
        extern "C" fn main() -> i32 {
            let build = launch::BUILD;
            // SAFETY: so many bytes are there, and stay.
            unsafe { $in_the_dll(build.as_ptr(), build.len()) }
        }

        #[cfg(not(windows))]
        fn main() -> std::process::ExitCode {
            launch::on_another_system()
        }
    };
}

pub(crate) use program;

/// What such a program does where there are no DLLs.
#[cfg(not(windows))]
pub(crate) fn on_another_system() -> ExitCode {
    let said = "error: this program is for Windows; use pekatctl of the package pekat-tray";
    drop(writeln!(io::stderr(), "{said}"));
    ExitCode::from(2)
}

// What calls `main`. With MinGW the linker is told of it anyway.
#[cfg(all(target_env = "msvc", panic = "abort"))]
#[cfg_attr(target_feature = "crt-static", link(name = "libcmt"))]
#[cfg_attr(not(target_feature = "crt-static"), link(name = "msvcrt"))]
unsafe extern "C" {}

/// Nothing here panics.
#[cfg(all(windows, panic = "abort"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
