//! The icons: from the SVG sources in `assets/icons/` to the files that the programs embed, and the
//! picture `docs/icons.png` in which a person judges the family at a glance.
//!
//! Everything here depends on the sources alone, so the same sources give the same bytes, and
//! [`check`] can tell whether the committed files are what the sources give.

mod badge;
mod drawing;
mod sheet;
mod sight;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use pekat_tray::view::Layer;
use resvg::tiny_skia::Pixmap;

use drawing::Drawing;

/// The program itself, as Explorer and the installer show it.
const APP: &str = "app";

/// Small-icon and large-icon sizes in pixels for 100 % to 400 % scaling.
const SIZES: [u32; 10] = [16, 20, 24, 28, 32, 36, 40, 48, 56, 64];

/// Explorer's largest view, for the program's own icon only.
const LARGEST: u32 = 256;

/// Writes the icons and the preview that the sources give.
///
/// # Errors
/// When a source cannot be read or drawn, or a file cannot be written.
pub fn make() -> anyhow::Result<()> {
    for (path, bytes) in files()? {
        let path = root().join(path);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Checks that the committed icons and preview are what the sources give.
///
/// # Errors
/// When a source cannot be read or drawn, or a file is missing or differs; all such are named.
pub fn check() -> anyhow::Result<()> {
    let stale: Vec<String> = files()?
        .into_iter()
        .filter(|(path, bytes)| fs::read(root().join(path)).ok().as_ref() != Some(bytes))
        .map(|(path, _)| path.display().to_string())
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "not what the sources give: {}; run `cargo xtask icons` and commit the result",
        stale.join(", ")
    )
}

/// Every generated file: its path inside the workspace and its content.
fn files() -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    for drawing in family()? {
        let path = Path::new("assets/icons")
            .join(&drawing.name)
            .with_extension("ico");
        files.push((path, drawing.ico()?));
    }
    files.push(("docs/icons.png".into(), sheet::sheet()?.encode_png()?));
    Ok(files)
}

/// Everything that becomes a file of its own.
fn family() -> anyhow::Result<Vec<Drawing>> {
    Layer::all()
        .map(Drawing::of)
        .chain([Drawing::app()])
        .collect()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn canvas(width: u32, height: u32) -> anyhow::Result<Pixmap> {
    Pixmap::new(width, height).context("an image without pixels")
}
