//! The witness: a small program inside Wine that says which windows there are and how Windows
//! draws each letter. See `witness.c` for what it is asked and what it answers.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::image::Rect;
use super::text::{Font, Fonts, Glyph};

/// The characters that can be read. The first is in no font: it stands for every character that the
/// fonts lack, since all of these are drawn alike.
const CHARACTERS: &str = "\u{e000} !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`\
    abcdefghijklmnopqrstuvwxyz{|}~–—…·•‘’“”„×÷°±§©«»✓✗→←↑↓▶■●○\
    áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽäöüßÄÖÜąćęłńśźżĄĆĘŁŃŚŹŻàâçèêëîïôùûñőűÀÈÊÇÑŐŰ";

/// The class of the dialog that adds something.
const FORM: &str = "PekatTrayForm";

/// A visible window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The class of the window that it is part of, when it is part of one.
    pub parent: Option<String>,
    /// Its class.
    pub class: String,
    /// Its style, as Windows has it.
    pub style: u32,
    /// Where it is.
    pub rect: Rect,
    /// Windows' number of its process.
    pub process: u32,
    /// Its title.
    pub title: String,
}

impl Window {
    /// Whether it is a popup menu.
    #[must_use]
    pub fn is_menu(&self) -> bool {
        self.class == "#32768"
    }

    /// Whether it is a dialog, such as a message box.
    #[must_use]
    pub fn is_dialog(&self) -> bool {
        self.parent.is_none() && self.class == "#32770"
    }

    /// Whether it is the window for codes.
    #[must_use]
    pub fn is_scan_window(&self) -> bool {
        self.parent.is_none() && self.class == "PekatTrayScan"
    }

    /// Whether it is one of the texts in the window for codes.
    #[must_use]
    pub fn is_scan_text(&self) -> bool {
        self.parent.as_deref() == Some("PekatTrayScan") && self.class == "Static"
    }

    /// Whether it is the dialog that adds something.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.parent.is_none() && self.class == FORM
    }

    /// Whether it is a control of this class in the dialog that adds something.
    #[must_use]
    pub fn is_in_form(&self, class: &str) -> bool {
        self.parent.as_deref() == Some(FORM) && self.class == class
    }

    /// Whether it can be used.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        const WS_DISABLED: u32 = 0x0800_0000;
        self.style & WS_DISABLED == 0
    }

    /// Whether it is a tooltip.
    #[must_use]
    pub fn is_tooltip(&self) -> bool {
        self.class == "tooltips_class32" && !self.is_balloon()
    }

    /// Whether it is a balloon.
    #[must_use]
    pub fn is_balloon(&self) -> bool {
        const TTS_BALLOON: u32 = 0x40;
        self.class == "tooltips_class32" && self.style & TTS_BALLOON != 0
    }

    /// Whether it is the taskbar.
    #[must_use]
    pub fn is_taskbar(&self) -> bool {
        self.parent.is_none() && self.class == "Shell_TrayWnd"
    }

    fn parse(line: &str) -> Result<Self> {
        let fields: Vec<&str> = line.splitn(9, '\t').collect();
        let [
            parent,
            class,
            style,
            left,
            top,
            right,
            bottom,
            process,
            title,
        ] = fields[..]
        else {
            bail!("the witness speaks nonsense: {line:?}");
        };
        let [left, top, right, bottom] = [left, top, right, bottom].map(str::parse::<i32>);
        let (left, top) = (left?, top?);
        Ok(Self {
            parent: (parent != "-").then(|| parent.to_owned()),
            class: class.to_owned(),
            style: u32::from_str_radix(style, 16)?,
            rect: Rect::new(left, top, right? - left, bottom? - top),
            process: process.parse()?,
            title: title.to_owned(),
        })
    }
}

/// Objects of which Windows has not many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Objects {
    /// The GDI objects of one process: bitmaps, fonts and the like.
    pub gdi: u32,
    /// The USER objects of all: windows, menus, icons.
    pub user: u32,
}

/// How the taskbar answers programs, by the numbers of `taskbar.h`. That an icon goes it always takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taskbar {
    /// It shows what it is told.
    Shows = 0,
    /// It takes what changes, and shows none of it, which is quick.
    ShowsNoChange = 1,
    /// It refuses new tooltips.
    RefusesTooltips = 2,
    /// It refuses everything, as one does that is too busy, or not there yet.
    Refuses = 3,
}

/// What programs have told the taskbar since the desktop was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// How often it refused.
    pub refused: u32,
    /// How often an icon that was there took a picture.
    pub pictures: u32,
}

/// The running witness.
#[derive(Debug)]
pub(super) struct Witness {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Witness {
    /// Starts it by a command that names its program file.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the witness under Wine")?;
        let questions = process.stdin.take().context("the witness has no input")?;
        let answers = process.stdout.take().context("the witness has no output")?;
        Ok(Self {
            process,
            questions,
            answers: BufReader::new(answers),
        })
    }

    /// Every visible window, topmost first, and every visible part of the taskbar and of the window for
    /// codes.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn windows(&mut self) -> Result<Vec<Window>> {
        self.ask("windows")?
            .iter()
            .map(|line| Window::parse(line))
            .collect()
    }

    /// Tells all programs that the computer has slept.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn resume(&mut self) -> Result<()> {
        self.ask("resume").map(drop)
    }

    /// Tells every window of a class that the session ends; gives what each answered when it was asked.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn end_session(&mut self, class: &str, flags: u32) -> Result<Vec<String>> {
        self.ask(&format!("end {class} {flags:x}"))
    }

    /// Asks every window of a class to close.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn close(&mut self, class: &str) -> Result<()> {
        self.ask(&format!("close {class}")).map(drop)
    }

    /// Tells all programs that the taskbar was made anew.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn taskbar_created(&mut self) -> Result<()> {
        self.ask("taskbar").map(drop)
    }

    /// What the process of a window takes of Windows' objects, by the window's class.
    ///
    /// # Errors
    /// When the witness does not answer, or there is no such window.
    pub(super) fn objects(&mut self, class: &str) -> Result<Objects> {
        let lines = self.ask(&format!("objects {class}"))?;
        let numbers = lines.first().and_then(|line| line.split_once(' '));
        let (gdi, user) = numbers.context("the witness has not counted")?;
        Ok(Objects {
            gdi: gdi.parse().context("the process's GDI objects")?,
            user: user.parse().context("the desktop's USER objects")?,
        })
    }

    /// Has the taskbar answer in this way.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn answer(&mut self, how: Taskbar) -> Result<()> {
        self.ask(&format!("answers {}", how as u32)).map(drop)
    }

    /// What programs have told the taskbar.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn told(&mut self) -> Result<Told> {
        let lines = self.ask("told")?;
        let numbers = lines.first().and_then(|line| line.split_once(' '));
        let (refused, pictures) = numbers.context("the witness has not counted")?;
        Ok(Told {
            refused: refused.parse().context("what was refused")?,
            pictures: pictures.parse().context("the pictures taken")?,
        })
    }

    /// Waits until the window of a class has handled what was posted to its thread.
    ///
    /// # Errors
    /// When the witness does not answer, or there is no such window, or it is busy for long.
    pub(super) fn fence(&mut self, class: &str) -> Result<()> {
        let lines = self.ask(&format!("fence {class}"))?;
        anyhow::ensure!(
            lines == ["1"],
            "no window of the class {class}, or a busy one"
        );
        Ok(())
    }

    /// Tells the window of a class so many times that the theme has changed, and waits until each
    /// was handled.
    ///
    /// # Errors
    /// When the witness does not answer, or there is no such window, or it is busy for long.
    pub(super) fn change_theme(&mut self, class: &str, times: u32) -> Result<()> {
        let lines = self.ask(&format!("changes {class} {times}"))?;
        anyhow::ensure!(
            lines == ["1"],
            "no window of the class {class}, or a busy one"
        );
        Ok(())
    }

    /// Tells the program of a tray icon that its balloon was clicked.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn click_balloon(&mut self, icon: usize) -> Result<()> {
        self.ask(&format!("balloon {icon}")).map(drop)
    }

    /// How texts are drawn that may have these characters besides the usual ones.
    ///
    /// # Errors
    /// When the witness does not answer.
    pub(super) fn fonts(&mut self, more: &str) -> Result<Fonts> {
        let lines = self.ask(&format!("glyphs {CHARACTERS}{more}"))?;
        let mut fonts: Vec<Font> = Vec::new();
        for line in &lines {
            let context = || format!("the witness speaks nonsense: {line:?}");
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["font", name, ascent, height] => {
                    let ascent = ascent.parse().with_context(context)?;
                    let height = height.parse().with_context(context)?;
                    fonts.push(Font::new(name, ascent, height));
                }
                ["glyph", ref numbers @ ..] => {
                    let glyph = glyph(numbers).with_context(context)?;
                    fonts.last_mut().with_context(context)?.push(glyph);
                }
                _ => bail!(context()),
            }
        }
        Ok(Fonts::new(fonts))
    }

    fn ask(&mut self, question: &str) -> Result<Vec<String>> {
        writeln!(self.questions, "{question}").context("the witness does not listen")?;
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if self
                .answers
                .read_line(&mut line)
                .context("listening to the witness")?
                == 0
            {
                bail!("the witness is gone: does Wine start at all?");
            }
            let line = line.trim_end_matches(['\r', '\n']);
            if line == "end" {
                return Ok(lines);
            }
            lines.push(line.to_owned());
        }
    }
}

fn glyph(numbers: &[&str]) -> Result<Glyph> {
    let [code, advance, left, top, width, rows @ ..] = numbers else {
        bail!("too few numbers");
    };
    let character = char::from_u32(code.parse()?).context("not a character")?;
    let rows: Result<Vec<u64>, _> = rows
        .iter()
        .map(|row| u64::from_str_radix(row, 16))
        .collect();
    Ok(Glyph::new(
        character,
        advance.parse()?,
        (left.parse()?, top.parse()?),
        width.parse()?,
        &rows?,
    ))
}

impl Drop for Witness {
    fn drop(&mut self) {
        // One that has ended already is what is wanted.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_read_with_tabs_in_its_title() {
        let window =
            Window::parse("-\t#32770\t94c800c4\t10\t20\t110\t70\t260\tPEKAT\tTray").unwrap();
        assert_eq!(window.rect, Rect::new(10, 20, 100, 50));
        assert_eq!(window.title, "PEKAT\tTray");
        assert!(window.is_dialog() && !window.is_menu());
    }

    #[test]
    fn a_balloon_is_no_tooltip() {
        let balloon = Window::parse("-\ttooltips_class32\t94800041\t0\t0\t9\t9\t1\t").unwrap();
        let tooltip = Window::parse("-\ttooltips_class32\t94800001\t0\t0\t9\t9\t1\t").unwrap();
        assert!(balloon.is_balloon() && !balloon.is_tooltip());
        assert!(tooltip.is_tooltip() && !tooltip.is_balloon());
    }
}
