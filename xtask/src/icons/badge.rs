//! The numbers at the icons' lower right, as SVG.
//!
//! On a small grid a number is drawn pixel by pixel, since a line that falls between two pixels is
//! two grey ones; on a larger one it is drawn by strokes.

use pekat_tray::view::Badge;

/// The box's contour and the digits. Darker than every look, so that the number is read by lightness
/// alone.
const INK: &str = "#15181c";

/// The box.
const PAPER: &str = "#ffffff";

/// Digits of one height, row by row.
type Glyphs = [(char, &'static str); 10];

/// For a grid of 16. Any two differ in two pixels at least.
const HIGH_5: Glyphs = [
    ('1', ".#. ##. .#. .#. ###"),
    ('2', "### ..# ### #.. ###"),
    ('3', "### ..# ### ..# ###"),
    ('4', "#.. #.# ### ..# ..#"),
    ('5', "### #.. ### ..# ###"),
    ('6', "#.. #.. ### #.# ###"),
    ('7', "### ..# ..# .#. .#."),
    ('8', "### #.# ### #.# ###"),
    ('9', "### #.# ### ..# ..#"),
    ('+', "... .#. ### .#. ..."),
];

/// For a grid of 20.
const HIGH_7: Glyphs = [
    ('1', ".#. ##. .#. .#. .#. .#. ###"),
    ('2', "#### ...# ...# #### #... #... ####"),
    ('3', "#### ...# ...# .### ...# ...# ####"),
    ('4', "#..# #..# #..# #### ...# ...# ...#"),
    ('5', "#### #... #... #### ...# ...# ####"),
    ('6', "#### #... #... #### #..# #..# ####"),
    ('7', "#### ...# ...# ..#. ..#. .#.. .#.."),
    ('8', "#### #..# #..# #### #..# #..# ####"),
    ('9', "#### #..# #..# #### ...# ...# ####"),
    ('+', "... ... .#. ### .#. ... ..."),
];

/// For a grid of 24.
const HIGH_8: Glyphs = [
    ('1', "..## .### #### ..## ..## ..## ..## ..##"),
    ('2', ".###. ##.## ...## ..##. .##.. ##... ##... #####"),
    ('3', "####. ...## ...## .###. ...## ...## ...## ####."),
    ('4', "...## ..### .#.## #..## ##### ##### ...## ...##"),
    ('5', "##### ##... ##... ####. ...## ...## ##.## .###."),
    ('6', "..##. .##.. ##... ####. ##.## ##.## ##.## .###."),
    ('7', "##### ##### ...## ..##. ..##. .##.. .##.. .##.."),
    ('8', ".###. ##.## ##.## .###. ##.## ##.## ##.## .###."),
    ('9', ".###. ##.## ##.## ##.## .#### ...## ..##. .##.."),
    ('+', "... ... .#. ### .#. ... ... ..."),
];

/// Each digit as strokes in a field one unit wide and 1.6 high.
fn stroke(digit: char) -> &'static str {
    match digit {
        '1' => "M.2 .35 .6 0V1.6",
        '2' => "M0 .48A.5 .48 0 0 1 1 .48C1 .85 .2 1.2 0 1.6H1",
        '3' => "M.05 0H.95L.5 .62A.5 .49 0 1 1 .02 1.28",
        '4' => "M.72 1.6V0L0 1.15H1",
        '5' => "M.95 0H.12V.68C.3 .6 .4 .58 .5 .58A.5 .51 0 1 1 .02 1.28",
        '6' => "M.8 0C.3 .3 0 .75 0 1.1A.5 .5 0 1 0 1 1.1A.5 .5 0 0 0 .05 .95",
        '7' => "M0 0H1L.4 1.6",
        '8' => {
            "M.5 .74A.42 .37 0 1 1 .5 0A.42 .37 0 1 1 .5 .74A.5 .43 0 1 1 .5 1.6A.5 .43 0 1 1 .5 .74"
        }
        '9' => "M.2 1.6C.7 1.3 1 .85 1 .5A.5 .5 0 1 0 0 .5A.5 .5 0 0 0 .95 .65",
        _ => "M.4 .5V1.1M.1 .8H.7",
    }
}

/// A badge on a grid as wide and high as an icon has pixels.
pub(super) fn svg(badge: Badge, size: u32) -> String {
    let drawn = match size {
        16 => pixels(badge.text(), &HIGH_5, size),
        20 => pixels(badge.text(), &HIGH_7, size),
        24 => pixels(badge.text(), &HIGH_8, size),
        _ => strokes(badge.text(), f64::from(size)),
    };
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\">{drawn}</svg>")
}

/// The box in the corner with a contour and, between that and the number, a margin of one pixel
/// each.
fn pixels(text: &str, glyphs: &Glyphs, size: u32) -> String {
    let size = size as usize;
    let glyph = |digit: char| glyphs.iter().find(|(known, _)| *known == digit);
    let drawn: Vec<Vec<&str>> = text
        .chars()
        .filter_map(glyph)
        .map(|(_, rows)| rows.split(' ').collect())
        .collect();
    let width = |glyph: &Vec<&str>| glyph.first().map_or(0, |row| row.len());
    let all: usize = drawn.iter().map(|glyph| width(glyph) + 1).sum();
    let high = drawn.first().map_or(0, Vec::len);
    let (wide, high) = (all + 3, high + 4);
    let (left, top) = (size - wide, size - high);

    let mut svg = rounded([left, top, wide, high].map(|it| it as f64), 1.0, 1.5);
    let mut x = left + 2;
    for glyph in &drawn {
        for (row, y) in glyph.iter().zip(top + 2..) {
            for (column, _) in row.match_indices('#') {
                let x = x + column;
                svg += &format!("<path d=\"M{x} {y}h1v1h-1Z\" fill=\"{INK}\"/>");
            }
        }
        x += width(glyph) + 1;
    }
    svg
}

/// The same, in the proportions of the grid of 16.
fn strokes(text: &str, size: f64) -> String {
    let unit = size / 16.0;
    let line = unit.round();
    let digit = 2.6 * unit;
    let wide = match text.chars().count() {
        1 => 7.0,
        _ => 11.0,
    };
    let (wide, high) = ((wide * unit).round(), (9.0 * unit).round());
    let (left, top) = (size - wide, size - high);
    let mut svg = rounded([left, top, wide, high], line, 2.0 * unit);
    let numbers = text.chars().count() as f64;
    let used = digit * (numbers + (numbers - 1.0) * 0.35);
    let mut x = left + (wide - used) / 2.0;
    let y = top + (high - 1.6 * digit) / 2.0;
    for number in text.chars() {
        // One alone is narrow, and would stand too far to the left.
        let inset = if number == '1' { 0.1 * digit } else { 0.0 };
        svg += &format!(
            "<path transform=\"translate({} {y}) scale({digit})\" d=\"{}\" fill=\"none\" \
             stroke=\"{INK}\" stroke-width=\".38\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\"/>",
            x + inset,
            stroke(number)
        );
        x += digit * 1.35;
    }
    svg
}

fn rounded([left, top, wide, high]: [f64; 4], line: f64, radius: f64) -> String {
    let inner = (radius - line).max(0.5);
    format!(
        "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\" rx=\"{radius}\" \
         fill=\"{INK}\"/><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{inner}\" \
         fill=\"{PAPER}\"/>",
        left + line,
        top + line,
        wide - 2.0 * line,
        high - 2.0 * line
    )
}
