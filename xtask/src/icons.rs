//! The icons: from the SVG sources in `assets/icons/` to the files that the programs embed, and the
//! picture `docs/icons.png` in which a person judges the family at a glance.
//!
//! Everything here depends on the sources alone, so the same sources give the same bytes, and
//! [`check`] can tell whether the committed files are what the sources give.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};
use resvg::usvg::{Options, Tree};

/// What the tray shows, worst first: the order of their resource ids, and of the preview's columns.
const STATES: [&str; 6] = [
    "fault",
    "unreachable",
    "changing",
    "running",
    "stopped",
    "nothing",
];

/// The program itself, as Explorer and the installer show it.
const APP: &str = "app";

/// Small-icon and large-icon sizes in pixels for 100 % to 300 % scaling.
const SIZES: [u32; 6] = [16, 20, 24, 32, 40, 48];

/// Explorer's largest view, for the program's own icon only.
const LARGEST: u32 = 256;

/// Sizes shown in the preview.
const SHOWN: [u32; 5] = [16, 20, 24, 32, 48];

/// Windows' light taskbar, the middle grey on which contours matter most, and the dark taskbar.
const BACKGROUNDS: [u8; 3] = [0xf3, 0x80, 0x1c];

/// Pixels around each icon in the preview.
const MARGIN: u32 = 8;

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
        "not what the SVG sources give: {}; run `cargo xtask icons` and commit the result",
        stale.join(", ")
    )
}

/// Every generated file: its path inside the workspace and its content.
fn files() -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let icons = family()?;
    let mut files = Vec::new();
    for icon in &icons {
        let path = Path::new("assets/icons")
            .join(icon.name)
            .with_extension("ico");
        files.push((path, icon.ico()?));
    }
    files.push(("docs/icons.png".into(), preview(&icons)?.encode_png()?));
    Ok(files)
}

fn family() -> anyhow::Result<Vec<Icon>> {
    STATES.into_iter().chain([APP]).map(Icon::read).collect()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// One icon's drawings.
struct Icon {
    name: &'static str,
    /// `<name>.svg`, on a grid of 16 units, so that its edges fall on pixels at 16, 32 and 48.
    drawing: Tree,
    /// `<name>-<size>.svg`, where there is one: the same thing drawn again for a size at which the
    /// grid of 16 would blur.
    exact: BTreeMap<u32, Tree>,
}

impl Icon {
    fn read(name: &'static str) -> anyhow::Result<Self> {
        let folder = root().join("assets/icons");
        let mut exact = BTreeMap::new();
        for size in SIZES {
            let path = folder.join(format!("{name}-{size}.svg"));
            if path.exists() {
                exact.insert(size, read_svg(&path)?);
            }
        }
        Ok(Self {
            name,
            drawing: read_svg(&folder.join(name).with_extension("svg"))?,
            exact,
        })
    }

    fn render(&self, size: u32) -> anyhow::Result<Pixmap> {
        let drawing = self.exact.get(&size).unwrap_or(&self.drawing);
        let scale = size as f32 / drawing.size().width();
        let mut pixmap = canvas(size, size)?;
        resvg::render(
            drawing,
            Transform::from_scale(scale, scale),
            &mut pixmap.as_mut(),
        );
        Ok(pixmap)
    }

    /// An ICO file of all sizes: bitmaps, which every loader understands, except for the largest.
    fn ico(&self) -> anyhow::Result<Vec<u8>> {
        let mut dir = IconDir::new(ResourceType::Icon);
        for size in SIZES {
            dir.add_entry(IconDirEntry::encode_as_bmp(&self.image(size)?)?);
        }
        if self.name == APP {
            dir.add_entry(IconDirEntry::encode_as_png(&self.image(LARGEST)?)?);
        }
        let mut bytes = Vec::new();
        dir.write(&mut bytes)?;
        Ok(bytes)
    }

    fn image(&self, size: u32) -> anyhow::Result<IconImage> {
        let rgba = self
            .render(size)?
            .pixels()
            .iter()
            .map(|pixel| pixel.demultiply())
            .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()])
            .collect();
        Ok(IconImage::from_rgba_data(size, size, rgba))
    }
}

fn read_svg(path: &Path) -> anyhow::Result<Tree> {
    fs::read(path)
        .map_err(anyhow::Error::from)
        .and_then(|svg| Ok(Tree::from_data(&svg, &Options::default())?))
        .with_context(|| format!("cannot read {}", path.display()))
}

fn canvas(width: u32, height: u32) -> anyhow::Result<Pixmap> {
    Pixmap::new(width, height).context("an image without pixels")
}

/// The whole family: across, a panel for each background; down, one for each [`Sight`]. In a panel,
/// a column for each icon and a row for each size.
fn preview(icons: &[Icon]) -> anyhow::Result<Pixmap> {
    let column = SHOWN.iter().max().map_or(0, |size| size + MARGIN);
    let panel_width = column * icons.len() as u32 + MARGIN;
    let panel_height = SHOWN.iter().map(|size| size + MARGIN).sum::<u32>() + MARGIN;
    let mut sheet = canvas(
        panel_width * BACKGROUNDS.len() as u32,
        panel_height * Sight::ALL.len() as u32,
    )?;

    for (sight, top) in Sight::ALL
        .into_iter()
        .zip((0..).step_by(panel_height as usize))
    {
        for (grey, left) in BACKGROUNDS
            .into_iter()
            .zip((0..).step_by(panel_width as usize))
        {
            let panel = panel(icons, grey, sight, (panel_width, panel_height))?;
            place(&mut sheet, &panel, left, top);
        }
    }
    Ok(sheet)
}

fn panel(icons: &[Icon], grey: u8, sight: Sight, size: (u32, u32)) -> anyhow::Result<Pixmap> {
    let mut panel = canvas(size.0, size.1)?;
    panel.fill(Color::from_rgba8(grey, grey, grey, 0xff));
    let column = (size.0 - MARGIN) / icons.len() as u32;
    let mut top = MARGIN;
    for size in SHOWN {
        let mut left = MARGIN;
        for icon in icons {
            let inset = (column - MARGIN - size) / 2;
            place(&mut panel, &icon.render(size)?, left + inset, top);
            left += column;
        }
        top += size + MARGIN;
    }
    sight.apply(&mut panel);
    Ok(panel)
}

fn place(onto: &mut Pixmap, image: &Pixmap, left: u32, top: u32) {
    onto.draw_pixmap(
        left as i32,
        top as i32,
        image.as_ref(),
        &PixmapPaint::default(),
        Transform::identity(),
        None,
    );
}

/// With whose eyes the preview is seen.
#[derive(Clone, Copy)]
enum Sight {
    Full,
    /// Luminance alone, as on a monochrome display.
    Grey,
    /// Without the cones for green: red and green look alike, as they do to one man in twelve in
    /// some degree.
    Deuteranopia,
}

impl Sight {
    const ALL: [Self; 3] = [Self::Full, Self::Grey, Self::Deuteranopia];

    /// What becomes of linear red, green and blue.
    fn matrix(self) -> [[f64; 3]; 3] {
        // Relative luminance of sRGB, ITU-R BT.709.
        const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];
        match self {
            Self::Full => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Grey => [LUMINANCE; 3],
            // Machado, Oliveira, Fernandes: "A Physiologically-based Model for Simulation of Color
            // Vision Deficiency", IEEE TVCG 15(6), 2009: deuteranomaly of severity 1.0.
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        }
    }

    /// Changes an opaque image to what these eyes see.
    fn apply(self, image: &mut Pixmap) {
        let matrix = self.matrix();
        for pixel in image.data_mut().chunks_exact_mut(4) {
            let linear = [pixel[0], pixel[1], pixel[2]].map(to_linear);
            for (channel, row) in pixel.iter_mut().zip(matrix) {
                *channel = from_linear((0..3).map(|i| row[i] * linear[i]).sum());
            }
        }
    }
}

fn to_linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

fn from_linear(value: f64) -> u8 {
    let value = value.clamp(0.0, 1.0);
    let value = if value <= 0.003_130_8 {
        value * 12.92
    } else {
        1.055 * value.powf(1.0 / 2.4) - 0.055
    };
    (value * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels, of 256, in which any two states must differ at the smallest size. A disc and a square
    /// of its width differ in some thirty, which is too few to be seen from where an operator stands.
    const DISTINCT: usize = 40;

    /// Pixels, of 256, by which a state must stand out from what is behind it.
    const VISIBLE: usize = 40;

    /// How far two greys must be apart, of 255, to count as different.
    const CONTRAST: u8 = 0x30;

    #[test]
    fn committed_files_are_what_the_sources_give() {
        check().unwrap();
    }

    #[test]
    fn any_two_states_differ_in_silhouette() {
        for (one, other) in pairs() {
            let pixels = count(silhouette(&one).zip(silhouette(&other)), |(a, b)| a != b);
            assert!(
                pixels >= DISTINCT,
                "{} and {} differ in {pixels} pixels",
                one.name,
                other.name
            );
        }
    }

    #[test]
    fn any_two_states_differ_without_colour_on_every_background() {
        for background in BACKGROUNDS {
            for (one, other) in pairs() {
                let pixels = count(
                    greys(&one, background).zip(greys(&other, background)),
                    |(a, b)| a.abs_diff(*b) >= CONTRAST,
                );
                assert!(
                    pixels >= DISTINCT,
                    "{} and {} differ in {pixels} pixels on {background:#x}",
                    one.name,
                    other.name
                );
            }
        }
    }

    #[test]
    fn every_state_stands_on_every_background() {
        for background in BACKGROUNDS {
            for icon in states() {
                let pixels = count(greys(&icon, background), |grey| {
                    grey.abs_diff(background) >= CONTRAST
                });
                assert!(
                    pixels >= VISIBLE,
                    "{} shows in {pixels} pixels on {background:#x}",
                    icon.name
                );
            }
        }
    }

    #[test]
    fn every_icon_has_every_size() {
        for icon in family().unwrap() {
            let dir = IconDir::read(std::io::Cursor::new(icon.ico().unwrap())).unwrap();
            let sizes: Vec<u32> = dir.entries().iter().map(|entry| entry.width()).collect();
            let largest = (icon.name == APP).then_some(LARGEST);
            assert_eq!(sizes, SIZES.into_iter().chain(largest).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_tray_embeds_the_states_worst_first_from_10() {
        let script = fs::read_to_string(root().join("assets/pekat-tray.rc")).unwrap();
        for (id, name) in (10..).zip(STATES) {
            let line = format!("{id} ICON \"icons/{name}.ico\"");
            assert!(script.lines().any(|found| found == line), "no line {line}");
        }
    }

    fn states() -> Vec<Icon> {
        STATES
            .into_iter()
            .map(|name| Icon::read(name).unwrap())
            .collect()
    }

    fn pairs() -> Vec<(Icon, Icon)> {
        let mut pairs = Vec::new();
        for (index, one) in STATES.into_iter().enumerate() {
            for other in STATES.into_iter().skip(index + 1) {
                pairs.push((Icon::read(one).unwrap(), Icon::read(other).unwrap()));
            }
        }
        pairs
    }

    fn silhouette(icon: &Icon) -> impl Iterator<Item = bool> {
        let pixels = icon.render(16).unwrap().take();
        (0..256).map(move |pixel| pixels[pixel * 4 + 3] >= 0x80)
    }

    fn greys(icon: &Icon, background: u8) -> impl Iterator<Item = u8> {
        let mut canvas = canvas(16, 16).unwrap();
        canvas.fill(Color::from_rgba8(background, background, background, 0xff));
        place(&mut canvas, &icon.render(16).unwrap(), 0, 0);
        Sight::Grey.apply(&mut canvas);
        let pixels = canvas.take();
        (0..256).map(move |pixel| pixels[pixel * 4])
    }

    fn count<T>(items: impl Iterator<Item = T>, which: impl FnMut(&T) -> bool) -> usize {
        items.filter(which).count()
    }
}
