//! The programs that run, in every session of the computer.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ffi::c_void;

use windows_sys::Wdk::System::Threading::{NtQueryInformationProcess, ProcessBasicInformation};
use windows_sys::Win32::Foundation::{HANDLE, WAIT_OBJECT_0, WIN32_ERROR};
use windows_sys::Win32::System::Diagnostics::Debug::ReadProcessMemory;
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS,
};
use windows_sys::Win32::System::Recovery::GetApplicationRestartSettings;
use windows_sys::Win32::System::RemoteDesktop::ProcessIdToSessionId;
use windows_sys::Win32::System::Threading::{
    EVENT_MODIFY_STATE, OpenEventW, OpenProcess, PEB, PROCESS_BASIC_INFORMATION,
    PROCESS_QUERY_INFORMATION, PROCESS_SYNCHRONIZE, PROCESS_TERMINATE, PROCESS_VM_READ,
    QueryFullProcessImageNameW, RTL_USER_PROCESS_PARAMETERS, SetEvent, TerminateProcess,
    WaitForSingleObject,
};
use windows_sys::Win32::System::WindowsProgramming::RESTART_MAX_CMD_LINE;

use crate::data::{CTL, TRAY, is_of};
use crate::file::done;
use crate::line::{arguments, same_file};
use crate::system::Owned;
use crate::wide::{text, wide};

/// The event by which a tray is asked to end, with the number of its process behind it. The tray knows it as
/// well.
const QUIT: &str = r"Global\PekatTray.Quit.";

/// As long as a path can be, in UTF-16 units.
const LONGEST_PATH: usize = 32768;

/// A program of the installation that runs.
pub(crate) struct Program {
    pub(crate) id: u32,
    pub(crate) session: u32,
    process: Owned,
}

/// The trays of the installation in this folder.
pub(crate) fn trays(folder: &str) -> Vec<Program> {
    running(folder, TRAY)
}

/// Their companions, each busy with a command.
pub(crate) fn commands(folder: &str) -> Vec<Program> {
    running(folder, CTL)
}

fn running(folder: &str, program: &str) -> Vec<Program> {
    let named = ids_of(program).into_iter();
    named
        .filter_map(|id| Program::open(id, folder, program))
        .collect()
}

/// The processes whose file has this name, wherever it is.
fn ids_of(name: &str) -> Vec<u32> {
    let mut ids = Vec::new();
    // SAFETY: what is given is closed when it is dropped.
    let Ok(snapshot) = Owned::new(unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0) })
    else {
        return ids;
    };
    let mut entry = PROCESSENTRY32W {
        dwSize: size_of::<PROCESSENTRY32W>() as u32,
        ..PROCESSENTRY32W::default()
    };
    // SAFETY: the snapshot is open, and the structure says its size.
    let mut more = unsafe { Process32FirstW(snapshot.get(), &mut entry) };
    while more != 0 {
        if same_file(&text(&entry.szExeFile), name) {
            ids.push(entry.th32ProcessID);
        }
        // SAFETY: as above.
        more = unsafe { Process32NextW(snapshot.get(), &mut entry) };
    }
    ids
}

impl Program {
    /// `None` if this process runs another file, or is gone.
    fn open(id: u32, folder: &str, program: &str) -> Option<Program> {
        let access =
            PROCESS_QUERY_INFORMATION | PROCESS_VM_READ | PROCESS_SYNCHRONIZE | PROCESS_TERMINATE;
        // SAFETY: what is opened is closed when it is dropped.
        let process = Owned::new(unsafe { OpenProcess(access, 0, id) }).ok()?;
        if !is_of(&image(process.get())?, folder, program) {
            return None;
        }
        let mut session = 0;
        // SAFETY: the number is written before the call returns.
        unsafe { ProcessIdToSessionId(id, &mut session) };
        Some(Program {
            id,
            session,
            process,
        })
    }

    /// What a tray was started with.
    pub(crate) fn arguments(&self) -> String {
        let process = self.process.get();
        let asked = || command_line(process).map(|line| String::from(arguments(&line)));
        registered(process).or_else(asked).unwrap_or_default()
    }

    /// Asks a tray to end. `false` if it is one that does not listen.
    pub(crate) fn ask_to_end(&self) -> bool {
        let name = wide(&format!("{QUIT}{}", self.id));
        // SAFETY: the name is terminated, and what is opened is closed when it is dropped.
        let event = Owned::new(unsafe { OpenEventW(EVENT_MODIFY_STATE, 0, name.as_ptr()) });
        // SAFETY: the event is open.
        event.is_ok_and(|event| unsafe { SetEvent(event.get()) } != 0)
    }

    /// Whether it has ended, or does within so many milliseconds.
    pub(crate) fn ends_within(&self, milliseconds: u32) -> bool {
        // SAFETY: the process is open.
        unsafe { WaitForSingleObject(self.process.get(), milliseconds) == WAIT_OBJECT_0 }
    }

    /// Ends it, whatever it is doing.
    pub(crate) fn end(&self) -> Result<(), WIN32_ERROR> {
        // SAFETY: the process is open.
        done(unsafe { TerminateProcess(self.process.get(), 0) })
    }
}

/// The file that a process runs.
fn image(process: HANDLE) -> Option<String> {
    let mut path = vec![0u16; LONGEST_PATH];
    let mut length = path.len() as u32;
    // SAFETY: the process is open, and the buffer is as long as said.
    let found = unsafe { QueryFullProcessImageNameW(process, 0, path.as_mut_ptr(), &mut length) };
    (found != 0).then(|| text(&path))
}

/// What a tray has told Windows to start it with after a crash: that does for any folder. `None` if it has
/// not, or Windows does not say.
fn registered(process: HANDLE) -> Option<String> {
    let mut line = vec![0u16; RESTART_MAX_CMD_LINE as usize + 1];
    let (mut length, mut flags) = (line.len() as u32, 0);
    // SAFETY: the process is open, and the buffer is as long as said.
    let got = unsafe {
        GetApplicationRestartSettings(process, line.as_mut_ptr(), &mut length, &mut flags)
    };
    (got == 0).then(|| text(&line))
}

/// What a process was started with, from where Windows keeps it in the process itself.
fn command_line(process: HANDLE) -> Option<String> {
    let mut basic = PROCESS_BASIC_INFORMATION::default();
    // SAFETY: the process is open, and the structure is that of this question, as large as said.
    let status = unsafe {
        NtQueryInformationProcess(
            process,
            ProcessBasicInformation,
            (&raw mut basic).cast(),
            size_of::<PROCESS_BASIC_INFORMATION>() as u32,
            core::ptr::null_mut(),
        )
    };
    if status < 0 {
        return None;
    }
    let block = PEB::default();
    let block = read(process, basic.PebBaseAddress.cast(), block)?;
    let parameters = RTL_USER_PROCESS_PARAMETERS::default();
    let parameters = read(process, block.ProcessParameters.cast(), parameters)?;
    let line = parameters.CommandLine;
    let mut units = vec![0u16; usize::from(line.Length / 2)];
    let size = units.len() * 2;
    // SAFETY: the buffer is as long as said, and what cannot be read there makes the call fail.
    done(unsafe {
        ReadProcessMemory(
            process,
            line.Buffer.cast::<c_void>(),
            units.as_mut_ptr().cast(),
            size,
            core::ptr::null_mut(),
        )
    })
    .ok()?;
    Some(String::from_utf16_lossy(&units))
}

/// A structure of numbers and pointers out of another process.
fn read<T: Copy>(process: HANDLE, from: *const c_void, mut into: T) -> Option<T> {
    // SAFETY: any bytes make such a structure, which is as large as said; what cannot be read there makes
    // the call fail.
    let read = unsafe {
        ReadProcessMemory(
            process,
            from,
            (&raw mut into).cast(),
            size_of::<T>(),
            core::ptr::null_mut(),
        )
    };
    done(read).ok().map(|()| into)
}
