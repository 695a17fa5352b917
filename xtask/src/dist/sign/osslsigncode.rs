//! `osslsigncode`, version 2.5 or newer.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

use super::{Key, Signing, run, said};
use crate::setup;

/// A command, and the file with the password that has to be there while it runs.
#[derive(Debug)]
pub(super) struct Signer {
    pub(super) command: Command,
    _password: Option<NamedTempFile>,
}

/// Makes sure that the tools are there.
pub(super) fn ensure() -> Result<()> {
    setup::ensure(&[setup::SIGNING])
}

pub(super) fn sign(signing: &Signing, file: &Path, description: &str) -> Result<()> {
    ensure()?;
    // It writes another file than it reads.
    let folder = file.parent().context("the file is in no folder")?;
    let folder = tempfile::tempdir_in(folder)?;
    let signed = folder.path().join("signed");
    let mut signer = signer(signing, file, &signed, description)?;
    judge(signing, &run(&mut signer.command)?)?;
    fs::set_permissions(&signed, fs::metadata(file)?.permissions())?;
    fs::rename(&signed, file)?;
    Ok(())
}

/// The command that signs one file into another.
pub(super) fn signer(
    signing: &Signing,
    file: &Path,
    signed: &Path,
    description: &str,
) -> Result<Signer> {
    let mut command = Command::new("osslsigncode");
    command.arg("sign");
    match &signing.key {
        Key::Pkcs12(key) => command.arg("-pkcs12").arg(key),
        Key::Pkcs11 {
            module,
            key,
            certificate,
        } => command
            .arg("-pkcs11module")
            .arg(module)
            .args(["-key", key, "-certs"])
            .arg(certificate),
        Key::Store(_) => bail!("osslsigncode knows no certificate store"),
    };
    let password = match &signing.password {
        Some(password) => {
            let password = password.file()?;
            command.arg("-readpass").arg(password.path());
            Some(password)
        }
        None => None,
    };
    if let Some(server) = &signing.timestamp {
        command.args(["-ts", server]);
    }
    if file.extension().is_some_and(|extension| extension == "msi") {
        // Also the names and times inside the file are signed, as signtool does.
        command.arg("-add-msi-dse");
    }
    command.args(["-h", "sha256", "-n", description]);
    command.arg("-in").arg(file).arg("-out").arg(signed);
    Ok(Signer {
        command,
        _password: password,
    })
}

/// Says what is wrong when the tool has refused.
pub(super) fn judge(signing: &Signing, output: &std::process::Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = said(output);
    if said.contains("Wrong password") || said.contains("PIN incorrect") {
        return Err(super::certificate::wrong_password(signing));
    }
    if let Some(server) = &signing.timestamp
        && said.contains("timestamping failed")
    {
        bail!(
            "{server} gives no time stamp: try again later, give another server with --timestamp, or \
             none; osslsigncode says:\n{said}"
        );
    }
    if said.contains("pkcs11") {
        bail!(
            "the token's key cannot be used: is the token there, is the URI of the key right, and is \
             the package libengine-pkcs11-openssl installed? osslsigncode says:\n{said}"
        );
    }
    bail!("osslsigncode failed ({}); it says:\n{said}", output.status);
}

pub(super) fn verify(file: &Path, trusted: &Path) -> Result<()> {
    ensure()?;
    let mut command = Command::new("osslsigncode");
    command.args(["verify", "-CAfile"]).arg(trusted);
    let output = run(command.arg("-in").arg(file))?;
    if !output.status.success() {
        bail!(
            "osslsigncode failed ({}); it says:\n{}",
            output.status,
            said(&output)
        );
    }
    Ok(())
}
