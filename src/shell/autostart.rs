//! Whether Windows starts the program at logon: read from the registry, and written there by a thread of
//! its own, for what is written reaches the disk. What it means decides the model ([`Autostart::read`]).

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::model::event::Event;
use crate::model::{Autostart, Enrolment, Startup};
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE};
use windows_sys::Win32::Foundation::ERROR_FILE_NOT_FOUND;
use windows_sys::Win32::System::Environment::ExpandEnvironmentStringsW;

use super::event_loop::Sends;
use super::happening::Happening;
use super::wide::wide;
use crate::arguments::Arguments;

/// What Windows starts when somebody logs on: of this user, and of every user.
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";

/// By which the Task Manager turns off what is there.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";

/// The program's value in each of them. The Task Manager shows it.
const NAME: &str = "PEKAT Tray";

/// The thread's stack, in bytes: a few calls into Windows.
const STACK_SIZE: usize = 512 * 1024;

/// The handle of the thread that changes the registry.
pub(super) struct Startups {
    /// There is no thread until there is something to do.
    wishes: Option<Sender<bool>>,
    /// What Windows is to be given behind the program's file.
    line: String,
    events: Sends,
}

impl Startups {
    /// The configuration that the command line names is part of what is started at logon.
    pub(super) fn new(arguments: &Arguments, events: Sends) -> Self {
        let lasting = Arguments {
            demo: false,
            ..arguments.clone()
        };
        Startups {
            wishes: None,
            line: lasting.line(),
            events,
        }
    }

    /// Has Windows start the program at logon, or not any more. Never blocks.
    pub(super) fn set(&mut self, on: bool) {
        if self.wishes.is_none() {
            match start(self.line.clone(), self.events.clone()) {
                Ok(wishes) => self.wishes = Some(wishes),
                Err(error) => {
                    let event = Event::AutostartNotSet(error.to_string());
                    self.events.send(Happening::Event(event));
                    return;
                }
            }
        }
        if let Some(wishes) = &self.wishes {
            // The thread ends only when this handle is gone.
            wishes.send(on).ok();
        }
    }
}

/// What the registry says now: four values, which Windows has in memory, so that the menu can say it in
/// the moment in which it opens. A row that came to say more later would be cut off.
pub(super) fn now() -> Event {
    Event::Autostart(read().ok())
}

fn start(line: String, events: Sends) -> io::Result<Sender<bool>> {
    let (sender, receiver) = channel();
    thread::Builder::new()
        .name("startup".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || serve(&receiver, &line, &events))?;
    Ok(sender)
}

fn serve(wishes: &Receiver<bool>, line: &str, events: &Sends) {
    for on in wishes {
        if let Err(error) = set(on, line) {
            let event = Event::AutostartNotSet(error.to_string());
            events.send(Happening::Event(event));
        }
        events.send(Happening::Event(now()));
    }
}

fn exe() -> io::Result<String> {
    Ok(std::env::current_exe()?.to_string_lossy().into_owned())
}

fn read() -> io::Result<Autostart> {
    Ok(Autostart::read(
        &exe()?,
        &startup(CURRENT_USER)?,
        &startup(LOCAL_MACHINE)?,
    ))
}

fn startup(root: &Key) -> io::Result<Startup> {
    Ok(Startup {
        command: value(root, RUN, |key| key.get_string(NAME))?.map(expanded),
        approved: value(root, APPROVED, |key| key.get_value(NAME))?.map(|value| value.to_vec()),
    })
}

/// A value of a key; `None` where there is no such key or value.
fn value<T>(
    root: &Key,
    path: &str,
    get: impl Fn(&Key) -> windows::core::Result<T>,
) -> io::Result<Option<T>> {
    match root.open(path).and_then(|key| get(&key)) {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(told(&error)),
    }
}

fn is_missing(error: &windows::core::Error) -> bool {
    error.code() == windows::core::HRESULT::from_win32(ERROR_FILE_NOT_FOUND)
}

/// Windows' own words, without numbers.
fn told(error: &windows::core::Error) -> io::Error {
    io::Error::other(error.message())
}

/// With variables such as `%ProgramFiles%` replaced; as it is if that fails.
fn expanded(command: String) -> String {
    let text = wide(&command);
    let mut buffer = [0u16; 1024];
    // SAFETY: the text is terminated, and the buffer is as long as said.
    let length = unsafe {
        ExpandEnvironmentStringsW(text.as_ptr(), buffer.as_mut_ptr(), buffer.len() as u32)
    };
    // With the terminator; more than the buffer holds when it was too short.
    let length = (length as usize).checked_sub(1);
    match length.and_then(|length| buffer.get(..length)) {
        Some(expanded) => String::from_utf16_lossy(expanded),
        None => command,
    }
}

fn set(on: bool, line: &str) -> io::Result<()> {
    if !on {
        return remove(RUN);
    }
    let exe = exe()?;
    match Enrolment::of(&exe, &startup(LOCAL_MACHINE)?) {
        Enrolment::OwnCommand => write(&format!("\"{exe}\" {line}"))?,
        Enrolment::ForAll => remove(RUN)?,
    }
    // The user has asked for it, which is later than what was said in the Task Manager. There, what is
    // not named is on.
    remove(APPROVED)
}

/// Sets this user's command.
fn write(command: &str) -> io::Result<()> {
    let key = CURRENT_USER.create(RUN);
    let written = key.and_then(|key| key.set_string(NAME, command.trim_end()));
    written.map_err(|error| told(&error))
}

/// Takes this user's value away, if it is there.
fn remove(path: &str) -> io::Result<()> {
    let removed = CURRENT_USER
        .options()
        .write()
        .open(path)
        .and_then(|key| key.remove_value(NAME));
    match removed {
        Err(error) if !is_missing(&error) => Err(told(&error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
