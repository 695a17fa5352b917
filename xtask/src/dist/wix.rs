//! The WiX Toolset v3, which makes packages on Windows: as it is installed, else fetched once.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::hex;
use crate::{out, repo};

/// Version 3.14.1, the last of its line, as its makers publish it to be used without installing it.
const ADDRESS: &str =
    "https://github.com/wixtoolset/wix3/releases/download/wix3141rtm/wix314-binaries.zip";
const SHA256: &str = "6ac824e1642d6f7277d0ed7ea09411a508f6116ba6fae0aa5f2c7daa2ff43d31";

/// Both are there, or neither is.
const TOOLS: [&str; 2] = ["candle.exe", "light.exe"];

/// The folder of its tools.
///
/// # Errors
/// When it is not there and cannot be fetched.
pub(super) fn tools() -> Result<PathBuf> {
    /// Tests ask side by side, and it is fetched once.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let fetched = repo::target().join("wix");
    let installed = env::var_os("WIX").map(|folder| Path::new(&folder).join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    if let Some(folder) = found(installed, &path, &fetched) {
        return Ok(folder);
    }
    fetch(&fetched).with_context(|| {
        format!(
            "install the WiX Toolset v3 (`winget install WiXToolset.WiXToolset`), or unpack {ADDRESS} into {}",
            fetched.display()
        )
    })?;
    Ok(fetched)
}

/// The first folder that has the tools: where its installer has put them, one of PATH, or the one that they
/// are fetched into.
fn found(installed: Option<PathBuf>, path: &OsStr, fetched: &Path) -> Option<PathBuf> {
    let folders = installed.into_iter().chain(env::split_paths(path));
    let mut folders = folders.chain([fetched.to_owned()]);
    folders.find(|folder| TOOLS.iter().all(|tool| folder.join(tool).is_file()))
}

fn fetch(folder: &Path) -> Result<()> {
    out::line(format_args!("fetching the WiX Toolset"));
    let parent = folder.parent().unwrap_or(folder);
    fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    let archive = folder.with_extension("zip");
    // Windows has it since 10, version 1803.
    let mut curl = Command::new("curl.exe");
    curl.args([
        "--fail",
        "--silent",
        "--show-error",
        "--location",
        "--output",
    ]);
    let output = curl.arg(&archive).arg(ADDRESS).output();
    let output = output.context("starting curl.exe")?;
    ensure!(
        output.status.success(),
        "{ADDRESS} cannot be fetched: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let bytes = fs::read(&archive).with_context(|| format!("reading {}", archive.display()))?;
    unpack(&bytes, SHA256, folder)?;
    fs::remove_file(&archive).with_context(|| format!("removing {}", archive.display()))
}

/// Unpacks an archive that has this digest, all or nothing.
fn unpack(archive: &[u8], sha256: &str, folder: &Path) -> Result<()> {
    let digest = hex(&Sha256::digest(archive));
    ensure!(
        digest == sha256,
        "what came has the digest {digest}, and is to have {sha256}"
    );
    let begun = folder.with_extension("part");
    if begun.exists() {
        fs::remove_dir_all(&begun).with_context(|| format!("removing {}", begun.display()))?;
    }
    let mut archive = ZipArchive::new(Cursor::new(archive)).context("opening the archive")?;
    archive
        .extract(&begun)
        .with_context(|| format!("unpacking into {}", begun.display()))?;
    fs::rename(&begun, folder).with_context(|| format!("making {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn only_a_folder_with_all_tools_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let with = |name: &str, tools: &[&str]| {
            let folder = folder.path().join(name);
            fs::create_dir(&folder).unwrap();
            for tool in tools {
                fs::write(folder.join(tool), "").unwrap();
            }
            folder
        };
        let half = with("half", &TOOLS[..1]);
        let (in_path, fetched) = (with("path", &TOOLS), with("fetched", &TOOLS));
        let path = env::join_paths([&half, &in_path]).unwrap();
        let none = OsStr::new("");
        assert_eq!(found(Some(half.clone()), &path, &fetched), Some(in_path));
        assert_eq!(found(None, none, &fetched), Some(fetched));
        assert_eq!(found(Some(half.clone()), none, &half), None);
    }

    #[test]
    fn what_came_is_unpacked_only_if_it_is_what_was_asked_for() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file("doc/a.txt", SimpleFileOptions::default())
            .unwrap();
        archive.write_all(b"words").unwrap();
        let archive = archive.finish().unwrap().into_inner();
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("wix");
        unpack(&archive, SHA256, &to).unwrap_err();
        assert!(!to.exists());
        unpack(&archive, &hex(&Sha256::digest(&archive)), &to).unwrap();
        assert_eq!(fs::read(to.join("doc/a.txt")).unwrap(), b"words");
    }
}
