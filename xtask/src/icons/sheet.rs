//! The picture in which a person judges the family at a glance.

use pekat_tray::view::{Badge, Look, Picture};
use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};

use super::canvas;
use super::drawing::{Drawing, picture};
use super::sight::Sight;

/// Sizes shown.
const SHOWN: [u32; 5] = [16, 20, 24, 32, 48];

/// Windows' light taskbar, the middle grey on which contours matter most, the dark taskbar, and
/// those of the black and the white high-contrast theme.
pub(super) const BACKGROUNDS: [u8; 5] = [0xf3, 0x80, 0x1c, 0x00, 0xff];

/// Pixels around each icon.
const MARGIN: u32 = 8;

/// What the tray may show, as far as it differs at a glance: the looks, the numbers, and what is new.
fn shown() -> Vec<Picture> {
    let looks = Look::ALL.into_iter().map(Picture::from);
    let with = |look: Look, badge: Option<Badge>, unseen: bool| Picture {
        look,
        badge,
        unseen,
    };
    let numbers = Badge::ALL
        .into_iter()
        .map(|badge| with(Look::Fault, Some(badge), false));
    let new = [
        with(Look::Fault, None, true),
        with(Look::Fault, Badge::counting(1), true),
        with(Look::Fault, Badge::counting(10), true),
        with(Look::Unreachable, None, true),
    ];
    looks.chain(numbers).chain(new).collect()
}

/// The whole family: for each background a panel for each [`Sight`], one below the other. In a panel
/// a row for each size; the program's own icon is the last in it.
pub(super) fn sheet() -> anyhow::Result<Pixmap> {
    let app = Drawing::app()?;
    let rows: anyhow::Result<Vec<Vec<Pixmap>>> = SHOWN
        .into_iter()
        .map(|size| {
            let pictures = shown().into_iter().map(|it| picture(it, size));
            pictures.chain([app.render(size)]).collect()
        })
        .collect();
    let rows = rows?;
    let columns = rows.first().map_or(0, Vec::len) as u32;
    let largest = SHOWN.into_iter().max().unwrap_or_default();
    let width = columns * (largest + MARGIN) + MARGIN;
    let height = SHOWN.iter().map(|size| size + MARGIN).sum::<u32>() + MARGIN;
    let panels = BACKGROUNDS.len() * Sight::ALL.len();
    let mut sheet = canvas(width, height * panels as u32)?;
    let mut top = 0;
    for grey in BACKGROUNDS {
        let mut panel = canvas(width, height)?;
        panel.fill(Color::from_rgba8(grey, grey, grey, 0xff));
        draw(&mut panel, &rows, largest + MARGIN);
        for sight in Sight::ALL {
            let mut seen = panel.clone();
            sight.apply(&mut seen);
            place(&mut sheet, &seen, 0, top);
            top += height;
        }
    }
    Ok(sheet)
}

fn draw(panel: &mut Pixmap, rows: &[Vec<Pixmap>], column: u32) {
    let mut top = MARGIN;
    for row in rows {
        let mut left = MARGIN;
        for icon in row {
            let inset = (column - MARGIN - icon.width()) / 2;
            place(panel, icon, left + inset, top);
            left += column;
        }
        top += row.first().map_or(0, Pixmap::height) + MARGIN;
    }
}

pub(super) fn place(onto: &mut Pixmap, image: &Pixmap, left: u32, top: u32) {
    onto.draw_pixmap(
        left as i32,
        top as i32,
        image.as_ref(),
        &PixmapPaint::default(),
        Transform::identity(),
        None,
    );
}
