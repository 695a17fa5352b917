//! Looking at the certificate before anything is signed with it, through OpenSSL's command line:
//! `osslsigncode` signs with an expired certificate without a word.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use tempfile::NamedTempFile;

use super::{Key, PASSWORD, Signing, run, said};

/// Whether the certificate may sign programs, and today.
pub(super) fn check(signing: &Signing) -> Result<()> {
    match &signing.key {
        Key::Pkcs12(file) => {
            let mut pem = NamedTempFile::new()?;
            pem.write_all(&unpacked(signing, file)?)?;
            valid(file, pem.path())
        }
        Key::Pkcs11 { certificate, .. } => valid(certificate, certificate),
        Key::Store(_) => Ok(()),
    }
}

/// That the password is wrong or missing, and where to put it.
pub(super) fn wrong_password(signing: &Signing) -> anyhow::Error {
    let subject = match &signing.key {
        Key::Pkcs12(file) => format!("the password of {}", file.display()),
        Key::Pkcs11 { .. } | Key::Store(_) => "the token's PIN".to_owned(),
    };
    let state = match signing.password {
        Some(_) => "is wrong",
        None => "is missing",
    };
    anyhow!(
        "{subject} {state}: put it into the environment variable {PASSWORD}, or into a file and give --password-file"
    )
}

/// The certificate in a PKCS#12 file.
fn unpacked(signing: &Signing, file: &Path) -> Result<Vec<u8>> {
    fs::File::open(file).with_context(|| format!("opening {}", file.display()))?;
    let password = match &signing.password {
        Some(password) => Some(password.file()?),
        None => None,
    };
    let unpack = |legacy: Option<&str>| {
        let mut command = Command::new("openssl");
        command.args(["pkcs12", "-nokeys", "-clcerts", "-passin"]);
        match &password {
            Some(password) => command.arg(format!("file:{}", password.path().display())),
            None => command.arg("pass:"),
        };
        run(command.args(legacy).arg("-in").arg(file))
    };
    let mut output = unpack(None)?;
    if said(&output).contains("unsupported") {
        // Older Windows writes files with RC2.
        output = unpack(Some("-legacy"))?;
    }
    if output.status.success() {
        return Ok(output.stdout);
    }
    if said(&output).contains("invalid password") {
        return Err(wrong_password(signing));
    }
    bail!(
        "{} is no PKCS#12 file that OpenSSL can read; it says:\n{}",
        file.display(),
        said(&output)
    );
}

/// Judges a certificate in PEM, which `named` is the user's file of.
fn valid(named: &Path, pem: &Path) -> Result<()> {
    let named = named.display();
    let mut command = Command::new("openssl");
    command.args(["x509", "-noout", "-enddate", "-checkend", "0"]);
    command.args(["-ext", "extendedKeyUsage", "-in"]).arg(pem);
    let output = run(&mut command)?;
    let said = said(&output);
    let Some(end) = said.lines().find_map(|line| line.strip_prefix("notAfter=")) else {
        bail!("there is no certificate in {named} that OpenSSL can read; it says:\n{said}");
    };
    if !output.status.success() {
        bail!("the certificate in {named} has expired on {end}: sign with a new one");
    }
    // One without any usage may be used for everything.
    if said.contains("Extended Key Usage") && !said.contains("Code Signing") {
        bail!(
            "the certificate in {named} is not for signing programs: its extended key usage lacks “Code Signing”"
        );
    }
    Ok(())
}
