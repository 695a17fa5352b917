//! The installer's source into a package: by wixl on Linux, by WiX v3 on Windows.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::icon;
use super::staged::Staged;
use super::wix;
use crate::{repo, setup};

/// The name of the source, and of what is made of it.
const NAME: &str = "pekat-tray";

/// The package that the compiler makes.
///
/// # Errors
/// When the compiler is missing, or has anything to say.
pub(super) fn compile(staged: &Staged, version: &str) -> Result<Vec<u8>> {
    let source = repo::root().join(format!("installer/{NAME}.wxs"));
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    staged.write(&at("stage"))?;
    fs::write(at("actions.dll"), &staged.actions)?;
    fs::write(at("icon.ico"), icon::only(&staged.icon, icon::LISTED)?)?;
    fs::copy(&source, at(&format!("{NAME}.wxs")))
        .with_context(|| format!("reading {}", source.display()))?;
    // Relative paths, which wixl wants.
    let variables = [
        ("Version", version),
        ("Stage", "stage"),
        ("Actions", "actions.dll"),
        ("Icon", "icon.ico"),
    ];
    if cfg!(windows) {
        candle_and_light(folder.path(), &variables)?;
    } else {
        wixl(folder.path(), &variables)?;
    }
    fs::read(at(&format!("{NAME}.msi"))).context("the compiler has made no package")
}

fn wixl(folder: &Path, variables: &[(&str, &str)]) -> Result<()> {
    setup::ensure(&[setup::MSI])?;
    let mut command = Command::new("wixl");
    command.args(["-a", "x64"]);
    for (name, value) in variables {
        command.arg("-D").arg(format!("{name}={value}"));
    }
    command.args(["-o", &format!("{NAME}.msi"), &format!("{NAME}.wxs")]);
    // It warns of what it leaves out, and goes on.
    ensure_silent(folder, command)
}

fn candle_and_light(folder: &Path, variables: &[(&str, &str)]) -> Result<()> {
    let tools = wix::tools()?;
    let mut candle = Command::new(tools.join("candle.exe"));
    candle.args(["-nologo", "-arch", "x64"]);
    for (name, value) in variables {
        candle.arg(format!("-d{name}={value}"));
    }
    candle.arg(format!("{NAME}.wxs"));
    run(folder, candle)?;
    let mut light = Command::new(tools.join("light.exe"));
    // What is checked is the finished package, by `check`: this one still lacks what is added.
    light.args(["-nologo", "-sval", "-spdb", "-out", &format!("{NAME}.msi")]);
    light.arg(format!("{NAME}.wixobj"));
    run(folder, light).map(drop)
}

fn run(folder: &Path, command: Command) -> Result<String> {
    let mut command = command;
    let name = command.get_program().display().to_string();
    let output = command.current_dir(folder).output();
    let output = output.with_context(|| format!("starting {name}"))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    if !output.status.success() {
        bail!("{name} failed ({}); it says:\n{said}", output.status);
    }
    Ok(said)
}

fn ensure_silent(folder: &Path, command: Command) -> Result<()> {
    let said = run(folder, command)?;
    ensure!(
        said.is_empty(),
        "the compiler leaves something out:\n{said}"
    );
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_source_of_which_the_compiler_leaves_something_out_makes_no_package() {
        let folder = tempfile::tempdir().unwrap();
        let source = |package: &str| {
            format!(
                r#"<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="*" Name="A" Version="1.0.0" Manufacturer="B" Language="1033" UpgradeCode="{{4D1B9D51-5F5B-4B6B-8C0E-2F0D0C9A7E11}}">
  <Package InstallerVersion="500" {package}/>
  <Directory Id="TARGETDIR" Name="SourceDir">
    <Component Id="C" Guid="{{4D1B9D51-5F5B-4B6B-8C0E-2F0D0C9A7E12}}"><CreateFolder/></Component>
  </Directory>
  <Feature Id="Main"><ComponentRef Id="C"/></Feature>
</Product>
</Wix>"#
            )
        };
        let compile = |package: &str| {
            let file = folder.path().join(format!("{NAME}.wxs"));
            fs::write(file, source(package)).unwrap();
            wixl(folder.path(), &[])
        };
        compile("Compressed=\"yes\"").unwrap();
        let error = compile("Compressed=\"yes\" Platform=\"x64\"").unwrap_err();
        let told = format!("{error:#}");
        assert!(
            told.starts_with("the compiler leaves something out:"),
            "{told}"
        );
    }
}
