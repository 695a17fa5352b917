//! What was last copied, as other programs on the X server get it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::wrapper::ConnectionExt as _;

/// How long the program that copied may take to hand it over.
const PATIENCE: Duration = Duration::from_secs(5);

/// The text on the clipboard of a display. `None` if there is none.
///
/// # Errors
/// When the X server does not answer, or who has the text does not give it.
pub(super) fn text(display: &str) -> Result<Option<String>> {
    let (connection, number) =
        x11rb::connect(Some(display)).context("connecting to the display")?;
    let screen = connection.setup().roots.get(number);
    let root = screen.context("the display has no screen")?.root;
    let window = connection.generate_id()?;
    let (class, aux) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
    connection.create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &aux)?;
    let atom = |name: &str| {
        Ok::<_, anyhow::Error>(
            connection
                .intern_atom(false, name.as_bytes())?
                .reply()?
                .atom,
        )
    };
    let (clipboard, form, place) = (atom("CLIPBOARD")?, atom("UTF8_STRING")?, atom("COPIED")?);
    connection.convert_selection(window, clipboard, form, place, x11rb::CURRENT_TIME)?;
    connection.sync()?;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let Some(Event::SelectionNotify(given)) = connection.poll_for_event()? else {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        };
        if given.property == x11rb::NONE {
            return Ok(None);
        }
        let property = connection
            .get_property(true, window, place, AtomEnum::ANY, 0, u32::MAX / 4)?
            .reply()?;
        return Ok(Some(String::from_utf8(property.value)?));
    }
    bail!("what was copied is not handed over")
}
