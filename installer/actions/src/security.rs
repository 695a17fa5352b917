//! Who may do what: folders and files that only administrators can change.

use alloc::format;
use alloc::string::String;
use core::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{
    ERROR_ALREADY_EXISTS, GENERIC_READ, HANDLE, LUID, LocalFree, WIN32_ERROR,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
    SE_FILE_OBJECT, SetSecurityInfo,
};
use windows_sys::Win32::Security::{
    ACL, AdjustTokenPrivileges, DACL_SECURITY_INFORMATION, GetSecurityDescriptorDacl,
    GetSecurityDescriptorOwner, GetTokenInformation, LUID_AND_ATTRIBUTES, LookupPrivilegeValueW,
    OBJECT_SECURITY_INFORMATION, OWNER_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION,
    PSECURITY_DESCRIPTOR, PSID, SE_PRIVILEGE_ENABLED, SECURITY_ATTRIBUTES, TOKEN_ADJUST_PRIVILEGES,
    TOKEN_INFORMATION_CLASS, TOKEN_PRIVILEGES, TOKEN_QUERY, TOKEN_USER, TokenElevation,
    TokenSessionId, TokenUser, UNPROTECTED_DACL_SECURITY_INFORMATION,
};
use windows_sys::Win32::Storage::FileSystem::{
    CopyFileW, CreateDirectoryW, CreateFileW, FILE_ATTRIBUTE_DIRECTORY,
    FILE_ATTRIBUTE_REPARSE_POINT, FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT,
    FILE_SHARE_DELETE, FILE_SHARE_READ, FILE_SHARE_WRITE, OPEN_EXISTING, READ_CONTROL, WRITE_DAC,
    WRITE_OWNER,
};
use windows_sys::Win32::System::Threading::{
    GetCurrentProcess, GetCurrentThread, OpenProcessToken, OpenThreadToken,
};

use crate::file::{self, done, information, told};
use crate::session::Outcome;
use crate::system::Owned;
use crate::wide::{text, wide};

/// The system and administrators may do everything in a folder, users read; what is in it inherits that.
/// It inherits nothing itself. The owner is the administrators, since an owner may always change this.
const FOLDER: &str = "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";

/// The same of a file.
const FILE: &str = "O:BAD:(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;BU)";

/// How often a folder is made that somebody removes or links meanwhile.
const ATTEMPTS: u32 = 3;

/// The SID of the system itself, as which services and software distribution run.
pub(crate) const SYSTEM: &str = "S-1-5-18";

/// Who may do what, in Windows' own form.
pub(crate) struct Descriptor(PSECURITY_DESCRIPTOR);

impl Descriptor {
    /// Reads it in the form of SDDL.
    pub(crate) fn of(sddl: &str) -> Result<Self, WIN32_ERROR> {
        let sddl = wide(sddl);
        let mut descriptor = null_mut();
        // SAFETY: the text is terminated, and what is given is freed when it is dropped.
        done(unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                sddl.as_ptr(),
                SDDL_REVISION_1,
                &mut descriptor,
                null_mut(),
            )
        })?;
        Ok(Descriptor(descriptor))
    }

    /// Makes a folder that has it from the beginning.
    pub(crate) fn create_folder(&self, path: &str) -> Result<(), WIN32_ERROR> {
        let path = wide(path);
        let attributes = SECURITY_ATTRIBUTES {
            nLength: size_of::<SECURITY_ATTRIBUTES>() as u32,
            lpSecurityDescriptor: self.0,
            bInheritHandle: 0,
        };
        // SAFETY: the path is terminated, and the descriptor outlives the call.
        done(unsafe { CreateDirectoryW(path.as_ptr(), &attributes) })
    }

    fn apply(
        &self,
        file: &Owned,
        inherits: OBJECT_SECURITY_INFORMATION,
    ) -> Result<(), WIN32_ERROR> {
        let mut owner: PSID = null_mut();
        let mut list: *mut ACL = null_mut();
        let (mut present, mut defaulted) = (0, 0);
        // SAFETY: the descriptor outlives the calls, as do the parts that point into it.
        let error = unsafe {
            done(GetSecurityDescriptorOwner(
                self.0,
                &mut owner,
                &mut defaulted,
            ))?;
            done(GetSecurityDescriptorDacl(
                self.0,
                &mut present,
                &mut list,
                &mut defaulted,
            ))?;
            let what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | inherits;
            SetSecurityInfo(
                file.get(),
                SE_FILE_OBJECT,
                what,
                owner,
                null_mut(),
                list,
                null(),
            )
        };
        match error {
            0 => Ok(()),
            error => Err(error),
        }
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: it came from a call that wants it to be freed so.
        unsafe { LocalFree(self.0) };
    }
}

/// Makes a folder that only administrators can change, or makes one that is there such a folder, whoever
/// made it. Says whether it was made.
pub(crate) fn secure_folder(path: &str) -> Outcome<bool> {
    let told = told(path, "made a folder that only administrators can change");
    let descriptor = Descriptor::of(FOLDER).map_err(&told)?;
    for _ in 0..ATTEMPTS {
        match descriptor.create_folder(path) {
            Ok(()) => return Ok(true),
            Err(ERROR_ALREADY_EXISTS) => {}
            Err(error) => return Err(told(error)),
        }
        let folder = open(path).map_err(&told)?;
        let attributes = information(&folder).map_err(&told)?.dwFileAttributes;
        if attributes & FILE_ATTRIBUTE_REPARSE_POINT != 0 {
            // A link leads who knows where. The link goes, and what it leads to stays.
            drop(folder);
            file::remove_folder(path).map_err(&told)?;
            continue;
        }
        if attributes & FILE_ATTRIBUTE_DIRECTORY == 0 {
            return Err(format!(
                "{path} is a file where the folder of the configuration belongs. Remove it and install again."
            ));
        }
        let applied = descriptor.apply(&folder, PROTECTED_DACL_SECURITY_INFORMATION);
        applied.map_err(&told)?;
        return Ok(false);
    }
    Err(told(ERROR_ALREADY_EXISTS))
}

/// Makes a file that is there one that only administrators can change, whoever made it. It is in a folder
/// that is so already.
pub(crate) fn secure_file(path: &str) -> Outcome {
    if !file::exists(path) {
        return Ok(());
    }
    let told = told(path, "made a file that only administrators can change");
    let opened = open(path).map_err(&told)?;
    let information = information(&opened).map_err(&told)?;
    let is = |what| information.dwFileAttributes & what != 0;
    if is(FILE_ATTRIBUTE_DIRECTORY) {
        return Err(format!(
            "{path} is a folder where the configuration's file belongs. Remove it and install again."
        ));
    }
    if is(FILE_ATTRIBUTE_REPARSE_POINT) {
        drop(opened);
        return file::delete(path).map_err(told);
    }
    if information.nNumberOfLinks > 1 {
        // It is a file elsewhere as well, whose security is none of ours.
        drop(opened);
        let copy = format!("{path}.new");
        file::delete(&copy).map_err(&told)?;
        let (from, to) = (wide(path), wide(&copy));
        // SAFETY: the paths are terminated. What came there meanwhile makes it fail.
        done(unsafe { CopyFileW(from.as_ptr(), to.as_ptr(), 1) }).map_err(&told)?;
        return file::rename(&copy, path).map_err(told);
    }
    let descriptor = Descriptor::of(FILE).map_err(&told)?;
    let applied = descriptor.apply(&opened, UNPROTECTED_DACL_SECURITY_INFORMATION);
    applied.map_err(told)
}

/// Opens a file or folder to change its security; of a link the link itself.
fn open(path: &str) -> Result<Owned, WIN32_ERROR> {
    let path = wide(path);
    let share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    // SAFETY: the path is terminated.
    Owned::new(unsafe {
        CreateFileW(
            path.as_ptr(),
            READ_CONTROL | WRITE_DAC | WRITE_OWNER | GENERIC_READ,
            share,
            null(),
            OPEN_EXISTING,
            FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT,
            null_mut(),
        )
    })
}

/// Has this process use the rights that the system and administrators have only when they ask: to give
/// files other owners, and to open what they are shut out from. Where it does not have them, what needs
/// them says so.
pub(crate) fn use_privileges() {
    let mut token = null_mut();
    // SAFETY: what is opened is closed when it is dropped.
    unsafe {
        OpenProcessToken(
            GetCurrentProcess(),
            TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY,
            &mut token,
        )
    };
    let Ok(token) = Owned::new(token) else {
        return;
    };
    for name in [
        "SeBackupPrivilege",
        "SeRestorePrivilege",
        "SeTakeOwnershipPrivilege",
    ] {
        let name = wide(name);
        let mut luid = LUID::default();
        // SAFETY: the name is terminated; the structures outlive the calls.
        unsafe {
            if LookupPrivilegeValueW(null(), name.as_ptr(), &mut luid) != 0 {
                let wanted = TOKEN_PRIVILEGES {
                    PrivilegeCount: 1,
                    Privileges: [LUID_AND_ATTRIBUTES {
                        Luid: luid,
                        Attributes: SE_PRIVILEGE_ENABLED,
                    }],
                };
                AdjustTokenPrivileges(token.get(), 0, &wanted, 0, null_mut(), null_mut());
            }
        }
    }
}

/// The token with which this thread works: that of the user for whom it does, else that of the process.
pub(crate) fn own_token(access: u32) -> Result<Owned, WIN32_ERROR> {
    let mut token = null_mut();
    // SAFETY: what is opened is closed when it is dropped.
    unsafe {
        if OpenThreadToken(GetCurrentThread(), access, 1, &mut token) == 0 {
            OpenProcessToken(GetCurrentProcess(), access, &mut token);
        }
    }
    Owned::new(token)
}

/// Whether the user for whom this thread works has an administrator's rights at hand.
pub(crate) fn is_elevated() -> Result<bool, WIN32_ERROR> {
    number(TokenElevation).map(|elevated| elevated != 0)
}

/// The session of the user for whom this thread works.
pub(crate) fn own_session() -> Result<u32, WIN32_ERROR> {
    number(TokenSessionId)
}

/// What the thread's token says in a number.
fn number(what: TOKEN_INFORMATION_CLASS) -> Result<u32, WIN32_ERROR> {
    let token = own_token(TOKEN_QUERY)?;
    let (mut number, mut length) = (0u32, 0);
    let (to, size) = ((&raw mut number).cast(), size_of::<u32>() as u32);
    // SAFETY: the token is open, and the number is as large as said.
    done(unsafe { GetTokenInformation(token.get(), what, to, size, &mut length) })?;
    Ok(number)
}

/// The SID of the user for whom this thread works.
pub(crate) fn own_user() -> Result<String, WIN32_ERROR> {
    user_of(own_token(TOKEN_QUERY)?.get())
}

fn user_of(token: HANDLE) -> Result<String, WIN32_ERROR> {
    // A SID has 68 bytes at most, and the structure points to one behind itself.
    let mut buffer = [0u64; 32];
    let size = size_of_val(&buffer) as u32;
    let mut length = 0;
    let mut sid = null_mut();
    // SAFETY: the buffer is as long as said and aligned for the structure, which has been written when the
    // call has not failed. The text is freed once.
    unsafe {
        let to = buffer.as_mut_ptr().cast();
        done(GetTokenInformation(token, TokenUser, to, size, &mut length))?;
        let user = &*buffer.as_ptr().cast::<TOKEN_USER>();
        done(ConvertSidToStringSidW(user.User.Sid, &mut sid))?;
        let length = (0..).take_while(|at| *sid.add(*at) != 0).count();
        let told = text(core::slice::from_raw_parts(sid, length));
        LocalFree(sid.cast());
        Ok(told)
    }
}
