//! Which commit is built. Sources without their history, as in an archive, build all the same. Every
//! package whose files have to be of the same build includes this file.

#![expect(clippy::print_stdout, reason = "this is how Cargo is told")]

use std::path::{self, Path};
use std::process::Command;
use std::{env, fs};

/// Names the commit to the program, and in an archive's environment to this script.
const VARIABLE: &str = "PEKAT_TRAY_COMMIT";

/// How many digits tell a commit from every other.
const DIGITS: usize = 12;

/// Gives the commit to the compiler: what the environment says, else what git says, else `unknown`. The
/// folder of the repository has to be the current one.
pub(crate) fn tell() {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    let named = env::var(VARIABLE).ok().filter(|name| !name.is_empty());
    let commit = named.or_else(of_checkout);
    let commit = commit.map(|commit| commit.chars().take(DIGITS).collect());
    let commit: String = commit.unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env={VARIABLE}={commit}");
}

/// The commit that is checked out here. An archive that was unpacked inside of another project's
/// checkout must not take that one's.
fn of_checkout() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    // Written at each commit and checkout. Naming a file that is not there would build anew each time.
    for name in ["HEAD", "logs/HEAD"] {
        let path = path::absolute(git(&["rev-parse", "--git-path", name])?).ok()?;
        if fs::exists(&path).unwrap_or(false) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    git(&["rev-parse", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}
