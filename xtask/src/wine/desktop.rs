//! Wine's desktop: what is on it, and what a person does on it.

use std::cell::{Ref, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::clipboard;
use super::image::{Colour, Icon, Image, Rect};
use super::prefix::Prefix;
use super::program::Program;
use super::screen::{Button, Screen};
use super::text::{Fonts, Line};
use super::witness::{Objects, Taskbar, Told, Window, Witness};
use crate::{repo, setup};

/// How long anything that a person would call immediate may take, on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(15);

/// How often the screen is looked at while something is awaited.
const LOOK: Duration = Duration::from_millis(15);

/// The notification area's square for one icon, and the margin around the icon in it.
const SQUARE: i32 = 20;
const MARGIN: i32 = 2;
const ICON: i32 = 16;

/// The class of the tray program's hidden window. The thread of that window draws all others, too.
const TRAY_WINDOW: &str = "PekatTray";

/// What the desktop is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whether a person looks at it: then it is a window on the display, else on no display at all.
    pub show: bool,
    /// The computer that it belongs to, counted from 1. Each has Windows files and a registry of its own.
    pub computer: u8,
    /// Its size in pixels.
    pub size: (u16, u16),
    /// The characters that can be read from it besides those of European languages.
    pub characters: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            show: false,
            computer: 1,
            size: (1024, 768),
            characters: String::new(),
        }
    }
}

/// A message box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageBox {
    /// The window's title.
    pub title: String,
    /// What it says and the words on its buttons, from the top down.
    pub lines: Vec<Line>,
    /// Where it is.
    pub rect: Rect,
}

impl MessageBox {
    /// What it says, a row of the screen to a line.
    #[must_use]
    pub fn text(&self) -> String {
        joined(&self.lines)
    }
}

/// A desktop with a taskbar. When this value goes, everything on it ends.
///
/// Fields are dropped in their order: the witness, then all of Wine, then the screen.
#[derive(Debug)]
pub struct Desktop {
    witness: RefCell<Witness>,
    prefix: Prefix,
    screen: Screen,
    fonts: Fonts,
    /// The last picture taken, to be kept when what is awaited does not come.
    last: RefCell<Image>,
    runs: RefCell<u32>,
}

impl Desktop {
    /// Starts a desktop and waits until its taskbar is there.
    ///
    /// # Errors
    /// When Wine or the X server cannot be installed or started.
    pub fn start(options: &Options) -> Result<Self> {
        setup::ensure(&[setup::WINE, setup::MINGW])?;
        let mut screen = match options.show {
            true => Screen::visible(options.size)?,
            false => Screen::hidden(options.size)?,
        };
        let prefix = Prefix::take(options.computer, options.size)?;
        let mut command = prefix.command("wine");
        let mut witness = Witness::start(
            command
                .arg(prefix.witness())
                .env("DISPLAY", screen.display()),
        )?;
        let fonts = witness.fonts(&options.characters)?;
        let deadline = Instant::now() + DEADLINE * 2;
        while !(witness.windows()?.iter().any(Window::is_taskbar) && screen.find_desktop()?) {
            if Instant::now() > deadline {
                bail!("Wine's taskbar has not come up");
            }
            thread::sleep(LOOK);
        }
        let last = RefCell::new(screen.image()?);
        let (witness, runs) = (RefCell::new(witness), RefCell::new(0));
        Ok(Self {
            witness,
            prefix,
            screen,
            fonts,
            last,
            runs,
        })
    }

    /// Starts a Windows program with arguments and additions to its environment. Its output goes to
    /// a file under `target/wine/output`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(
        &self,
        exe: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Program> {
        let stem = exe.file_stem().unwrap_or_default();
        let name = stem.to_string_lossy().into_owned();
        let number = self.runs.replace_with(|number| *number + 1);
        let folder = self.prefix.folder().join("output");
        fs::create_dir_all(&folder).context("making the folder for outputs")?;
        let output = folder.join(format!("{name}-{number}.txt"));
        let file =
            fs::File::create(&output).with_context(|| format!("making {}", output.display()))?;
        let process = self
            .prefix
            .command("wine")
            .arg(exe)
            .args(arguments)
            .envs(environment.iter().copied())
            .env("DISPLAY", self.screen.display())
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("starting {} under Wine", exe.display()))?;
        Ok(Program::new(name, process, output))
    }

    /// What the programs see as drive C, to look at the files that they write.
    #[must_use]
    pub fn drive_c(&self) -> PathBuf {
        self.prefix.drive_c()
    }

    // What is seen.

    /// A picture of the whole desktop.
    ///
    /// # Errors
    /// When the X server does not answer.
    pub fn screen(&self) -> Result<Image> {
        self.look().map(|image| image.clone())
    }

    /// A picture of a part of the desktop, which is quicker.
    ///
    /// # Errors
    /// When the X server does not answer.
    pub fn part(&self, rect: Rect) -> Result<Image> {
        self.screen.part(rect)
    }

    /// Saves a picture of the desktop as PNG.
    ///
    /// # Errors
    /// When the picture cannot be taken or written.
    pub fn shot(&self, path: &Path) -> Result<()> {
        self.look()?.save(path)
    }

    /// The text that was last copied, if there is one.
    ///
    /// # Errors
    /// When whoever has it does not give it.
    pub fn copied(&self) -> Result<Option<String>> {
        clipboard::text(self.screen.display())
    }

    /// Keeps a picture of the screen in `target/pictures`, to be looked at by a person.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub fn keep(&self, name: &str) -> Result<()> {
        let folder = repo::target().join("pictures");
        fs::create_dir_all(&folder).context("making the folder for the pictures")?;
        self.shot(&folder.join(format!("{name}.png")))
    }

    /// Every visible window, topmost first.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn windows(&self) -> Result<Vec<Window>> {
        self.witness.borrow_mut().windows()
    }

    /// What the window for codes says, from the top down: what to do, then what came of the last code.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn scan_window(&self) -> Result<Vec<String>> {
        let texts = self.windows()?.into_iter().filter(Window::is_scan_text);
        let texts = texts.map(|window| window.title);
        Ok(texts.filter(|text| !text.is_empty()).collect())
    }

    /// Waits until the window for codes says this and no more, and has drawn it. Windows tells a text
    /// as soon as it is set.
    ///
    /// # Errors
    /// When it says something else still at the deadline.
    pub fn await_scan_window(&self, wanted: &[&str]) -> Result<()> {
        let mut seen = Vec::new();
        let said = self.wait_for(&format!("{wanted:?}"), DEADLINE, || {
            seen = self.scan_window()?;
            Ok((seen == wanted).then_some(()))
        });
        said.with_context(|| format!("the window for codes says {seen:?}"))?;
        self.await_handled(TRAY_WINDOW)
    }

    /// Types as a scanner does, control characters with Ctrl, and then the key that ends a code.
    ///
    /// # Errors
    /// When a key is unknown.
    pub fn scan(&self, code: &str, end: &str) -> Result<()> {
        for character in code.chars() {
            match u8::try_from(character) {
                Ok(control @ 0x01..=0x1f) => {
                    let key = char::from(control + b'@').to_ascii_lowercase();
                    self.key(&format!("ctrl+{key}"))?;
                }
                _ => self.key(&character.to_string())?,
            }
        }
        self.key(end)
    }

    /// Tells all programs that the computer has slept, as Windows does when it wakes.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn resume(&self) -> Result<()> {
        self.witness.borrow_mut().resume()
    }

    /// Tells every window of a class, also a hidden one, that the session ends; `flags` say why, as
    /// those of `WM_ENDSESSION` do. Gives what each answered when it was asked.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn end_session(&self, class: &str, flags: u32) -> Result<Vec<String>> {
        self.witness.borrow_mut().end_session(class, flags)
    }

    /// Asks every window of a class, also a hidden one, to close.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn close(&self, class: &str) -> Result<()> {
        self.witness.borrow_mut().close(class)
    }

    /// Tells all programs that the taskbar was made anew, as Explorer does when it was started again.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn taskbar_created(&self) -> Result<()> {
        self.witness.borrow_mut().taskbar_created()
    }

    /// What the process of a window takes of Windows' objects, by the window's class.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn objects(&self, class: &str) -> Result<Objects> {
        self.witness.borrow_mut().objects(class)
    }

    /// Tells the window of a class so many times that the theme has changed, and waits until each
    /// was handled.
    ///
    /// # Errors
    /// When there is no such window, or it is busy for long.
    pub fn change_theme(&self, class: &str, times: u32) -> Result<()> {
        self.witness.borrow_mut().change_theme(class, times)
    }

    /// Waits until the window of a class has handled everything that was posted to its thread.
    ///
    /// # Errors
    /// When there is no such window, or it is busy for long.
    pub fn await_handled(&self, class: &str) -> Result<()> {
        self.witness.borrow_mut().fence(class)
    }

    /// Has the taskbar answer in this way from now on, also programs that are started later.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn answer(&self, how: Taskbar) -> Result<()> {
        self.witness.borrow_mut().answer(how)
    }

    /// What programs have told the taskbar.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn told(&self) -> Result<Told> {
        self.witness.borrow_mut().told()
    }

    /// Tells the program that the balloon of one of its icons was clicked, as Windows does; Wine's taskbar
    /// takes no clicks on balloons. The icons are counted from 0, in an order of Wine's.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn click_balloon(&self, icon: usize) -> Result<()> {
        self.witness.borrow_mut().click_balloon(icon)
    }

    /// The text in a region, from the top down.
    ///
    /// # Errors
    /// When the X server does not answer.
    pub fn read(&self, region: Rect) -> Result<Vec<Line>> {
        Ok(self.fonts.read(&*self.look()?, region))
    }

    /// How texts are drawn, to read other pictures.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The notification area: all of the taskbar but what belongs to its buttons.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn notification_area(&self) -> Result<Rect> {
        let windows = self.windows()?;
        let bar = windows
            .iter()
            .find(|window| window.is_taskbar())
            .context("there is no taskbar")?;
        let parts = windows
            .iter()
            .filter(|window| window.parent.as_ref() == Some(&bar.class));
        let start = parts
            .map(|button| button.rect.right())
            .max()
            .unwrap_or(bar.rect.x);
        Ok(Rect::new(
            start,
            bar.rect.y,
            bar.rect.right() - start,
            bar.rect.height,
        ))
    }

    /// The colour that icons in the notification area are drawn over.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn taskbar_colour(&self) -> Result<Colour> {
        let area = self.notification_area()?;
        Ok(self.look()?.pixel(area.right() - 1, area.bottom() - 1))
    }

    /// The places of all icons in the notification area, from the right.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn tray_icons(&self) -> Result<Vec<Rect>> {
        let area = self.notification_area()?;
        let screen = self.look()?;
        let paper = screen.pixel(area.right() - 1, area.bottom() - 1);
        let places = (1..=area.width / SQUARE).map(|number| {
            let y = area.y + (area.height - ICON) / 2;
            Rect::new(area.right() - number * SQUARE + MARGIN, y, ICON, ICON)
        });
        let is_drawn = |place: &Rect| {
            let mut rows = place.y..place.bottom();
            rows.any(|y| (place.x..place.right()).any(|x| screen.pixel(x, y) != paper))
        };
        Ok(places.take_while(is_drawn).collect())
    }

    /// The place of the only icon in the notification area; waits until it is there.
    ///
    /// # Errors
    /// When no icon comes.
    pub fn tray_icon(&self) -> Result<Rect> {
        self.wait_for("an icon in the notification area", DEADLINE, || {
            Ok(self.tray_icons()?.first().copied())
        })
    }

    /// Which of these icons the notification area shows: the nearest in look.
    ///
    /// # Errors
    /// When no icon is there.
    pub fn tray_look<'a, T>(&self, icons: &'a [(T, Icon)]) -> Result<&'a T> {
        self.look_at(self.tray_icon()?, icons)
    }

    /// Which of these icons is at a place in the notification area: the nearest in look.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn look_at<'a, T>(&self, place: Rect, icons: &'a [(T, Icon)]) -> Result<&'a T> {
        self.part(place)?
            .best_match(self.taskbar_colour()?, icons)
            .context("there is no icon to compare with")
    }

    /// Waits until no icon is left; Wine itself takes some seconds to notice a program's death.
    ///
    /// # Errors
    /// When one stays.
    pub fn no_tray_icon(&self) -> Result<()> {
        self.wait_for("an empty notification area", DEADLINE, || {
            Ok(self.tray_icons()?.is_empty().then_some(()))
        })
    }

    /// The open menus, the innermost first.
    ///
    /// # Errors
    /// When Wine does not answer.
    pub fn menus(&self) -> Result<Vec<Rect>> {
        self.rects(Window::is_menu)
    }

    /// The texts in the open menus: the outermost menu first, in each from the top down.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn menu_lines(&self) -> Result<Vec<Line>> {
        let mut menus = self.menus()?;
        menus.reverse();
        self.lines(&menus)
    }

    /// The open menus' texts, an item to a line; parts of one item are parted by a tab.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn menu_text(&self) -> Result<String> {
        Ok(joined(&self.menu_lines()?))
    }

    /// The texts of the balloon, none when there is no balloon.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn balloon(&self) -> Result<Vec<Line>> {
        self.lines(&self.rects(Window::is_balloon)?)
    }

    /// Waits for a balloon and until it is drawn, which Wine does two seconds after it is asked to.
    ///
    /// # Errors
    /// When none comes.
    pub fn await_balloon(&self) -> Result<Vec<Line>> {
        self.settled("a balloon", || self.balloon())
    }

    /// Waits until the balloon says this, line breaks aside, which Wine sets as it likes. It shows
    /// one for ten seconds.
    ///
    /// # Errors
    /// When it does not come to say it; what it says instead is part of the error.
    pub fn await_balloon_saying(&self, wanted: &str) -> Result<()> {
        let without_breaks = |text: &str| text.replace(['\n', ' '], "");
        let mut seen = String::new();
        let found = self.wait_for("the balloon", DEADLINE, || {
            let lines = self.balloon()?;
            if !lines.is_empty() {
                let texts: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
                seen = texts.join(" ");
            }
            Ok((without_breaks(&seen) == without_breaks(wanted)).then_some(()))
        });
        found.with_context(|| format!("wanted: {wanted}\nseen: {seen}"))
    }

    /// Waits until no balloon is there. Wine takes it away after ten seconds, and no click makes it
    /// go sooner.
    ///
    /// # Errors
    /// When it stays.
    pub fn await_no_balloon(&self) -> Result<()> {
        self.wait_for("a desktop without balloons", DEADLINE, || {
            Ok(self.rects(Window::is_balloon)?.is_empty().then_some(()))
        })
    }

    /// Waits for a message box and until it is drawn.
    ///
    /// # Errors
    /// When none comes.
    pub fn await_message_box(&self) -> Result<MessageBox> {
        let mut before = None;
        self.wait_for("a message box", DEADLINE, || {
            let now = self.message_box()?;
            if now.is_some() && now == before {
                return Ok(now);
            }
            before = now;
            Ok(None)
        })
    }

    /// The tooltip's text, empty when there is no tooltip.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn tooltip(&self) -> Result<String> {
        Ok(joined(&self.lines(&self.rects(Window::is_tooltip)?)?))
    }

    /// The topmost message box.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn message_box(&self) -> Result<Option<MessageBox>> {
        let windows = self.windows()?;
        let Some(window) = windows.into_iter().find(Window::is_dialog) else {
            return Ok(None);
        };
        let mut lines = self.lines(&[window.rect])?;
        if lines.first().is_some_and(|line| line.text == window.title) {
            lines.remove(0);
        }
        Ok(Some(MessageBox {
            title: window.title,
            lines,
            rect: window.rect,
        }))
    }

    /// Where a text is, whole, in a menu, dialog, balloon or tooltip.
    ///
    /// # Errors
    /// When Wine or the X server do not answer.
    pub fn find_text(&self, text: &str) -> Result<Option<Rect>> {
        let places = self.rects(|window| {
            window.is_menu()
                || window.is_dialog()
                || window.is_form()
                || window.is_balloon()
                || window.is_tooltip()
        })?;
        let lines = self.lines(&places)?;
        Ok(lines
            .into_iter()
            .find(|line| line.text == text)
            .map(|line| line.rect))
    }

    // What is awaited.

    /// Looks at the screen until something is seen on it.
    ///
    /// # Errors
    /// When it is not seen until the deadline; the last picture is kept under
    /// `target/wine/failures`.
    pub fn wait_until<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut seen: impl FnMut(&Image) -> Option<T>,
    ) -> Result<T> {
        self.wait_for(what, deadline, || Ok(seen(&*self.look()?)))
    }

    /// Asks until there is an answer.
    ///
    /// # Errors
    /// As [`Desktop::wait_until`], and what the question itself fails with.
    pub fn wait_for<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut question: impl FnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let end = Instant::now() + deadline;
        loop {
            if let Some(answer) = question()? {
                return Ok(answer);
            }
            if Instant::now() > end {
                bail!(
                    "{what}: not seen within {deadline:?}; {}",
                    self.keep_picture(what)
                );
            }
            thread::sleep(LOOK);
        }
    }

    // What a person does.

    /// Clicks on the tray icon and waits until its menu is drawn; returns the menu's texts. The
    /// pointer is on the menu's edge then, where it selects nothing, so that keys reach the menu
    /// and the icon's tooltip does not cover it.
    ///
    /// # Errors
    /// When there is no icon or no menu comes.
    pub fn open_menu(&self, button: Button) -> Result<Vec<Line>> {
        self.open_menu_at(self.tray_icon()?, button)
    }

    /// As [`Desktop::open_menu`], of the icon at a place.
    ///
    /// # Errors
    /// When no menu comes.
    pub fn open_menu_at(&self, place: Rect, button: Button) -> Result<Vec<Line>> {
        self.screen.click(place.centre(), button)?;
        let menu = self.wait_for("the menu", DEADLINE, || Ok(self.menus()?.first().copied()))?;
        self.screen.move_to((menu.x + 1, menu.y + 1))?;
        self.wait_for("the menu without a tooltip on it", DEADLINE, || {
            Ok(self.rects(Window::is_tooltip)?.is_empty().then_some(()))
        })?;
        self.settled("the menu's texts", || self.menu_lines())
    }

    /// Points at an item and waits until its submenu is drawn; returns the submenu's texts.
    ///
    /// # Errors
    /// When there is no such item or it opens nothing.
    pub fn open_submenu(&self, item: &str) -> Result<Vec<Line>> {
        let open = self.menus()?.len();
        self.hover_text(item)?;
        self.settled(&format!("the submenu of {item}"), || {
            let menus = self.menus()?;
            match menus.first() {
                Some(inner) if menus.len() > open => self.lines(&[*inner]),
                _ => Ok(Vec::new()),
            }
        })
    }

    /// Moves the selection of the open menu down by key until it is on an item. Keys pressed blindly
    /// could get lost, since Wine selects what is under the pointer anew whenever a window goes.
    ///
    /// # Errors
    /// When it does not get there.
    pub fn select(&self, item: &str) -> Result<()> {
        self.wait_for(&format!("the selection on “{item}”"), DEADLINE, || {
            let before = self.menu_lines()?;
            if before
                .iter()
                .any(|line| line.is_selected() && line.text == item)
            {
                return Ok(Some(()));
            }
            self.key("Down")?;
            let end = Instant::now() + Duration::from_millis(200);
            while self.menu_lines()? == before && Instant::now() < end {
                thread::sleep(LOOK);
            }
            Ok(None)
        })
    }

    /// Points at the tray icon and waits for its tooltip.
    ///
    /// # Errors
    /// When there is no icon or no tooltip comes.
    pub fn open_tooltip(&self) -> Result<String> {
        self.open_tooltip_at(self.tray_icon()?)
    }

    /// As [`Desktop::open_tooltip`], of the icon at a place.
    ///
    /// # Errors
    /// When no tooltip comes.
    pub fn open_tooltip_at(&self, icon: Rect) -> Result<String> {
        // A tooltip comes when the pointer comes, not when it is there already.
        self.rest()?;
        self.hover(icon)?;
        self.settled("the tooltip", || {
            self.lines(&self.rects(Window::is_tooltip)?)
        })
        .map(|lines| joined(&lines))
    }

    /// Moves the pointer to the middle of a rectangle.
    ///
    /// # Errors
    /// When the pointer does not move.
    pub fn hover(&self, rect: Rect) -> Result<()> {
        self.screen.move_to(rect.centre())
    }

    /// Waits for a text and points at it.
    ///
    /// # Errors
    /// When the text does not come.
    pub fn hover_text(&self, text: &str) -> Result<()> {
        self.hover(self.await_text(text)?)
    }

    /// Clicks on the middle of a rectangle with the main button.
    ///
    /// # Errors
    /// When the pointer does not move.
    pub fn click(&self, rect: Rect) -> Result<()> {
        self.screen.click(rect.centre(), Button::Left)
    }

    /// Clicks on the middle of a rectangle with any button.
    ///
    /// # Errors
    /// When the pointer does not move.
    pub fn click_with(&self, rect: Rect, button: Button) -> Result<()> {
        self.screen.click(rect.centre(), button)
    }

    /// Waits for a text and clicks on it.
    ///
    /// # Errors
    /// When the text does not come.
    pub fn click_text(&self, text: &str) -> Result<()> {
        self.click(self.await_text(text)?)
    }

    /// Waits until a text stands in a menu, dialog, balloon or tooltip; returns its place.
    ///
    /// # Errors
    /// When the text does not come.
    pub fn await_text(&self, text: &str) -> Result<Rect> {
        self.wait_for(&format!("the text “{text}”"), DEADLINE, || {
            self.find_text(text)
        })
    }

    /// Presses a key or a combination: `Return`, `Down`, `ctrl+alt+1`. A menu or message box gets
    /// it; Wine gives keys to what is under the pointer, so the pointer goes there first.
    ///
    /// # Errors
    /// When there is no such key.
    pub fn key(&self, combination: &str) -> Result<()> {
        let popups = self.rects(|window| window.is_menu() || window.is_dialog())?;
        let pointer = self.screen.pointer()?;
        if let Some(popup) = popups.first()
            && !popups.iter().any(|popup| popup.contains(pointer))
        {
            self.screen.move_to((popup.x + 1, popup.y + 1))?;
        }
        self.screen.key(combination)
    }

    /// Moves the pointer to the middle of the desktop, where it points at nothing.
    ///
    /// # Errors
    /// When the pointer does not move.
    pub fn rest(&self) -> Result<()> {
        let (width, height) = self.screen.size();
        self.screen
            .move_to((i32::from(width) / 2, i32::from(height) / 2))
    }

    /// Closes menus and message boxes with Escape, and moves the pointer away from everything.
    ///
    /// # Errors
    /// When something stays open.
    pub fn close_popups(&self) -> Result<()> {
        self.wait_for(
            "a desktop without menus and message boxes",
            DEADLINE,
            || {
                let is_popup = |window: &Window| window.is_menu() || window.is_dialog();
                if self.rects(is_popup)?.is_empty() {
                    return Ok(Some(()));
                }
                self.key("Escape")?;
                Ok(None)
            },
        )?;
        self.rest()?;
        self.wait_for("a desktop without tooltips", DEADLINE, || {
            Ok(self.rects(Window::is_tooltip)?.is_empty().then_some(()))
        })
    }

    fn look(&self) -> Result<Ref<'_, Image>> {
        let image = self.screen.image()?;
        self.last.replace(image);
        Ok(self.last.borrow())
    }

    fn rects(&self, kind: impl Fn(&Window) -> bool) -> Result<Vec<Rect>> {
        let windows = self.windows()?;
        Ok(windows
            .iter()
            .filter(|window| kind(window))
            .map(|window| window.rect)
            .collect())
    }

    fn lines(&self, regions: &[Rect]) -> Result<Vec<Line>> {
        if regions.is_empty() {
            return Ok(Vec::new());
        }
        let screen = self.look()?;
        Ok(regions
            .iter()
            .flat_map(|region| self.fonts.read(&screen, *region))
            .collect())
    }

    /// Waits until there are texts and they stay as they are, so that they are drawn completely.
    fn settled(&self, what: &str, read: impl Fn() -> Result<Vec<Line>>) -> Result<Vec<Line>> {
        let mut before = Vec::new();
        self.wait_for(what, DEADLINE, || {
            let now = read()?;
            if !now.is_empty() && now == before {
                return Ok(Some(now));
            }
            before = now;
            Ok(None)
        })
    }

    fn keep_picture(&self, what: &str) -> String {
        let name: String = what
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .collect();
        let path = self
            .prefix
            .folder()
            .join("failures")
            .join(format!("{name}.png"));
        match self.look().and_then(|image| image.save(&path)) {
            Ok(()) => format!("the screen is in {}", path.display()),
            Err(error) => format!("there is no picture of it: {error}"),
        }
    }
}

/// Texts with a row of the screen to a line and tabs between the parts of a row.
fn joined(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut row = None;
    for line in lines {
        match row {
            Some(y) if y == line.rect.y => text.push('\t'),
            Some(_) => text.push('\n'),
            None => {}
        }
        text.push_str(&line.text);
        row = Some(line.rect.y);
    }
    text
}
