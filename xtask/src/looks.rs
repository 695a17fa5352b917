//! The tray icon's pictures, to be recognised on the screen.

use std::collections::BTreeMap;
use std::fs::File;

use anyhow::{Context, Result};
use pekat_tray::view::{Badge, Layer, Look, Picture, lay_over};

use crate::repo;
use crate::wine::Icon;

/// Every picture that there can be, of 16 × 16 pixels.
///
/// # Errors
/// When a drawing is missing or damaged.
pub fn pictures() -> Result<Vec<(Picture, Icon)>> {
    let drawings: Result<BTreeMap<Layer, Vec<u8>>> = Layer::all()
        .map(|layer| Ok((layer, drawing(layer)?)))
        .collect();
    let drawings = drawings?;
    possible()
        .map(|it| Ok((it, laid(it, &drawings)?)))
        .collect()
}

/// Only faults are counted, and where there is nothing to watch, nothing is new.
fn possible() -> impl Iterator<Item = Picture> {
    let counted = |look: Look| {
        let counts = match look {
            Look::Fault => Badge::ALL.map(Some).to_vec(),
            Look::Unreachable
            | Look::Stale
            | Look::Changing
            | Look::Running
            | Look::Stopped
            | Look::Nothing => Vec::new(),
        };
        counts.into_iter().chain([None])
    };
    let pictures = move |look: Look| {
        counted(look).flat_map(move |badge| {
            let marks = [false, true].into_iter();
            let marks = marks.filter(move |unseen| !unseen || look != Look::Nothing);
            marks.map(move |unseen| Picture {
                look,
                badge,
                unseen,
            })
        })
    };
    Look::ALL.into_iter().flat_map(pictures)
}

fn laid(picture: Picture, drawings: &BTreeMap<Layer, Vec<u8>>) -> Result<Icon> {
    let mut laid = vec![0; 16 * 16 * 4];
    for layer in picture.layers() {
        lay_over(&mut laid, drawings.get(&layer).context("no such drawing")?);
    }
    let (pixels, _) = laid.as_chunks::<4>();
    pixels.try_into().context("a drawing of another size")
}

fn drawing(layer: Layer) -> Result<Vec<u8>> {
    let path = repo::root().join(format!("assets/icons/{}.ico", layer.name()));
    let context = || format!("reading {}", path.display());
    let folder = ico::IconDir::read(File::open(&path).with_context(context)?)?;
    let mut entries = folder.entries().iter();
    let entry = entries.find(|entry| entry.width() == 16);
    let image = entry
        .with_context(context)?
        .decode()
        .with_context(context)?;
    Ok(image.rgba_data().to_vec())
}
