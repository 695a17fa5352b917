//! The X server that Wine draws on: pictures of it, and its mouse and keyboard.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{self, ConnectionExt as _, ImageFormat};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::image::{Image, Rect};

/// How long the pointer rests before a button goes down, and a button or key stays down, so that
/// Windows programs see a movement, a press and a release.
const BEAT: Duration = Duration::from_millis(40);

/// A mouse button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// The main one.
    Left,
    /// The one for context menus.
    Right,
}

impl Button {
    fn number(self) -> u8 {
        match self {
            Self::Left => 1,
            Self::Right => 3,
        }
    }
}

/// An X server of our own without a screen to look at, or the one that a person looks at.
#[derive(Debug)]
pub(super) struct Screen {
    display: String,
    connection: RustConnection,
    root: xproto::Window,
    /// Where the desktop's first pixel is on the X server's screen.
    origin: (i32, i32),
    size: (u16, u16),
    keys: Keys,
    server: Option<Server>,
}

impl Screen {
    /// Starts an X server of this size that is seen by nobody, on a display number that is free.
    ///
    /// # Errors
    /// When Xvfb cannot be started.
    pub(super) fn hidden(size: (u16, u16)) -> Result<Self> {
        let (server, display) = Server::start(size)?;
        Self::connect(display, size, Some(server))
    }

    /// Uses the display that the user looks at.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn visible(size: (u16, u16)) -> Result<Self> {
        let display =
            std::env::var("DISPLAY").context("there is no display to show anything on")?;
        Self::connect(display, size, None)
    }

    fn connect(display: String, size: (u16, u16), server: Option<Server>) -> Result<Self> {
        let (connection, number) = x11rb::connect(Some(&display))
            .with_context(|| format!("connecting to the display {display}"))?;
        let setup = connection.setup();
        let screen = setup
            .roots
            .get(number)
            .context("the display has no screen")?;
        let root = screen.root;
        let keys = Keys::read(&connection)?;
        Ok(Self {
            display,
            root,
            origin: (0, 0),
            size,
            keys,
            server,
            connection,
        })
    }

    /// The display's name, for the variable `DISPLAY`.
    #[must_use]
    pub(super) fn display(&self) -> &str {
        &self.display
    }

    /// The desktop's size.
    #[must_use]
    pub(super) fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Looks for Wine's desktop on a screen that has other windows too. Returns whether it is there.
    ///
    /// # Errors
    /// When the X server does not answer.
    pub(super) fn find_desktop(&mut self) -> Result<bool> {
        if self.server.is_some() {
            return Ok(true);
        }
        let Some(window) = self.named_like(self.root, "Wine desktop")? else {
            return Ok(false);
        };
        let place = self
            .connection
            .translate_coordinates(window, self.root, 0, 0)?
            .reply()?;
        self.origin = (place.dst_x.into(), place.dst_y.into());
        Ok(true)
    }

    fn named_like(&self, parent: xproto::Window, part: &str) -> Result<Option<xproto::Window>> {
        for window in self.connection.query_tree(parent)?.reply()?.children {
            let name = self.connection.get_property(
                false,
                window,
                xproto::AtomEnum::WM_NAME,
                xproto::AtomEnum::ANY,
                0,
                64,
            )?;
            let is_it = name
                .reply()
                .is_ok_and(|name| String::from_utf8_lossy(&name.value).contains(part));
            if is_it {
                return Ok(Some(window));
            }
            if let Ok(Some(found)) = self.named_like(window, part) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// A picture of the whole desktop.
    ///
    /// # Errors
    /// When the X server does not answer.
    pub(super) fn image(&self) -> Result<Image> {
        self.part(Rect::new(0, 0, self.size.0.into(), self.size.1.into()))
    }

    /// A picture of a part of the desktop.
    ///
    /// # Errors
    /// When the X server does not answer, or the part is not all on the screen.
    pub(super) fn part(&self, rect: Rect) -> Result<Image> {
        let reply = self
            .connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                self.root,
                (self.origin.0 + rect.x) as i16,
                (self.origin.1 + rect.y) as i16,
                rect.width as u16,
                rect.height as u16,
                u32::MAX,
            )?
            .reply()
            .context("taking a picture of the screen")?;
        Ok(Image::new(rect.width, reply.data))
    }

    /// Where the pointer is.
    ///
    /// # Errors
    /// When the X server does not answer.
    pub(super) fn pointer(&self) -> Result<(i32, i32)> {
        let pointer = self.connection.query_pointer(self.root)?.reply()?;
        let (x, y) = (i32::from(pointer.root_x), i32::from(pointer.root_y));
        Ok((x - self.origin.0, y - self.origin.1))
    }

    /// Moves the pointer, and returns when it has arrived.
    ///
    /// # Errors
    /// When the X server does not answer or the pointer does not get there.
    pub(super) fn move_to(&self, to: (i32, i32)) -> Result<()> {
        let (x, y) = (self.origin.0 + to.0, self.origin.1 + to.1);
        self.input(xproto::MOTION_NOTIFY_EVENT, 0, (x as i16, y as i16))?;
        let deadline = Instant::now() + Duration::from_secs(2);
        while Instant::now() < deadline {
            if self.pointer()? == to {
                thread::sleep(BEAT);
                return Ok(());
            }
        }
        bail!("the pointer did not get to {x}, {y}")
    }

    /// Moves the pointer and clicks.
    ///
    /// # Errors
    /// As [`Screen::move_to`].
    pub(super) fn click(&self, at: (i32, i32), button: Button) -> Result<()> {
        self.move_to(at)?;
        self.input(xproto::BUTTON_PRESS_EVENT, button.number(), (0, 0))?;
        thread::sleep(BEAT);
        self.input(xproto::BUTTON_RELEASE_EVENT, button.number(), (0, 0))
    }

    /// Presses and releases a key by its X name, after modifiers: `Return`, `ctrl+alt+1`.
    ///
    /// # Errors
    /// When there is no such key or the X server does not answer.
    pub(super) fn key(&self, combination: &str) -> Result<()> {
        let mut codes = Vec::new();
        for name in combination.split('+') {
            codes.extend(self.keys.press(name)?);
        }
        self.focus_pointer()?;
        for &code in &codes {
            self.input(xproto::KEY_PRESS_EVENT, code, (0, 0))?;
        }
        thread::sleep(BEAT);
        for &code in codes.iter().rev() {
            self.input(xproto::KEY_RELEASE_EVENT, code, (0, 0))?;
        }
        Ok(())
    }

    /// Gives keys to the window under the pointer. Nobody else does on a screen without a window
    /// manager, and Wine sometimes leaves the keys to a window that is gone.
    fn focus_pointer(&self) -> Result<()> {
        if self.server.is_some() {
            let (to, time) = (xproto::InputFocus::POINTER_ROOT, x11rb::CURRENT_TIME);
            self.connection
                .set_input_focus(to, xproto::Window::from(to), time)?
                .check()?;
        }
        Ok(())
    }

    fn input(&self, event: u8, detail: u8, (x, y): (i16, i16)) -> Result<()> {
        self.connection
            .xtest_fake_input(event, detail, 0, self.root, x, y, 0)?;
        self.connection
            .sync()
            .context("the X server does not take input")
    }
}

/// The keyboard's layout: which key gives which symbol.
#[derive(Debug)]
struct Keys {
    first: u8,
    per_key: usize,
    symbols: Vec<u32>,
}

impl Keys {
    fn read(connection: &RustConnection) -> Result<Self> {
        let setup = connection.setup();
        let first = setup.min_keycode;
        let count = setup.max_keycode - first + 1;
        let mapping = connection.get_keyboard_mapping(first, count)?.reply()?;
        let per_key = mapping.keysyms_per_keycode.into();
        Ok(Self {
            first,
            per_key,
            symbols: mapping.keysyms,
        })
    }

    /// The keys to hold for a symbol, Shift first where it is needed.
    fn press(&self, name: &str) -> Result<Vec<u8>> {
        let symbol = symbol(name).with_context(|| format!("there is no key {name}"))?;
        let (code, column) = self
            .find(symbol)
            .with_context(|| format!("the keyboard has no key {name}"))?;
        let shift = self.find(SHIFT).map(|(code, _)| code);
        Ok(shift
            .filter(|_| column == 1)
            .into_iter()
            .chain([code])
            .collect())
    }

    fn find(&self, symbol: u32) -> Option<(u8, usize)> {
        (0..2.min(self.per_key)).find_map(|column| {
            let mut keys = self.symbols.chunks(self.per_key);
            let at = keys.position(|key| key.get(column) == Some(&symbol))?;
            Some((self.first + u8::try_from(at).ok()?, column))
        })
    }
}

const SHIFT: u32 = 0xffe1;

fn symbol(name: &str) -> Option<u32> {
    let symbol = match name {
        "Return" => 0xff0d,
        "Escape" => 0xff1b,
        "Tab" => 0xff09,
        "BackSpace" => 0xff08,
        "Delete" => 0xffff,
        "Home" => 0xff50,
        "Left" => 0xff51,
        "Up" => 0xff52,
        "Right" => 0xff53,
        "Down" => 0xff54,
        "End" => 0xff57,
        "F10" => 0xffc7,
        "Pause" => 0xff13,
        "MediaPlay" => 0x1008_ff14,
        "shift" => SHIFT,
        "ctrl" => 0xffe3,
        "alt" => 0xffe9,
        "plus" => u32::from('+'),
        "space" => u32::from(' '),
        _ => {
            let mut letters = name.chars();
            let letter = letters.next().filter(|_| letters.next().is_none())?;
            u32::from(letter)
        }
    };
    Some(symbol)
}

/// An Xvfb that ends with us.
#[derive(Debug)]
struct Server(Child);

impl Server {
    fn start((width, height): (u16, u16)) -> Result<(Self, String)> {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-noreset",
                "-nolisten",
                "tcp",
                "-screen",
                "0",
            ])
            .arg(format!("{width}x{height}x24"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map(Self)
            .context("starting Xvfb")?;
        let output = server.0.stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        let number = number.trim();
        if number.is_empty() {
            bail!("Xvfb ended before it gave a display");
        }
        Ok((server, format!(":{number}")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already is what is wanted.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_with_shift_where_it_needs_it() {
        let symbols = vec![SHIFT, 0, u32::from('1'), u32::from('!')];
        let keys = Keys {
            first: 8,
            per_key: 2,
            symbols,
        };
        assert_eq!(keys.press("1").unwrap(), [9]);
        assert_eq!(keys.press("!").unwrap(), [8, 9]);
        assert!(keys.press("Return").is_err());
        assert!(keys.press("nonsense").is_err());
    }
}
