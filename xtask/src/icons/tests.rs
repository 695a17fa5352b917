//! What a person must be able to tell apart, measured.

use std::fs;
use std::io::Cursor;

use ico::IconDir;
use pekat_tray::view::{Badge, Layer, Look, Picture};
use resvg::tiny_skia::Color;

use super::drawing::picture;
use super::sheet::{BACKGROUNDS, place};
use super::sight::Sight;
use super::*;

/// Pixels, of 256, in which any two looks must differ at the smallest size. A disc and a square
/// of its width differ in some thirty, which is too few to be seen from where an operator stands.
const DISTINCT: usize = 40;

/// Pixels, of 256, by which a look must stand out from what is behind it.
const VISIBLE: usize = 40;

/// Pixels, of 256, by which the mark of what is new must change a look.
const MARKED: usize = 16;

/// Pixels of a digit in which any two numbers must differ at the smallest size, of some fifteen.
const READABLE: usize = 2;

/// How far two greys must be apart, of 255, to count as different.
const CONTRAST: u8 = 0x30;

/// How far apart those of a number must be.
const READING_CONTRAST: u8 = 0x80;

#[test]
fn committed_files_are_what_the_sources_give() {
    check().unwrap();
}

#[test]
fn any_two_looks_differ_in_silhouette() {
    for (one, other) in pairs() {
        let pixels = count(silhouette(one).zip(silhouette(other)), |(a, b)| a != b);
        assert!(
            pixels >= DISTINCT,
            "{one:?} and {other:?} differ in {pixels} pixels"
        );
    }
}

#[test]
fn any_two_looks_differ_in_lightness_without_and_with_few_colours_on_every_background() {
    for sight in [Sight::Grey, Sight::Deuteranopia] {
        for background in BACKGROUNDS {
            for (one, other) in pairs() {
                let (one, other) = (Picture::from(one), Picture::from(other));
                let pixels = differing(one, other, background, sight, CONTRAST);
                assert!(
                    pixels >= DISTINCT,
                    "{:?} and {:?} differ in {pixels} pixels on {background:#x}, {sight:?}",
                    one.look,
                    other.look
                );
            }
        }
    }
}

#[test]
fn every_look_stands_on_every_background() {
    for background in BACKGROUNDS {
        for look in Look::ALL {
            let pixels = count(
                lightness(look.into(), background, Sight::Grey),
                |lightness| lightness.abs_diff(background) >= CONTRAST,
            );
            assert!(
                pixels >= VISIBLE,
                "{look:?} shows in {pixels} pixels on {background:#x}"
            );
        }
    }
}

#[test]
fn any_two_numbers_differ_in_black_and_white_at_the_smallest_size_on_every_background() {
    let at_fault = |badge| Picture {
        look: Look::Fault,
        badge,
        unseen: false,
    };
    let numbers = || [None].into_iter().chain(Badge::ALL.map(Some));
    for background in BACKGROUNDS {
        for (index, one) in numbers().enumerate() {
            for other in numbers().skip(index + 1) {
                let (one, other) = (at_fault(one), at_fault(other));
                let pixels = differing(one, other, background, Sight::Grey, READING_CONTRAST);
                assert!(
                    pixels >= READABLE,
                    "{one:?} and {other:?} differ in {pixels} pixels on {background:#x}"
                );
            }
        }
    }
}

#[test]
fn what_is_new_is_seen_on_every_look_with_or_without_colours() {
    for sight in [Sight::Grey, Sight::Deuteranopia] {
        for background in BACKGROUNDS {
            // Where there is nothing to watch, nothing is new.
            for look in Look::ALL.into_iter().filter(|it| *it != Look::Nothing) {
                let seen = Picture::from(look);
                let new = Picture {
                    unseen: true,
                    ..seen
                };
                let pixels = differing(seen, new, background, sight, CONTRAST);
                assert!(
                    pixels >= MARKED,
                    "{look:?} is marked by {pixels} pixels on {background:#x}, {sight:?}"
                );
            }
        }
    }
}

#[test]
fn a_look_is_told_by_what_its_number_and_mark_leave_of_it() {
    for look in Look::ALL {
        let covered = Picture {
            look,
            badge: Badge::counting(10),
            unseen: true,
        };
        let changed = |other: Look| differing(covered, other.into(), 0x80, Sight::Grey, CONTRAST);
        let nearest = Look::ALL.into_iter().min_by_key(|other| changed(*other));
        assert_eq!(nearest, Some(look));
    }
}

#[test]
fn every_icon_has_every_size() {
    for icon in family().unwrap() {
        let dir = IconDir::read(Cursor::new(icon.ico().unwrap())).unwrap();
        let sizes: Vec<u32> = dir.entries().iter().map(|entry| entry.width()).collect();
        let largest = (icon.name == APP).then_some(LARGEST);
        assert_eq!(sizes, SIZES.into_iter().chain(largest).collect::<Vec<_>>());
    }
}

#[test]
fn the_tray_embeds_every_drawing_by_its_number() {
    let script = fs::read_to_string(root().join("assets/pekat-tray.rc")).unwrap();
    for layer in Layer::all() {
        let line = format!("{} ICON \"icons/{}.ico\"", layer.resource(), layer.name());
        assert!(script.lines().any(|found| found == line), "no line {line}");
    }
}

fn pairs() -> Vec<(Look, Look)> {
    let mut pairs = Vec::new();
    for (index, one) in Look::ALL.into_iter().enumerate() {
        pairs.extend(Look::ALL.into_iter().skip(index + 1).map(|it| (one, it)));
    }
    pairs
}

fn silhouette(look: Look) -> impl Iterator<Item = bool> {
    let pixels = picture(look.into(), 16).unwrap().take();
    (0..256).map(move |pixel| pixels[pixel * 4 + 3] >= 0x80)
}

/// Pixels, of 256, in which two pictures differ in lightness.
fn differing(one: Picture, other: Picture, background: u8, sight: Sight, contrast: u8) -> usize {
    let (one, other) = [one, other]
        .map(|it| lightness(it, background, sight))
        .into();
    count(one.zip(other), |(a, b)| a.abs_diff(*b) >= contrast)
}

/// How light each pixel is to these eyes.
fn lightness(shown: Picture, background: u8, sight: Sight) -> impl Iterator<Item = u8> {
    let mut canvas = canvas(16, 16).unwrap();
    canvas.fill(Color::from_rgba8(background, background, background, 0xff));
    place(&mut canvas, &picture(shown, 16).unwrap(), 0, 0);
    sight.apply(&mut canvas);
    Sight::Grey.apply(&mut canvas);
    let pixels = canvas.take();
    (0..256).map(move |pixel| pixels[pixel * 4])
}

fn count<T>(items: impl Iterator<Item = T>, which: impl FnMut(&T) -> bool) -> usize {
    items.filter(which).count()
}
