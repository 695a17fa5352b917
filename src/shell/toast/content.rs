//! What a toast shows, as the document that Windows wants.

use crate::view::Message;
use windows::Data::Xml::Dom::{XmlDocument, XmlElement};
use windows::core::{HSTRING, Interface};

use super::Buttons;

/// The document without its words. A click beside the buttons opens the menu. A click is heard by this
/// program itself, and starts no other: so nothing that a web page or a document could name leads
/// here.
const FRAME: &str = r#"<toast launch="menu">
    <visual><binding template="ToastGeneric"><text/><text/></binding></visual>
    <actions>
        <action activationType="foreground" content="" arguments="menu"/>
        <action activationType="foreground" content="" arguments="snooze"/>
    </actions>
    <audio/>
</toast>"#;

/// What was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    OpenMenu,
    Snooze,
}

impl Press {
    /// By what [`FRAME`] calls it.
    pub(super) fn named(name: &str) -> Press {
        match name {
            "snooze" => Press::Snooze,
            // Also an empty one: the toast itself.
            _ => Press::OpenMenu,
        }
    }
}

/// The document of a message.
///
/// # Errors
/// When Windows does not offer such documents.
pub(super) fn of(message: &Message, buttons: &Buttons) -> windows::core::Result<XmlDocument> {
    let content = XmlDocument::new()?;
    content.LoadXml(&HSTRING::from(FRAME))?;
    write_text(&content, 0, &message.text.title)?;
    write_text(&content, 1, &message.text.body)?;
    set(&content, "action", 0, "content", &buttons.open_menu)?;
    set(&content, "action", 1, "content", &buttons.snooze)?;
    let silent = if message.sound { "false" } else { "true" };
    set(&content, "audio", 0, "silent", silent)?;
    Ok(content)
}

fn write_text(content: &XmlDocument, line: u32, text: &str) -> windows::core::Result<()> {
    let lines = content.GetElementsByTagName(&HSTRING::from("text"))?;
    let text = content.CreateTextNode(&HSTRING::from(text))?;
    lines.Item(line)?.AppendChild(&text)?;
    Ok(())
}

/// Sets an attribute of the element with this name and number.
fn set(
    content: &XmlDocument,
    element: &str,
    number: u32,
    attribute: &str,
    value: &str,
) -> windows::core::Result<()> {
    let elements = content.GetElementsByTagName(&HSTRING::from(element))?;
    let element: XmlElement = elements.Item(number)?.cast()?;
    element.SetAttribute(&HSTRING::from(attribute), &HSTRING::from(value))
}
