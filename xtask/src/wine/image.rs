//! A picture of the screen, and rectangles on it.

use std::fs;
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context, Result};

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// A rectangle on the desktop, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rect {
    /// The first row.
    pub y: i32,
    /// The first column.
    pub x: i32,
    /// Columns.
    pub width: i32,
    /// Rows.
    pub height: i32,
}

impl Rect {
    /// A rectangle by its first column and row and its size.
    #[must_use]
    pub fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self {
            y,
            x,
            width,
            height,
        }
    }

    /// The first column that is not in it.
    #[must_use]
    pub fn right(&self) -> i32 {
        self.x + self.width
    }

    /// The first row that is not in it.
    #[must_use]
    pub fn bottom(&self) -> i32 {
        self.y + self.height
    }

    /// The pixel in the middle.
    #[must_use]
    pub fn centre(&self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    /// Whether a pixel is in it.
    #[must_use]
    pub fn contains(&self, (x, y): (i32, i32)) -> bool {
        (self.x..self.right()).contains(&x) && (self.y..self.bottom()).contains(&y)
    }

    /// Whether some pixel is in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// What is in both; of no width or height when nothing is.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let width = self.right().min(other.right()) - x;
        let height = self.bottom().min(other.bottom()) - y;
        Self::new(x, y, width.max(0), height.max(0))
    }
}

/// A picture, as the X server gives it: four bytes a pixel, blue first, the fourth unused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    width: i32,
    bytes: Vec<u8>,
}

/// An icon of 16 × 16 pixels with transparency: red, green, blue, alpha, row by row.
pub type Icon = [[u8; 4]; 256];

impl Image {
    /// A picture from an X server's bytes.
    #[must_use]
    pub fn new(width: i32, bytes: Vec<u8>) -> Self {
        Self { width, bytes }
    }

    /// The whole picture's rectangle.
    #[must_use]
    pub fn rect(&self) -> Rect {
        let pixels = i32::try_from(self.bytes.len() / 4).unwrap_or(i32::MAX);
        Rect::new(0, 0, self.width, pixels / self.width.max(1))
    }

    /// The colour of a pixel; black outside of the picture.
    #[must_use]
    pub fn pixel(&self, x: i32, y: i32) -> Colour {
        if x < 0 || x >= self.width || y < 0 {
            return [0; 3];
        }
        let at = (y as usize * self.width as usize + x as usize) * 4;
        match self.bytes.get(at..at + 3) {
            Some(&[blue, green, red]) => [red, green, blue],
            _ => [0; 3],
        }
    }

    /// The part of the picture in a rectangle.
    #[must_use]
    pub fn crop(&self, rect: Rect) -> Self {
        let rect = rect.intersection(&self.rect());
        let mut bytes = Vec::with_capacity((rect.width * rect.height * 4) as usize);
        for y in rect.y..rect.bottom() {
            let start = (y as usize * self.width as usize + rect.x as usize) * 4;
            let end = start + rect.width as usize * 4;
            bytes.extend_from_slice(self.bytes.get(start..end).unwrap_or_default());
        }
        Self::new(rect.width, bytes)
    }

    /// Rows of pictures, so much larger, on black.
    #[must_use]
    pub fn sheet(rows: &[Vec<Self>], scale: i32) -> Self {
        let width = |row: &Vec<Self>| row.iter().map(|part| part.width).sum::<i32>();
        let height = |row: &Vec<Self>| row.iter().map(|part| part.rect().height).max();
        let total = rows.iter().map(width).max().unwrap_or(0);
        let mut bytes = Vec::new();
        for row in rows {
            for y in 0..height(row).unwrap_or(0) * scale {
                let parts = row.iter().flat_map(|part| {
                    let columns = 0..part.width * scale;
                    columns.map(move |x| part.pixel(x / scale, y / scale))
                });
                let rest = (total - width(row)) * scale;
                let black = std::iter::repeat_n([0; 3], rest as usize);
                bytes.extend(parts.chain(black).flat_map(|[r, g, b]| [b, g, r, 0]));
            }
        }
        Self::new(total * scale, bytes)
    }

    /// Writes the picture as a PNG file, and its folder if need be.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let context = || format!("writing {}", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(context)?;
        }
        let file = fs::File::create(path).with_context(context)?;
        let size = self.rect();
        let mut encoder =
            png::Encoder::new(BufWriter::new(file), size.width as u32, size.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let rgb: Vec<u8> = self
            .bytes
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        let mut writer = encoder.write_header().with_context(context)?;
        writer.write_image_data(&rgb).with_context(context)
    }

    /// Which of the icons this picture of 16 × 16 pixels shows, drawn over one colour: the nearest
    /// one by the sum of the squared differences.
    #[must_use]
    pub fn best_match<'a, T>(&self, paper: Colour, icons: &'a [(T, Icon)]) -> Option<&'a T> {
        icons
            .iter()
            .min_by_key(|(_, icon)| self.difference(paper, icon))
            .map(|(name, _)| name)
    }

    /// How far this picture is from an icon drawn over one colour: zero when it shows just that.
    #[must_use]
    pub fn difference(&self, paper: Colour, icon: &Icon) -> u64 {
        icon.iter()
            .zip(0..)
            .map(|(&pixel, at)| {
                let seen = self.pixel(at % 16, at / 16);
                let drawn = over(pixel, paper);
                let squares = seen
                    .iter()
                    .zip(drawn)
                    .map(|(&a, b)| u64::from(a.abs_diff(b)).pow(2));
                squares.sum::<u64>()
            })
            .sum()
    }
}

fn over([red, green, blue, alpha]: [u8; 4], paper: Colour) -> Colour {
    let alpha = u32::from(alpha);
    let mix = |ink: u8, paper: u8| {
        ((u32::from(ink) * alpha + u32::from(paper) * (255 - alpha) + 127) / 255) as u8
    };
    [
        mix(red, paper[0]),
        mix(green, paper[1]),
        mix(blue, paper[2]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_keeps_its_pixels() {
        let image = Image::new(3, (0..36).collect());
        assert_eq!(image.rect(), Rect::new(0, 0, 3, 3));
        let crop = image.crop(Rect::new(1, 1, 9, 9));
        assert_eq!(crop.rect(), Rect::new(0, 0, 2, 2));
        assert_eq!(crop.pixel(0, 0), image.pixel(1, 1));
        assert_eq!(crop.pixel(1, 1), image.pixel(2, 2));
    }

    #[test]
    fn a_sheet_has_its_rows_one_below_the_other() {
        let small = Image::new(1, vec![1, 2, 3, 0]);
        let sheet = Image::sheet(&[vec![small.clone(), small.clone()], vec![small]], 2);
        assert_eq!(sheet.rect(), Rect::new(0, 0, 4, 4));
        assert_eq!(
            (sheet.pixel(3, 1), sheet.pixel(1, 3)),
            ([3, 2, 1], [3, 2, 1])
        );
        assert_eq!(sheet.pixel(2, 2), [0; 3]);
    }

    #[test]
    fn the_nearest_icon_is_told_by_its_look_over_the_paper() {
        let (red, clear) = ([[255, 0, 0, 255]; 256], [[0, 0, 0, 0]; 256]);
        let seen = Image::new(16, [250, 250, 250, 0].repeat(256));
        let icons = [("red", red), ("clear", clear)];
        assert_eq!(seen.best_match([255; 3], &icons), Some(&"clear"));
        assert_eq!(seen.difference([250; 3], &clear), 0);
    }
}
