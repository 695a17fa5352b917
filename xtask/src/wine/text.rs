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
/// A picture is told from text by so many pixels that are neither ink nor paper.
const PICTURE: usize = 12;
/// Longer rows of dots are the frame around what has the focus.
const LONGEST_DOTS: usize = 8;
/// The line under a letter that stands for a key is at least this long.
const UNDERLINE: usize = 4;
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

impl Line {
    /// Whether it is written as the selected item of a menu is.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.ink == [0xff; 3]
    }

    /// Whether it is written as what cannot be clicked is.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.ink == [0x80; 3]
    }

    /// As a row of a menu: what cannot be clicked is in parentheses.
    #[must_use]
    pub fn row(&self) -> String {
        match self.is_disabled() {
            true => format!("({})", self.text),
            false => self.text.clone(),
        }
    }
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
    ascent: usize,
    height: i32,
    glyphs: Vec<Glyph>,
}

impl Font {
    /// A font without letters, its rows above the baseline and in all.
    #[must_use]
    pub fn new(name: &str, ascent: usize, height: i32) -> Self {
        Self {
            bold: name.ends_with("-bold"),
            ascent,
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
        let colours = colours(screen, region);
        let papers = papers(&colours, region);
        for &(ink, _) in colours.iter().take(COLOURS) {
            let mask = Mask::new(screen, region, ink, &papers);
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

/// The colours of a region, the commoner first. The commonest may be ink too: what most of a menu is
/// painted with is what its selected item is written with.
fn colours(screen: &Image, region: Rect) -> Vec<(Colour, usize)> {
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    for y in region.y..region.bottom() {
        for x in region.x..region.right() {
            *counts.entry(screen.pixel(x, y)).or_default() += 1;
        }
    }
    let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
    colours.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    colours
}

/// The colours that text is written on: those that a good part of the region has.
fn papers(colours: &[(Colour, usize)], region: Rect) -> Vec<Colour> {
    let area = (region.width * region.height) as usize;
    let common = colours.iter().filter(|(_, count)| count * 25 > area);
    common.map(|&(colour, _)| colour).collect()
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
    /// What is neither ink nor paper.
    picture: Vec<Vec<bool>>,
}

impl Mask {
    fn new(screen: &Image, region: Rect, ink: Colour, papers: &[Colour]) -> Self {
        let columns = |is: &dyn Fn(Colour) -> bool| -> Vec<Vec<bool>> {
            let column = |x| (region.y..region.bottom()).map(move |y| is(screen.pixel(x, y)));
            (region.x..region.right())
                .map(|x| column(x).collect())
                .collect()
        };
        let mut mask = Self {
            height: region.height,
            columns: columns(&|colour| colour == ink),
            picture: columns(&|colour| colour != ink && !papers.contains(&colour)),
        };
        mask.drop_strokes();
        mask
    }

    /// Drops what is too long for a letter: lines, frames, and the dots around what has the focus.
    fn drop_strokes(&mut self) {
        let mut strokes: Vec<(usize, usize)> = Vec::new();
        for (x, column) in self.columns.iter().enumerate() {
            strokes.extend(long_runs(column).into_iter().map(|y| (x, y)));
        }
        for y in 0..self.height as usize {
            let row: Vec<bool> = self.columns.iter().map(|column| column[y]).collect();
            strokes.extend(long_runs(&row).into_iter().map(|x| (x, y)));
        }
        for (x, y) in strokes {
            self.columns[x][y] = false;
        }
    }

    fn read(&self, font: &Font, ink: Colour, found: &mut Vec<Found>) {
        let mut band = vec![0; self.columns.len()];
        for top in 1 - font.height..self.height {
            self.move_down(&mut band, top, font.height);
            for (start, end) in pieces(&band) {
                let before = (start + 1..end.min(start + BEFORE)).filter(|&x| {
                    band[x] != 0 && (is_after_gap(&band, x) || self.is_after_picture(x, top, font))
                });
                let mut starts = [start].into_iter().chain(before);
                let Some((start, text)) =
                    starts.find_map(|start| Some((start, spell(font, &band[start..end])?)))
                else {
                    continue;
                };
                let rect = Rect::new(start as i32, top, (end - start) as i32, font.height);
                let line = Line {
                    text,
                    rect,
                    ink,
                    bold: font.bold,
                };
                let ink = band[start..end].iter().map(|bits| bits.count_ones()).sum();
                found.push(Found { line, ink });
            }
        }
    }

    /// Moves a band of rows down by one, so that it starts at a row.
    fn move_down(&self, band: &mut [u64], top: i32, height: i32) {
        let last = usize::try_from(top + height - 1).unwrap_or(usize::MAX);
        for (bits, column) in band.iter_mut().zip(&self.columns) {
            let enters = column.get(last) == Some(&true);
            *bits = *bits >> 1 | u64::from(enters) << (height - 1);
        }
    }

    /// Whether a picture stands right before a column, as an icon does before its item's text.
    fn is_after_picture(&self, x: usize, top: i32, font: &Font) -> bool {
        let columns = &self.picture[x.saturating_sub(16)..x];
        let pixels = band(columns, top, font.height);
        pixels
            .iter()
            .map(|bits| bits.count_ones() as usize)
            .sum::<usize>()
            >= PICTURE
    }
}

/// The rows of a line as bits, the lowest for the top row; rows outside of the region are empty.
fn band(columns: &[Vec<bool>], top: i32, height: i32) -> Vec<u64> {
    let bits = |column: &Vec<bool>| {
        let is_set =
            |row: &i32| usize::try_from(top + row).is_ok_and(|y| column.get(y) == Some(&true));
        (0..height)
            .filter(is_set)
            .fold(0, |bits, row| bits | 1 << row)
    };
    columns.iter().map(bits).collect()
}

fn is_after_gap(band: &[u64], x: usize) -> bool {
    x >= ICON_GAP && band[x - ICON_GAP..x].iter().all(|&bits| bits == 0)
}

/// Spells a piece of ink, if need be without the line under one of its letters.
fn spell(font: &Font, ink: &[u64]) -> Option<String> {
    let text = Speller::new(font, ink).spell();
    text.or_else(|| Speller::new(font, &without_underline(font, ink)?).spell())
}

fn without_underline(font: &Font, ink: &[u64]) -> Option<Vec<u64>> {
    let row = 1 << (font.ascent + 1);
    let line: Vec<bool> = ink.iter().map(|bits| bits & row != 0).collect();
    let underline = runs(&line).into_iter().find(|run| run.len() >= UNDERLINE)?;
    let mut ink = ink.to_vec();
    for bits in &mut ink[underline] {
        *bits &= !row;
    }
    Some(ink)
}

/// Where the pixels are that are too long a stroke, or too long a row of dots, for a letter.
fn long_runs(ink: &[bool]) -> Vec<usize> {
    let strokes = runs(ink)
        .into_iter()
        .filter(|run| run.len() > LONGEST_STROKE)
        .flatten();
    let mut long: Vec<usize> = strokes.collect();
    let is_dot = |at: usize| {
        let empty = |at: Option<usize>| at.and_then(|at| ink.get(at)) != Some(&true);
        ink[at] && empty(at.checked_sub(1)) && empty(Some(at + 1))
    };
    for phase in 0..2 {
        let places: Vec<usize> = (phase..ink.len()).step_by(2).collect();
        let dots: Vec<bool> = places.iter().map(|&at| is_dot(at)).collect();
        let dotted = runs(&dots)
            .into_iter()
            .filter(|run| run.len() > LONGEST_DOTS)
            .flatten();
        long.extend(dotted.map(|at| places[at]));
    }
    long
}

/// The runs of ink.
fn runs(ink: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in ink.iter().enumerate().filter(|(_, ink)| **ink) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of two letters and a space: `l`, a stroke, and `n`, a gate.
    fn font() -> Font {
        let mut font = Font::new("menu", 4, 6);
        font.push(Glyph::new(' ', 3, (0, 0), 0, &[]));
        font.push(Glyph::new('l', 2, (0, 0), 1, &[1, 1, 1, 1]));
        font.push(Glyph::new('n', 4, (0, 1), 3, &[7, 5, 5]));
        font
    }

    fn read(picture: &[&str]) -> Vec<String> {
        let width = picture[0].len() as i32;
        let shade = |pixel: u8| match pixel {
            b'#' => [0, 0, 0, 0],
            b'o' => [9, 9, 200, 0],
            _ => [255; 4],
        };
        let bytes = picture
            .iter()
            .flat_map(|row| row.bytes().flat_map(shade))
            .collect();
        let image = Image::new(width, bytes);
        let lines = Fonts::new(vec![font()]).read(&image, image.rect());
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_text_is_spelled_wherever_it_stands() {
        let picture = [
            "................",
            "..#........#....",
            "..#.###....#....",
            "..#.#.#....#....",
            "..#.#.#....#....",
            "................",
            "................",
        ];
        assert_eq!(read(&picture), ["ln l"]);
    }

    #[test]
    fn ink_that_no_letters_explain_is_no_text() {
        let picture = [
            "................",
            "..#......#......",
            "..#.###..#......",
            "..#.#.#.##......",
            "..#.#.#..#......",
            "................",
            "................",
        ];
        assert!(read(&picture).is_empty());
    }

    #[test]
    fn a_picture_before_a_text_does_not_hide_it() {
        let picture = [
            "..............................................",
            "......#ooo#.#.................................",
            "......#ooo#.#.###.............................",
            "......#ooo#.#.#.#.............................",
            "......#ooo..#.#.#.............................",
            "..............................................",
            "..............................................",
            "..............................................",
        ];
        assert_eq!(read(&picture), ["ln"]);
    }
}
