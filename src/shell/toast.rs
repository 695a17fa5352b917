//! Windows toasts. They are shown from a thread of their own, since Windows may take its time.

mod content;
mod sender;

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::clock;
use crate::model::event::{Click, Event};
use crate::model::{Importance, Snooze};
use crate::view::{Message, Words};
use windows::Foundation::{DateTime, IReference, PropertyValue, TypedEventHandler};
use windows::UI::Notifications::{
    NotificationSetting, ToastActivatedEventArgs, ToastNotification, ToastNotificationManager,
};
use windows::core::{HSTRING, Interface};

use super::event_loop::Sends;
use super::happening::Happening;
use content::Press;
use sender::APP_ID;
pub(super) use sender::identify;

/// What our toasts are grouped under. Like a tag it may have 16 characters on older systems.
const GROUP: &str = "pekat-tray";

/// For how long problems stay in the notification centre: a shift.
const PROBLEM_LASTS: Duration = Duration::from_secs(8 * 60 * 60);

/// For how long other news stay there.
const NEWS_LASTS: Duration = Duration::from_secs(30 * 60);

/// How many toasts are kept, so that a click on them is heard.
const KEPT: usize = 20;

/// The thread's stack, in bytes: a few calls into Windows.
const STACK_SIZE: usize = 512 * 1024;

/// What the thread is asked to do.
enum Order {
    Show(Message, Buttons),
    /// Take back what has this tag.
    Withdraw(String),
}

/// What the buttons of a toast say. There are only such as do no harm when somebody hits one by
/// accident.
pub(super) struct Buttons {
    open_menu: String,
    snooze: String,
}

impl Buttons {
    pub(super) fn new(words: &Words) -> Self {
        Buttons {
            open_menu: words.open_menu(),
            snooze: words.snooze_hour(),
        }
    }
}

/// The handle of the thread that shows toasts. What cannot be shown comes back to the event loop.
pub(super) struct Toaster {
    /// There is no thread until there is something to show.
    orders: Option<Sender<Order>>,
    events: Sends,
}

impl Toaster {
    /// A toaster; what it cannot show goes to the event loop.
    pub(super) fn new(events: Sends) -> Self {
        Toaster {
            orders: None,
            events,
        }
    }

    /// Shows a message, in place of an older one with the same tag. Never blocks.
    pub(super) fn show(&mut self, message: Message, buttons: Buttons) {
        if self.orders.is_none() {
            self.orders = start(self.events.clone());
        }
        let order = Order::Show(message, buttons);
        let unsent = match &self.orders {
            Some(orders) => orders.send(order).map_err(|error| error.0),
            None => Err(order),
        };
        if let Err(Order::Show(message, _)) = unsent {
            self.events.send(Happening::ToastFailed(message));
        }
    }

    /// Takes back the message with this tag, if it is still on the screen or in the notification
    /// centre. Never blocks.
    pub(super) fn withdraw(&self, tag: String) {
        if let Some(orders) = &self.orders {
            // Without the thread there is no toast.
            orders.send(Order::Withdraw(tag)).ok();
        }
    }
}

/// Starts the thread. `None` if the system gives none.
fn start(events: Sends) -> Option<Sender<Order>> {
    let (sender, receiver) = channel();
    let thread = thread::Builder::new()
        .name("toasts".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || serve(&receiver, &events));
    thread.is_ok().then_some(sender)
}

fn serve(orders: &Receiver<Order>, events: &Sends) {
    sender::register();
    let mut kept = VecDeque::new();
    for order in orders {
        match order {
            Order::Show(message, buttons) => match show(&message, &buttons, events) {
                Ok(toast) => {
                    kept.extend(toast);
                    kept.drain(..kept.len().saturating_sub(KEPT));
                }
                Err(_) => events.send(Happening::ToastFailed(message)),
            },
            // What is not there need not go.
            Order::Withdraw(name) => withdraw(&name).unwrap_or_default(),
        }
    }
}

/// Shows a toast. `None` if the user wants none.
fn show(
    message: &Message,
    buttons: &Buttons,
    events: &Sends,
) -> windows::core::Result<Option<ToastNotification>> {
    let notifier = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP_ID))?;
    // Windows knows no setting, and says so by an error, before a program's first toast.
    if let Ok(setting) = notifier.Setting()
        && setting != NotificationSetting::Enabled
    {
        // Somebody turned them off; a balloon would go against that.
        return Ok(None);
    }
    let content = content::of(message, buttons)?;
    let toast = ToastNotification::CreateToastNotification(&content)?;
    toast.SetTag(&HSTRING::from(tag(&message.tag)))?;
    toast.SetGroup(&HSTRING::from(GROUP))?;
    toast.SetExpirationTime(&expiry(message.importance)?)?;
    let (pressed, scope) = (events.clone(), message.scope);
    toast.Activated(&TypedEventHandler::new(move |_, arguments| {
        let arguments: windows::core::Ref<'_, windows::core::IInspectable> = arguments;
        let arguments: ToastActivatedEventArgs = arguments.ok()?.cast()?;
        pressed.send(match Press::named(&arguments.Arguments()?.to_string()) {
            Press::OpenMenu => Happening::MenuOfWanted(scope),
            Press::Snooze => Happening::Event(Event::Clicked(Click::Snooze(Snooze::Hour))),
        });
        Ok(())
    }))?;
    let (events, message) = (events.clone(), message.clone());
    toast.Failed(&TypedEventHandler::new(move |_, _| {
        events.send(Happening::ToastFailed(message.clone()));
        Ok(())
    }))?;
    notifier.Show(&toast)?;
    Ok(Some(toast))
}

fn withdraw(name: &str) -> windows::core::Result<()> {
    let (tag, group) = (HSTRING::from(tag(name)), HSTRING::from(GROUP));
    let history = ToastNotificationManager::History()?;
    history.RemoveGroupedTagWithId(&tag, &group, &HSTRING::from(APP_ID))
}

/// When a toast leaves the notification centre by itself: what is old there would mislead.
fn expiry(importance: Importance) -> windows::core::Result<IReference<DateTime>> {
    let lasts = match importance {
        Importance::Problem => PROBLEM_LASTS,
        Importance::News | Importance::Good => NEWS_LASTS,
    };
    let time = DateTime {
        UniversalTime: clock::windows_time(lasts),
    };
    PropertyValue::CreateDateTime(time)?.cast()
}

/// A tag may have 16 characters on Windows 10 before version 1703, so names do not fit.
fn tag(name: &str) -> String {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
