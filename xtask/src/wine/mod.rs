//! Windows programs on a real desktop, on Linux: Wine's, with a taskbar and a notification area,
//! driven by a mouse and a keyboard and read from the screen.
//!
//! ```no_run
//! use xtask::wine::{Button, Desktop, Options};
//! # fn main() -> anyhow::Result<()> {
//! let desktop = Desktop::start(&Options::default())?;
//! let exe = xtask::windows::built("bare-tray")?;
//! let _program = desktop.run(&exe, &[], &[])?;
//! desktop.open_menu(Button::Right)?;
//! assert_eq!(desktop.menu_text()?, "Quit");
//! desktop.click_text("Quit")?;
//! # Ok(())
//! # }
//! ```

mod clipboard;
mod desktop;
mod image;
mod installer;
mod prefix;
mod program;
mod screen;
mod snapshot;
mod text;
mod witness;

pub use desktop::{DEADLINE, Desktop, MessageBox, Options};
pub use image::{Colour, Icon, Image, Rect};
pub use installer::{Installer, Listed, Run};
pub use program::Program;
pub use screen::Button;
pub use snapshot::{INSTALLERS_OWN, Snapshot};
pub use text::{Fonts, Line};
pub use witness::{Objects, Taskbar, Told, Window};
