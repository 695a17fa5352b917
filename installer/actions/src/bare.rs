//! What the standard library would bring: memory, and an end for what cannot happen. With it the file would
//! be five times as large, for its panics come with a reader of debug information; and it lies
//! uncompressed in the MSI.

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;

use windows_sys::Win32::System::Memory::{GetProcessHeap, HeapAlloc, HeapFree};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, TerminateProcess};

/// What Windows' heap aligns everything to, in bytes.
const ALIGNED: usize = 16;

/// The exit code of the process in which an action has panicked. Windows Installer then fails the
/// installation.
const PANICKED: u32 = 1603;

struct Heap;

#[global_allocator]
static HEAP: Heap = Heap;

// SAFETY: Windows' heap keeps what `GlobalAlloc` asks for, from any thread, and larger alignments than its
// own, which nothing here needs, are refused.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > ALIGNED {
            return core::ptr::null_mut();
        }
        // SAFETY: the process' heap is always there.
        unsafe { HeapAlloc(GetProcessHeap(), 0, layout.size()).cast() }
    }

    unsafe fn dealloc(&self, memory: *mut u8, _layout: Layout) {
        // SAFETY: it came from this heap, and is given back once.
        unsafe { HeapFree(GetProcessHeap(), 0, memory.cast()) };
    }
}

#[panic_handler]
fn panicked(_: &PanicInfo<'_>) -> ! {
    loop {
        // SAFETY: this process is one that Windows Installer has made for the actions.
        unsafe { TerminateProcess(GetCurrentProcess(), PANICKED) };
    }
}
