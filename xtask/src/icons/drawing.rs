//! One drawing at every size.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use pekat_tray::view::{Badge, Layer, Picture, lay_over};
use resvg::tiny_skia::{IntSize, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{APP, LARGEST, SIZES, badge, root};

/// One drawing of the family, in all sizes.
pub(super) struct Drawing {
    pub(super) name: String,
    source: Source,
}

enum Source {
    Files {
        /// `<name>.svg`, on a grid of 16 units, so that its edges fall on pixels at 16, 32 and 48.
        drawing: Box<Tree>,
        /// `<name>-<size>.svg`, where there is one: the same thing drawn again for a size at which
        /// the grid of 16 would blur.
        exact: BTreeMap<u32, Tree>,
    },
    Badge(Badge),
}

impl Drawing {
    pub(super) fn app() -> anyhow::Result<Self> {
        Self::read(APP.to_owned())
    }

    pub(super) fn of(layer: Layer) -> anyhow::Result<Self> {
        let name = layer.name();
        match layer {
            Layer::Badge(badge) => Ok(Self {
                name,
                source: Source::Badge(badge),
            }),
            Layer::Look(_) | Layer::Unseen => Self::read(name),
        }
    }

    fn read(name: String) -> anyhow::Result<Self> {
        let folder = root().join("assets/icons");
        let mut exact = BTreeMap::new();
        for size in SIZES {
            let path = folder.join(format!("{name}-{size}.svg"));
            if path.exists() {
                exact.insert(size, read_svg(&path)?);
            }
        }
        let drawing = read_svg(&folder.join(&name).with_extension("svg"))?;
        let drawing = Box::new(drawing);
        let source = Source::Files { drawing, exact };
        Ok(Self { name, source })
    }

    pub(super) fn render(&self, size: u32) -> anyhow::Result<Pixmap> {
        match &self.source {
            Source::Files { drawing, exact } => draw(exact.get(&size).unwrap_or(drawing), size),
            Source::Badge(badge) => {
                let svg = badge::svg(*badge, size);
                draw(&Tree::from_str(&svg, &Options::default())?, size)
            }
        }
    }

    /// An ICO file of all sizes. What the tray draws is compressed; the program's own icon is read by
    /// more than this program, so that only its largest is.
    pub(super) fn ico(&self) -> anyhow::Result<Vec<u8>> {
        let mut dir = IconDir::new(ResourceType::Icon);
        let is_app = self.name == APP;
        for size in SIZES {
            let image = self.image(size)?;
            dir.add_entry(match is_app {
                true => IconDirEntry::encode_as_bmp(&image)?,
                false => IconDirEntry::encode_as_png(&image)?,
            });
        }
        if is_app {
            dir.add_entry(IconDirEntry::encode_as_png(&self.image(LARGEST)?)?);
        }
        let mut bytes = Vec::new();
        dir.write(&mut bytes)?;
        Ok(bytes)
    }

    fn image(&self, size: u32) -> anyhow::Result<IconImage> {
        let rgba = straight(&self.render(size)?);
        Ok(IconImage::from_rgba_data(size, size, rgba))
    }
}

/// What the tray shows for a picture at a size in pixels.
pub(super) fn picture(picture: Picture, size: u32) -> anyhow::Result<Pixmap> {
    let mut laid = vec![0; (size * size * 4) as usize];
    for layer in picture.layers() {
        lay_over(&mut laid, &straight(&Drawing::of(layer)?.render(size)?));
    }
    for pixel in laid.chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        for channel in &mut pixel[..3] {
            *channel = (u16::from(*channel) * alpha / 255) as u8;
        }
    }
    let size = IntSize::from_wh(size, size).context("an image without pixels")?;
    Pixmap::from_vec(laid, size).context("an image of another size")
}

/// Red, green, blue and alpha, the colours not multiplied by it.
fn straight(pixmap: &Pixmap) -> Vec<u8> {
    let pixels = pixmap.pixels().iter().map(|pixel| pixel.demultiply());
    pixels
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()])
        .collect()
}

fn draw(drawing: &Tree, size: u32) -> anyhow::Result<Pixmap> {
    let scale = size as f32 / drawing.size().width();
    let mut pixmap = super::canvas(size, size)?;
    let scale = Transform::from_scale(scale, scale);
    resvg::render(drawing, scale, &mut pixmap.as_mut());
    Ok(pixmap)
}

fn read_svg(path: &Path) -> anyhow::Result<Tree> {
    fs::read(path)
        .map_err(anyhow::Error::from)
        .and_then(|svg| Ok(Tree::from_data(&svg, &Options::default())?))
        .with_context(|| format!("cannot read {}", path.display()))
}
