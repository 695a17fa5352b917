//! The tray icon's looks, to be recognised on the screen.

use std::fs::File;

use anyhow::{Context, Result};
use pekat_tray::view::Look;

use crate::repo;
use crate::wine::Icon;

/// Every look with its picture of 16 × 16 pixels.
///
/// # Errors
/// When a picture is missing or damaged.
pub fn looks() -> Result<Vec<(&'static str, Icon)>> {
    Look::ALL
        .into_iter()
        .map(|look| Ok((look.name(), picture(look)?)))
        .collect()
}

fn picture(look: Look) -> Result<Icon> {
    let path = repo::root()
        .join("assets/icons")
        .join(look.name())
        .with_extension("ico");
    let context = || format!("reading {}", path.display());
    let folder = ico::IconDir::read(File::open(&path).with_context(context)?)?;
    let entry = folder
        .entries()
        .iter()
        .find(|entry| entry.width() == 16)
        .with_context(context)?;
    let image = entry.decode().with_context(context)?;
    let (pixels, _) = image.rgba_data().as_chunks::<4>();
    pixels.try_into().with_context(context)
}
