//! Reading text from the screen, exactly.
//!
//! Wine is made to draw letters without smoothing, so a letter looks the same wherever it stands and
//! reading is not a guess: a text is what explains every pixel of ink, and nothing more. For each
//! colour in a region, the pixels of that colour are taken for ink; along every row that could be the
//! top of a line, the ink is cut where wide gaps are, and each piece is spelled from the letters of a
//! font. Pieces that cannot be spelled are not text.

use std::collections::BTreeMap;

use super::image::{Colour, Image, Rect};

/// Gaps from this width on part two pieces of text; narrower ones are spaces.
const GAP: i32 = 12;
/// An icon may stand before a text, this wide with its gap, and the gap at least so wide.
const BEFORE: usize = 32;
const ICON_GAP: usize = 4;
/// Longer strokes are lines and frames, not parts of letters.
const LONGEST_STROKE: usize = 14;
/// How many colours of a region are tried as ink.
const COLOURS: usize = 24;

/// A piece of text on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where its ink is across, and its font's whole height.
    pub rect: Rect,
    /// The colour of its letters.
    pub ink: Colour,
    /// Whether it is in bold type.
    pub bold: bool,
}

/// How a letter is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    character: char,
    advance: i32,
    /// From the pen to the first column of ink.
    left: i32,
    /// The ink, a column each, the lowest bit for the top row of the line.
    columns: Vec<u64>,
}

impl Glyph {
    /// A letter from the rows of its ink, each with its last column in the lowest bit; `left` and
    /// `top` say where the first column and row are from the pen and the top of the line.
    #[must_use]
    pub fn new(
        character: char,
        advance: i32,
        (left, top): (i32, i32),
        width: usize,
        rows: &[u64],
    ) -> Self {
        let column = |at: usize| {
            let bit = width - 1 - at;
            let ink = rows
                .iter()
                .zip(top..)
                .map(|(row, y)| (row >> bit & 1).checked_shl(y as u32));
            ink.fold(0, |column, ink| column | ink.unwrap_or(0))
        };
        let columns = (0..width).map(column).collect();
        Self {
            character,
            advance,
            left,
            columns,
        }
    }

    fn ink(&self) -> u32 {
        self.columns.iter().map(|column| column.count_ones()).sum()
    }
}

/// The letters of one font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Font {
    bold: bool,
    height: i32,
    glyphs: Vec<Glyph>,
}

impl Font {
    /// A font without letters, its line height in pixels.
    #[must_use]
    pub fn new(name: &str, height: i32) -> Self {
        Self {
            bold: name.ends_with("-bold"),
            height,
            glyphs: Vec::new(),
        }
    }

    /// Adds a letter, unless one that is drawn alike is there.
    pub fn push(&mut self, glyph: Glyph) {
        let same = |other: &&Glyph| (other.left, &other.columns) == (glyph.left, &glyph.columns);
        if !self
            .glyphs
            .iter()
            .any(|other| same(&other) && other.advance == glyph.advance)
        {
            self.glyphs.push(glyph);
        }
    }

    /// The width that a text takes: the sum of its letters' advances.
    #[must_use]
    pub fn width(&self, text: &str) -> i32 {
        let advance = |character| {
            self.glyphs
                .iter()
                .find(|glyph| glyph.character == character)
        };
        text.chars()
            .filter_map(advance)
            .map(|glyph| glyph.advance)
            .sum()
    }
}

/// The fonts that texts are drawn in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fonts(Vec<Font>);

impl Fonts {
    /// Takes fonts, those that look alike once.
    #[must_use]
    pub fn new(fonts: Vec<Font>) -> Self {
        let mut different: Vec<Font> = Vec::new();
        for mut font in fonts {
            // The letter with the most ink is the best guess where several fit.
            font.glyphs
                .sort_by_key(|glyph| std::cmp::Reverse(glyph.ink()));
            if !different.contains(&font) {
                different.push(font);
            }
        }
        Self(different)
    }

    /// Every piece of text in a region, from the top down and from left to right.
    #[must_use]
    pub fn read(&self, screen: &Image, region: Rect) -> Vec<Line> {
        let region = region.intersection(&screen.rect());
        let mut found: Vec<Found> = Vec::new();
        for ink in inks(screen, region) {
            let mask = Mask::new(screen, region, ink);
            for font in &self.0 {
                mask.read(font, ink, &mut found);
            }
        }
        let mut lines: Vec<Line> = keep_best(found)
            .into_iter()
            .map(|found| found.line)
            .collect();
        for line in &mut lines {
            line.rect.x += region.x;
            line.rect.y += region.y;
        }
        lines.sort_by_key(|line| line.rect);
        lines
    }
}

/// The colours that may be ink, the commoner first. The commonest is one of them: what most of a
/// menu is painted with is what its selected item is written with.
fn inks(screen: &Image, region: Rect) -> Vec<Colour> {
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    for y in region.y..region.bottom() {
        for x in region.x..region.right() {
            *counts.entry(screen.pixel(x, y)).or_default() += 1;
        }
    }
    let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
    colours.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    colours
        .into_iter()
        .take(COLOURS)
        .map(|(colour, _)| colour)
        .collect()
}

struct Found {
    line: Line,
    ink: u32,
}

/// Of pieces that overlap the one with the most ink is right: the others are the gaps between its
/// letters, or the shadow that a disabled text casts. A single letter is only believed beside a
/// longer piece, since specks of a picture can look like one.
fn keep_best(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| std::cmp::Reverse(found.ink));
    let mut kept: Vec<Found> = Vec::new();
    let (long, short): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|found| is_word(&found.line.text));
    for found in long {
        if !kept
            .iter()
            .any(|other| other.line.rect.overlaps(&found.line.rect))
        {
            kept.push(found);
        }
    }
    for found in short {
        let free = !kept
            .iter()
            .any(|other| other.line.rect.overlaps(&found.line.rect));
        let beside = kept.iter().any(|other| {
            (other.line.rect.y, other.line.ink) == (found.line.rect.y, found.line.ink)
        });
        if free && beside {
            kept.push(found);
        }
    }
    kept
}

fn is_word(text: &str) -> bool {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        >= 2
}

/// The ink of one colour in a region, column by column.
struct Mask {
    height: i32,
    columns: Vec<Vec<bool>>,
}

impl Mask {
    fn new(screen: &Image, region: Rect, ink: Colour) -> Self {
        let column = |x| {
            (region.y..region.bottom())
                .map(|y| screen.pixel(x, y) == ink)
                .collect()
        };
        let columns = (region.x..region.right()).map(column).collect();
        let mut mask = Self {
            height: region.height,
            columns,
        };
        mask.drop_strokes();
        mask
    }

    fn drop_strokes(&mut self) {
        let height = self.height as usize;
        let mut strokes: Vec<(usize, usize)> = Vec::new();
        for (x, column) in self.columns.iter().enumerate() {
            for run in runs(column.iter().copied()) {
                strokes.extend(run.map(|y| (x, y)));
            }
        }
        for y in 0..height {
            for run in runs(self.columns.iter().map(|column| column[y])) {
                strokes.extend(run.map(|x| (x, y)));
            }
        }
        for (x, y) in strokes {
            self.columns[x][y] = false;
        }
    }

    /// The rows of a line as bits, the lowest for the top row; rows outside of the region are empty.
    fn band(&self, top: i32, height: i32) -> Vec<u64> {
        let bits = |column: &Vec<bool>| {
            let rows = (0..height).filter(|row| {
                usize::try_from(top + row).is_ok_and(|y| column.get(y) == Some(&true))
            });
            rows.fold(0, |bits, row| bits | 1 << row)
        };
        self.columns.iter().map(bits).collect()
    }

    fn read(&self, font: &Font, ink: Colour, found: &mut Vec<Found>) {
        for top in -font.height / 2..self.height - font.height / 2 {
            let band = self.band(top, font.height);
            for (start, end) in pieces(&band) {
                let Some((start, text)) = spell(font, &band, start, end) else {
                    continue;
                };
                let piece = &band[start..end];
                let rect = Rect::new(start as i32, top, (end - start) as i32, font.height);
                let line = Line {
                    text,
                    rect,
                    ink,
                    bold: font.bold,
                };
                found.push(Found {
                    line,
                    ink: piece.iter().map(|bits| bits.count_ones()).sum(),
                });
            }
        }
    }
}

/// Spells a piece of ink, if need be without what stands before its text, such as an icon.
fn spell(font: &Font, band: &[u64], start: usize, end: usize) -> Option<(usize, String)> {
    let limit = end.min(start + BEFORE);
    let after_gap = (start + ICON_GAP..limit)
        .filter(|&x| band[x] != 0 && band[x - ICON_GAP..x].iter().all(|&bits| bits == 0));
    [start].into_iter().chain(after_gap).find_map(|start| {
        let text = Speller::new(font, &band[start..end]).spell()?;
        Some((start, text))
    })
}

/// The runs of ink that are too long for a letter.
fn runs(ink: impl Iterator<Item = bool>) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut end = 0;
    for (at, ink) in ink.chain([false]).enumerate() {
        match (ink, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if at - from > LONGEST_STROKE {
                    found.push(from..at);
                }
                start = None;
            }
            _ => {}
        }
        end = at;
    }
    debug_assert!(start.is_none(), "the run at {end} is closed");
    found
}

/// Where the ink is, cut at gaps: first column, and one past the last.
fn pieces(band: &[u64]) -> Vec<(usize, usize)> {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (x, _) in band.iter().enumerate().filter(|(_, bits)| **bits != 0) {
        match pieces.last_mut() {
            Some((_, end)) if x - *end < GAP as usize => *end = x + 1,
            _ => pieces.push((x, x + 1)),
        }
    }
    pieces
}

/// Finds the letters that make up a piece of ink.
struct Speller<'a> {
    font: &'a Font,
    ink: &'a [u64],
    explained: Vec<u64>,
    text: String,
    /// How many letters may still be tried: ink that is no text must not take for ever.
    patience: u32,
    /// The furthest that a letter's ink reaches before the pen.
    overhang: i32,
}

impl<'a> Speller<'a> {
    fn new(font: &'a Font, ink: &'a [u64]) -> Self {
        let overhang = font
            .glyphs
            .iter()
            .map(|glyph| glyph.left)
            .min()
            .unwrap_or(0)
            .min(0);
        let explained = vec![0; ink.len()];
        Self {
            font,
            ink,
            explained,
            text: String::new(),
            patience: 50_000,
            overhang,
        }
    }

    fn spell(mut self) -> Option<String> {
        let font = self.font;
        for glyph in font.glyphs.iter().filter(|glyph| !glyph.columns.is_empty()) {
            if self.place(glyph, -glyph.left) {
                return Some(self.text.trim_end().to_owned());
            }
        }
        None
    }

    /// Draws a letter at the pen, and then the rest. Leaves nothing behind when that fails.
    fn place(&mut self, glyph: &Glyph, pen: i32) -> bool {
        let Some(patience) = self.patience.checked_sub(1) else {
            return false;
        };
        self.patience = patience;
        let start = pen + glyph.left;
        if !self.fits(glyph, start) {
            return false;
        }
        let before = self.explained.clone();
        for (column, x) in glyph.columns.iter().zip(start..) {
            self.explained[x as usize] |= column;
        }
        self.text.push(glyph.character);
        if self.go_on(pen + glyph.advance) {
            return true;
        }
        self.text.pop();
        self.explained = before;
        false
    }

    fn fits(&self, glyph: &Glyph, start: i32) -> bool {
        glyph.columns.iter().zip(start..).all(|(column, x)| {
            let ink = usize::try_from(x).ok().and_then(|x| self.ink.get(x));
            ink.is_some_and(|ink| column & !ink == 0)
        })
    }

    fn go_on(&mut self, pen: i32) -> bool {
        if self.explained == self.ink {
            return true;
        }
        // No later letter reaches back this far, so it must be right by now.
        let settled = usize::try_from(pen + self.overhang)
            .unwrap_or(0)
            .min(self.ink.len());
        if self.explained[..settled] != self.ink[..settled] || settled == self.ink.len() {
            return false;
        }
        let font = self.font;
        font.glyphs.iter().any(|glyph| self.place(glyph, pen))
    }
}
