//! Windows toasts. They are shown from a thread of their own, since Windows may take its time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use pekat_tray::view::{Message, words};
use windows::Data::Xml::Dom::XmlDocument;
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{
    NotificationSetting, ToastNotification, ToastNotificationManager, ToastTemplateType,
};
use windows::core::HSTRING;
use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_SET_VALUE, REG_OPEN_CREATE_OPTIONS,
    REG_OPTION_NON_VOLATILE, REG_OPTION_VOLATILE, REG_SZ, RegCloseKey, RegCreateKeyExW,
    RegOpenKeyExW, RegSetValueExW,
};
use windows_sys::Win32::UI::Shell::SetCurrentProcessExplicitAppUserModelID;

use super::app::Happening;
use super::event_loop::Sends;
use super::wide::wide;

/// The AppUserModelID: the name under which Windows knows the sender of a toast.
const APP_ID: &str = "PekatTray.PekatTray";

/// Where Windows keeps the senders of toasts.
const SENDERS: &str = r"Software\Classes\AppUserModelId";

/// What our toasts are grouped under. Like a tag it may have 16 characters on older systems.
const GROUP: &str = "pekat-tray";

/// The thread's stack, in bytes: a few calls into Windows.
const STACK_SIZE: usize = 512 * 1024;

/// The handle of the thread that shows toasts. What cannot be shown comes back to the event loop.
pub(super) struct Toaster {
    /// There is no thread until there is something to show.
    messages: Option<Sender<Message>>,
    events: Sends,
}

impl Toaster {
    /// A toaster; what it cannot show goes to the event loop.
    pub(super) fn new(events: Sends) -> Self {
        Toaster {
            messages: None,
            events,
        }
    }

    /// Shows a message, in place of an older one with the same tag. Never blocks.
    pub(super) fn show(&mut self, message: Message) {
        if self.messages.is_none() {
            self.messages = start(self.events.clone());
        }
        let unsent = match &self.messages {
            Some(messages) => messages.send(message).map_err(|error| error.0),
            None => Err(message),
        };
        if let Err(message) = unsent {
            self.events.send(Happening::ToastFailed(message));
        }
    }
}

/// Starts the thread. `None` if the system gives none.
fn start(events: Sends) -> Option<Sender<Message>> {
    let (sender, receiver) = channel();
    let thread = thread::Builder::new()
        .name("toasts".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || serve(&receiver, &events));
    thread.is_ok().then_some(sender)
}

fn serve(messages: &Receiver<Message>, events: &Sends) {
    register();
    for message in messages {
        if show(&message, events).is_err() {
            events.send(Happening::ToastFailed(message));
        }
    }
}

fn show(message: &Message, events: &Sends) -> windows::core::Result<()> {
    let notifier = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP_ID))?;
    // Windows knows no setting, and says so by an error, before a program's first toast.
    if let Ok(setting) = notifier.Setting()
        && setting != NotificationSetting::Enabled
    {
        // Somebody turned them off; a balloon would go against that.
        return Ok(());
    }
    let content = ToastNotificationManager::GetTemplateContent(ToastTemplateType::ToastText02)?;
    write_text(&content, 0, &message.text.title)?;
    write_text(&content, 1, &message.text.body)?;
    let toast = ToastNotification::CreateToastNotification(&content)?;
    toast.SetTag(&HSTRING::from(tag(&message.tag)))?;
    toast.SetGroup(&HSTRING::from(GROUP))?;
    let (events, message) = (events.clone(), message.clone());
    toast.Failed(&TypedEventHandler::new(move |_, _| {
        events.send(Happening::ToastFailed(message.clone()));
        Ok(())
    }))?;
    notifier.Show(&toast)
}

fn write_text(content: &XmlDocument, line: u32, text: &str) -> windows::core::Result<()> {
    let lines = content.GetElementsByTagName(&HSTRING::from("text"))?;
    let text = content.CreateTextNode(&HSTRING::from(text))?;
    lines.Item(line)?.AppendChild(&text)?;
    Ok(())
}

/// A tag may have 16 characters on Windows 10 before version 1703, so names do not fit.
fn tag(name: &str) -> String {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Makes this program known as a sender of toasts. Windows silently drops toasts of others.
///
/// Where no installer has registered it, it is registered for this user in a volatile key, which
/// is gone when the user logs off, so that nothing is left behind.
fn register() {
    let app_id = wide(APP_ID);
    // SAFETY: the text is terminated.
    unsafe { SetCurrentProcessExplicitAppUserModelID(app_id.as_ptr()) };
    let key = format!(r"{SENDERS}\{APP_ID}");
    if exists(HKEY_LOCAL_MACHINE, &key) || exists(HKEY_CURRENT_USER, &key) {
        return;
    }
    // The folder of all senders is not ours alone: in a volatile one no other program could
    // register for good.
    drop(Key::create(SENDERS, REG_OPTION_NON_VOLATILE));
    if let Some(key) = Key::create(&key, REG_OPTION_VOLATILE) {
        key.set("DisplayName", words::PRODUCT);
    }
}

fn exists(root: HKEY, key: &str) -> bool {
    let key = wide(key);
    let mut opened = std::ptr::null_mut();
    // SAFETY: the text is terminated; what was opened is closed when the key is dropped.
    let result = unsafe { RegOpenKeyExW(root, key.as_ptr(), 0, KEY_READ, &mut opened) };
    if result != ERROR_SUCCESS {
        return false;
    }
    drop(Key(opened));
    true
}

/// An open key of the registry.
struct Key(HKEY);

impl Key {
    /// Opens a key of this user, or creates it. `None` where that fails: toasts then do not appear
    /// under the product's name, and nothing else depends on it.
    fn create(key: &str, options: REG_OPEN_CREATE_OPTIONS) -> Option<Key> {
        let key = wide(key);
        let none = std::ptr::null();
        let mut created = std::ptr::null_mut();
        // SAFETY: the text is terminated, and null is allowed where it is given.
        let result = unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                key.as_ptr(),
                0,
                none,
                options,
                KEY_SET_VALUE,
                none.cast(),
                &mut created,
                std::ptr::null_mut(),
            )
        };
        (result == ERROR_SUCCESS).then_some(Key(created))
    }

    fn set(&self, name: &str, value: &str) {
        let (name, value) = (wide(name), wide(value));
        let bytes = value.len() * size_of::<u16>();
        // SAFETY: the texts are terminated, and the size is the value's with its terminator.
        unsafe {
            RegSetValueExW(
                self.0,
                name.as_ptr(),
                0,
                REG_SZ,
                value.as_ptr().cast(),
                bytes as u32,
            )
        };
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // SAFETY: the key is open, ours, and closed once.
        unsafe { RegCloseKey(self.0) };
    }
}
