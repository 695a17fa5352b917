//! The program out of the package that is being installed, before anything of it is.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use core::ffi::c_void;
use core::ptr::{null, null_mut};

use windows_sys::Win32::Devices::DeviceAndDriverInstallation::{
    FILE_IN_CABINET_INFO_W, FILEOP_DOIT, FILEOP_SKIP, SPFILENOTIFY_FILEINCABINET,
    SetupIterateCabinetW,
};
use windows_sys::Win32::Foundation::{ERROR_FILE_NOT_FOUND, ERROR_SUCCESS, WIN32_ERROR};
use windows_sys::Win32::Security::Authentication::Identity::RtlGenRandom;
use windows_sys::Win32::Storage::FileSystem::{
    CREATE_NEW, CreateFileW, FILE_ATTRIBUTE_NORMAL, FILE_GENERIC_WRITE, GetTempPathW,
};
use windows_sys::Win32::System::ApplicationInstallationAndServicing::{
    MSIDBOPEN_READONLY, MSIHANDLE, MsiDatabaseOpenViewW, MsiGetActiveDatabase, MsiOpenDatabaseW,
    MsiRecordGetStringW, MsiRecordReadStream, MsiViewExecute, MsiViewFetch,
};

use crate::data::within;
use crate::file::{self, append, done};
use crate::security::{Descriptor, is_elevated, own_user};
use crate::session::{Handle, Outcome, Session};
use crate::system::{Owned, explain};
use crate::wide::{text, wide};

/// The core's key in the package's table of files, which is its name in the cabinet.
const CORE: &str = "CoreDll";

/// How much of a cabinet is read at once, in bytes.
const CHUNK: usize = 64 * 1024;

/// As much of a path as is compared or kept, in UTF-16 units.
const PATH: usize = 260;

/// The folder with the program's core, which goes when it is dropped.
pub(crate) struct Unpacked {
    folder: String,
    /// The core.
    pub(crate) core: String,
}

impl Unpacked {
    /// Takes the core out of the package.
    ///
    /// # Errors
    /// When the package does not have it, or there is no room for it.
    pub(crate) fn new(session: Session) -> Outcome<Self> {
        let folder = temporary_folder().map_err(|error| {
            format!(
                "no folder can be made among the temporary ones of the account that installs: {}. Make sure that its TEMP names a folder that it can write to, and install again.",
                explain(error)
            )
        })?;
        let unpacked = Unpacked {
            core: within(&folder, "core.dll"),
            folder,
        };
        // The package as it runs; where Windows has kept it without its cabinet, as it came.
        // SAFETY: the session is that of Windows Installer, and what is given is closed when it is dropped.
        let active = Handle(unsafe { MsiGetActiveDatabase(session.handle()) });
        let found = unpacked.take_from(&active).or_else(|_| {
            let path = wide(&session.property("OriginalDatabase"));
            let mut original = 0;
            // SAFETY: the path is terminated; the number stands for reading.
            unsafe { MsiOpenDatabaseW(path.as_ptr(), MSIDBOPEN_READONLY, &mut original) };
            unpacked.take_from(&Handle(original))
        });
        found.map_err(|error| {
            format!(
                "the package's own program cannot be taken out of it to check the properties: {}. Fetch the MSI again and repeat the installation.",
                explain(error)
            )
        })?;
        Ok(unpacked)
    }

    fn take_from(&self, database: &Handle) -> Result<(), WIN32_ERROR> {
        let cabinets = "SELECT `Cabinet` FROM `Media`";
        let mut found = Err(ERROR_FILE_NOT_FOUND);
        each(database, cabinets, |record| {
            // Those that begin so are streams of the package.
            if let Some(name) = string(record).strip_prefix('#') {
                found = found.or_else(|_| self.take_from_cabinet(database, name));
            }
        });
        found
    }

    fn take_from_cabinet(&self, database: &Handle, name: &str) -> Result<(), WIN32_ERROR> {
        let path = within(&self.folder, "package.cab");
        let stream = format!("SELECT `Data` FROM `_Streams` WHERE `Name`='{name}'");
        let mut written = Err(ERROR_FILE_NOT_FOUND);
        each(database, &stream, |record| written = save(record, &path));
        written?;
        let (path, target) = (wide(&path), wide(&self.core));
        // SAFETY: the path is terminated, and the target outlives the call.
        let read =
            unsafe { SetupIterateCabinetW(path.as_ptr(), 0, Some(pick), target.as_ptr().cast()) };
        done(read)?;
        match file::exists(&self.core) {
            true => Ok(()),
            false => Err(ERROR_FILE_NOT_FOUND),
        }
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        file::remove_tree(&self.folder).ok();
    }
}

/// Asked of each file in a cabinet: only the core is taken, to where `target` says.
unsafe extern "system" fn pick(
    target: *const c_void,
    question: u32,
    file: usize,
    _cabinet: usize,
) -> u32 {
    if question != SPFILENOTIFY_FILEINCABINET {
        return ERROR_SUCCESS;
    }
    // SAFETY: with this question Windows gives this structure, whose texts are terminated, and `target` is
    // the terminated path that `take_from_cabinet` has given. The structure may lie at any address.
    unsafe {
        let file = file as *mut FILE_IN_CABINET_INFO_W;
        let name = (&raw const (*file).NameInCabinet).read_unaligned();
        let name = (0..PATH).map(|at| *name.add(at));
        let mut name = name.take_while(|unit| *unit != 0);
        if !CORE.encode_utf16().all(|unit| name.next() == Some(unit)) || name.next().is_some() {
            return FILEOP_SKIP;
        }
        let mut path = [0u16; PATH];
        let units = (0..PATH - 1).map(|at| *target.cast::<u16>().add(at));
        let units = units.take_while(|unit| *unit != 0);
        path.iter_mut().zip(units).for_each(|(to, unit)| *to = unit);
        (&raw mut (*file).FullTargetName).write_unaligned(path);
        FILEOP_DOIT
    }
}

/// Calls `with` with each row that a query gives.
fn each(database: &Handle, query: &str, mut with: impl FnMut(MSIHANDLE)) {
    let query = wide(query);
    let mut view = 0;
    // SAFETY: the query is terminated; handles are closed when they are dropped, and zero is refused.
    unsafe {
        MsiDatabaseOpenViewW(database.0, query.as_ptr(), &mut view);
        let view = Handle(view);
        if MsiViewExecute(view.0, 0) != ERROR_SUCCESS {
            return;
        }
        let mut record = 0;
        while MsiViewFetch(view.0, &mut record) == ERROR_SUCCESS {
            let row = Handle(record);
            with(row.0);
        }
    }
}

/// The text in a row's first column.
fn string(record: MSIHANDLE) -> String {
    let mut value = [0u16; PATH];
    let mut length = PATH as u32;
    // SAFETY: the buffer is as long as said.
    match unsafe { MsiRecordGetStringW(record, 1, value.as_mut_ptr(), &mut length) } {
        ERROR_SUCCESS => text(&value),
        _ => String::new(),
    }
}

/// Writes the bytes in a row's first column into a new file.
fn save(record: MSIHANDLE, path: &str) -> Result<(), WIN32_ERROR> {
    let path = wide(path);
    // SAFETY: the path is terminated, and null asks for the security of the folder.
    let file = Owned::new(unsafe {
        CreateFileW(
            path.as_ptr(),
            FILE_GENERIC_WRITE,
            0,
            null(),
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            null_mut(),
        )
    })?;
    let mut chunk = vec![0u8; CHUNK];
    loop {
        let mut length = chunk.len() as u32;
        // SAFETY: the buffer is as long as said.
        let error = unsafe { MsiRecordReadStream(record, 1, chunk.as_mut_ptr(), &mut length) };
        if error != ERROR_SUCCESS {
            return Err(error);
        }
        if length == 0 {
            return Ok(());
        }
        append(&file, chunk.get(..length as usize).unwrap_or_default())?;
    }
}

/// A new folder under a name that nobody can guess, for the account that installs (for administrators, if it
/// is one's that has the rights at hand) and the system alone: what is in it is about to be run.
fn temporary_folder() -> Result<String, WIN32_ERROR> {
    let mut path = [0u16; PATH + 2];
    let mut chance = 0u64;
    // SAFETY: both buffers are as long as said.
    let random = unsafe {
        GetTempPathW(path.len() as u32, path.as_mut_ptr());
        RtlGenRandom((&raw mut chance).cast(), size_of::<u64>() as u32)
    };
    if !random {
        return Err(crate::system::last());
    }
    let folder = within(&text(&path), &format!("PekatTray.{chance:016x}"));
    // What else the same user runs has no administrator's rights, and is to get none by this.
    let who = match is_elevated()? {
        true => String::from("BA"),
        false => own_user()?,
    };
    let only = format!("D:P(A;OICI;FA;;;{who})(A;OICI;FA;;;SY)");
    Descriptor::of(&only)?.create_folder(&folder)?;
    Ok(folder)
}
