//! `signtool` of the Windows SDK.

use std::cmp::Reverse;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Key, Signing, run, said};

const TOOL: &str = "signtool.exe";

pub(super) fn sign(signing: &Signing, file: &Path, description: &str) -> Result<()> {
    let output = run(&mut signer(&find()?, signing, file, description)?)?;
    if !output.status.success() {
        bail!(
            "signtool failed ({}); it says:\n{}",
            output.status,
            said(&output)
        );
    }
    Ok(())
}

/// The command that signs a file in place.
///
/// The password of a PKCS#12 file is on its command line, which other programs of the same user and
/// administrators can see while it runs: `signtool` takes it no other way. A certificate in the store
/// needs none.
pub(super) fn signer(
    tool: &Path,
    signing: &Signing,
    file: &Path,
    description: &str,
) -> Result<Command> {
    let mut command = Command::new(tool);
    command.args(["sign", "/q", "/fd", "SHA256", "/d", description]);
    match &signing.key {
        Key::Pkcs12(key) => {
            command.arg("/f").arg(key);
            if let Some(password) = &signing.password {
                command.args(["/p", password.reveal()]);
            }
        }
        Key::Store(thumbprint) => {
            command.args(["/sha1", thumbprint]);
        }
        Key::Pkcs11 { .. } => bail!("signtool knows no PKCS#11"),
    }
    if let Some(server) = &signing.timestamp {
        command.args(["/tr", server, "/td", "SHA256"]);
    }
    command.arg(file);
    Ok(command)
}

/// Where the tool is: in a folder of PATH, or in the newest Windows SDK.
pub(super) fn find() -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let in_path = env::split_paths(&path)
        .map(|folder| folder.join(TOOL))
        .find(|tool| tool.is_file());
    in_path
        .or_else(|| newest(&Path::new(&env::var_os("ProgramFiles(x86)")?).join("Windows Kits/10/bin")))
        .context("signtool is missing: install the Windows SDK (“Signing Tools for Desktop Apps”), or put the folder of signtool.exe into PATH")
}

/// The tool of the newest SDK below a folder that has one folder for each version, such as
/// `10.0.22621.0`.
pub(super) fn newest(kits: &Path) -> Option<PathBuf> {
    let mut versions: Vec<(Vec<u32>, PathBuf)> = fs::read_dir(kits)
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let version = name.to_str()?.split('.').map(str::parse);
            Some((version.collect::<Result<_, _>>().ok()?, entry.path()))
        })
        .collect();
    versions.sort_unstable_by_key(|(version, _)| Reverse(version.clone()));
    versions
        .into_iter()
        .map(|(_, folder)| folder.join("x64").join(TOOL))
        .find(|tool| tool.is_file())
}
