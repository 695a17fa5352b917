//! What happens goes into the model; what follows is carried out and drawn.

use std::sync::Arc;

use crate::config::Edit;
use crate::journal::Journal;
use crate::model::event::Event;
use crate::model::{Effect, Model};
use crate::monitor::Monitor;
use crate::site::{Language, Site};
use crate::view::{self, Survey, Words};
use crate::{clock, locale};
use anyhow::Context;
use tray_icon::TrayIconEvent;

use super::about;
use super::autostart::{self, Startups};
use super::dark;
use super::dialog;
use super::discovery;
use super::edits;
use super::event_loop::{self, DialogKeys, EventLoop, Sends};
use super::files::Files;
use super::form::FormWindow;
use super::happening::Happening;
use super::hotkeys::Hotkeys;
use super::logging;
use super::popup;
use super::question::Questions;
use super::quit::Quit;
use super::scan::ScanWindow;
use super::services;
use super::toast::{Buttons, Toaster};
use super::tray::Tray;
use crate::arguments::Arguments;

struct App {
    events: Sends,
    model: Model,
    journal: Journal,
    monitor: Monitor,
    files: Files,
    toaster: Toaster,
    startups: Startups,
    questions: Questions,
    tray: Option<Tray>,
    words: Words,
    /// The language to speak where the configuration says nothing.
    system_language: Language,
    hotkeys: Hotkeys,
    scan: Option<ScanWindow>,
    form: Option<FormWindow>,
    dialog_keys: DialogKeys,
    /// Not there when Windows gave no event; the Restart Manager may end it all the same.
    _quit: Option<Quit>,
    /// Of the model, when it was last drawn; `None` makes it be drawn again.
    drawn: Option<u64>,
    /// Whether it was written down that toasts fail; once is enough.
    toasts_failed: bool,
    /// Whether the taskbar has not taken all of it. It may be too busy for long, and hold each try up.
    undrawn: bool,
    /// Whether the program ends as soon as the menu has closed.
    leaving: bool,
}

/// Shows the icon and serves it until the user ends the program. `site` replaces what the files
/// configure.
pub(super) fn run(files: Files, site: Option<Site>, arguments: &Arguments) -> anyhow::Result<()> {
    dark::allow();
    let event_loop = EventLoop::new().context("the event loop cannot be started")?;
    let events = event_loop.sends();
    // Without a handler they would pile up in a channel.
    TrayIconEvent::set_event_handler(Some(|_event| {}));
    let to_loop = events.clone();
    let monitor = Monitor::spawn(move |event| to_loop.send(Happening::Event(event)))
        .context("the background thread cannot be started")?;
    let system_language = locale::language();
    let quit = Quit::listen(&events);
    if let Err(error) = &quit {
        log::warn!("an installer cannot ask this program to end: {error}");
    }
    let mut app = App {
        toaster: Toaster::new(events.clone()),
        startups: Startups::new(arguments, events.clone()),
        questions: Questions::new(events.clone()),
        events,
        model: Model::new(clock::now()),
        journal: Journal::default(),
        monitor,
        files,
        tray: None,
        words: Words::of(system_language),
        system_language,
        hotkeys: Hotkeys::of(event_loop.window()),
        scan: None,
        form: None,
        dialog_keys: event_loop.dialog_keys(),
        _quit: quit.ok(),
        leaving: false,
        toasts_failed: false,
        drawn: None,
        undrawn: false,
    };
    match site {
        Some(site) => app.event(Event::configured(site.into())),
        None => {
            app.files.create_if_missing(&app.events);
            app.files.load_later(&app.events);
        }
    }
    app.event(autostart::now());
    app.tray = Some(Tray::new(
        &Survey::new(&app.model, &app.words),
        &app.events,
    )?);
    event_loop
        .run(Box::new(move |happenings| app.serve(happenings)))
        .context("the event loop has failed")
}

impl App {
    /// Draws once for all that has happened, and not at all if nothing has changed: when a lot
    /// happens, drawing is what takes the time.
    fn serve(&mut self, happenings: Vec<Happening>) {
        // A click is posted by Windows and that the menu has closed by us, so that the click can come to
        // the queue behind it; and what a row meant is forgotten when its menu has closed.
        let is_end = |happening: &Happening| matches!(happening, Happening::MenuClosed);
        let (ends, others): (Vec<_>, Vec<_>) = happenings.into_iter().partition(is_end);
        for happening in others.into_iter().chain(ends) {
            self.happens(happening);
        }
        self.draw();
    }

    fn event(&mut self, event: Event) {
        logging::lines(self.journal.happens(&self.model, &event));
        let effects = self.model.update(clock::now(), event);
        logging::lines(self.journal.follows(&self.model, &effects));
        self.choose_language();
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// Speaks another language from now on if that is configured.
    fn choose_language(&mut self) {
        let configured = self.model.site().language;
        let language = configured.unwrap_or(self.system_language);
        if self.words.language() != language {
            self.words = Words::of(language);
            self.drawn = None;
        }
    }

    fn draw(&mut self) {
        let revision = Some(self.model.revision());
        if self.drawn != revision
            && let Some(tray) = &mut self.tray
        {
            self.undrawn = !tray.draw(&Survey::new(&self.model, &self.words));
            self.drawn = revision;
            self.draw_scan();
            self.draw_form();
        }
    }

    /// Opens, closes or brings up to date the window that codes are scanned into.
    fn draw_scan(&mut self) {
        match (view::scan_window(&self.model, &self.words), &self.scan) {
            (Some(view), Some(scan)) => scan.draw(view),
            // When Windows is out of handles, the next drawing tries again.
            (Some(view), None) => {
                self.scan = ScanWindow::open(view, &self.events, &self.dialog_keys).ok();
            }
            (None, _) => self.scan = None,
        }
    }

    /// Opens, closes or brings up to date the dialog that is open.
    fn draw_form(&mut self) {
        let Some(view) = view::dialog(&self.model, &self.words) else {
            self.form = None;
            return;
        };
        match &self.form {
            Some(form) if form.is(&view) => form.draw(view),
            Some(_) | None => {
                // The one before goes first.
                self.form = None;
                // When Windows is out of handles, the next drawing tries again.
                self.form = FormWindow::open(view, &self.events, &self.dialog_keys).ok();
            }
        }
    }

    fn edit(&mut self, edit: Option<Edit>) {
        self.files.edit(edit, &self.events);
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Watch(site) => self.monitor.configure(site),
            Effect::Operate {
                ticket,
                project,
                operation,
            } => self.monitor.operate(ticket, project, operation),
            Effect::Reload => self.files.load_later(&self.events),
            Effect::Revoke { ticket, project } => self.monitor.revoke(ticket, project),
            Effect::Refresh => self.monitor.refresh(),
            Effect::Retry(server) => self.monitor.retry(server),
            Effect::Rouse(at) => self.monitor.rouse(at),
            Effect::Withdraw(topic) => {
                if let Some(tag) = view::tag(&self.model, topic) {
                    self.toaster.withdraw(tag);
                }
            }
            Effect::Notify { notice, sound } => {
                if let Some(message) = view::message(&self.model, &self.words, &notice, sound) {
                    self.toaster.show(message, Buttons::new(&self.words));
                }
            }
            Effect::Pin { project, operation } => {
                self.edit(edits::pin(&self.model, &self.words, project, operation));
            }
            Effect::Unpin { project, operation } => {
                self.edit(Edit::unpin(self.model.site(), project, operation));
            }
            Effect::AddServer { name, address } => {
                self.edit(Some(Edit::add_server(self.model.site(), &name, &address)));
            }
            Effect::AddProjects { home, projects } => {
                let edit = edits::add_projects(&self.model, &self.words, &home, projects);
                self.edit(edit);
            }
            Effect::RemoveProject(project) => {
                self.edit(Edit::remove_project(self.model.site(), project));
            }
            Effect::RemoveServer(server) => {
                self.edit(Edit::remove_server(self.model.site(), server));
            }
            Effect::BindHotkeys(wanted) => {
                let taken = self.hotkeys.bind(&wanted);
                let taken = Event::HotkeysTaken(taken);
                self.events.send(Happening::Event(taken));
            }
            Effect::ShowScanning => {
                self.draw_scan();
                if let Some(scan) = &self.scan {
                    scan.bring_to_front();
                }
            }
            Effect::ShowDialog => {
                self.draw_form();
                if let Some(form) = &self.form {
                    form.bring_to_front();
                }
            }
            Effect::ProbeServer { dialog, address } => {
                discovery::probe_server(dialog, address, self.model.site(), &self.events);
            }
            Effect::ProbeProject {
                dialog,
                address,
                path,
            } => {
                let site = self.model.site();
                discovery::probe_project(dialog, address, path, site, &self.events);
            }
            Effect::Find {
                search,
                address,
                folders,
            } => {
                let site = Arc::new(self.model.site().clone());
                discovery::find(search, address, folders, site, &self.events);
            }
            Effect::OpenConfiguration => self.files.open(&self.events),
            Effect::ShowDetails(project) => {
                if let Some(text) = view::details(&self.model, &self.words, project) {
                    dialog::show_beside(format!("{}\n\n{}", text.title, text.body));
                }
            }
            Effect::SetAutostart(on) => self.startups.set(on),
            Effect::ShowAbout => about::show(&self.model, &self.words, self.files.path()),
            Effect::Confirm(question) => {
                match view::question(&self.model, &self.words, &question) {
                    Some(text) => self.questions.ask(question.id, text),
                    None => self.questions.withdraw(question.id),
                }
            }
            Effect::WithdrawQuestion(question) => self.questions.withdraw(question),
            Effect::CopyPath(project) => {
                if let Some((_, known)) = self.model.site().project(project) {
                    let path = known.path.as_str().to_owned();
                    services::copy_path(project, path, &self.events);
                }
            }
            Effect::OpenPage(project) => {
                if let Some(page) = self.model.site().page(project) {
                    services::open_page(project, page, &self.events);
                }
            }
            Effect::Exit => self.end(),
        }
    }

    /// Ends the program, at once or when the menu has closed: while Windows works with a menu, that
    /// must not lose its owner.
    fn end(&mut self) {
        self.events.begin_ending();
        if self.tray.as_ref().is_some_and(Tray::is_menu_open) {
            self.leaving = true;
            popup::close();
        } else {
            self.leave();
        }
    }

    fn leave(&mut self) {
        // The icon goes first, so that the user sees the answer at once.
        if self.tray.take().is_none() {
            // It ends already; each window can be told so.
            return;
        }
        self.scan = None;
        self.form = None;
        log::info!("ended");
        logging::flush();
        event_loop::quit();
    }

    fn happens(&mut self, happening: Happening) {
        match happening {
            Happening::Event(event) => {
                if self.undrawn && event == Event::Tick {
                    self.drawn = None;
                }
                self.event(event);
            }
            Happening::MenuOpens(handle) => {
                let tray = self.tray.as_ref();
                if let Some(scope) = tray.and_then(|tray| tray.scope_of_menu(handle)) {
                    self.event(autostart::now());
                    self.event(Event::Seen(scope.into()));
                }
                if let Some(tray) = &mut self.tray {
                    tray.menu_opens(handle, &Survey::new(&self.model, &self.words));
                }
            }
            Happening::Chosen(number) => {
                let click = self.tray.as_ref().and_then(|tray| tray.click(number));
                if let Some(click) = click {
                    self.event(Event::Clicked(click));
                }
            }
            Happening::HotkeyPressed(number) => {
                if let Some(click) = self.hotkeys.click(number) {
                    self.event(Event::Clicked(click));
                }
            }
            // What was clicked is posted behind this one and before the next.
            Happening::MenuClosing => self.events.send(Happening::MenuClosed),
            Happening::MenuClosed => {
                if let Some(tray) = &mut self.tray {
                    tray.menu_closed();
                    // What had to wait for it.
                    self.drawn = None;
                }
                if self.leaving {
                    self.leave();
                }
            }
            Happening::TaskbarChanged => {
                dark::refresh();
                self.drawn = None;
                if let Some(tray) = &mut self.tray {
                    tray.taskbar_changed();
                }
            }
            Happening::FolderChosen {
                dialog,
                field,
                folder,
            } => {
                if let Some(form) = &self.form {
                    form.folder_chosen(dialog, field, folder.as_deref());
                }
            }
            Happening::Resumed => self.monitor.awake(),
            Happening::MenuWanted => {
                // From here on until it has closed it keeps the rows that it has.
                self.draw();
                if let Some(tray) = &self.tray {
                    tray.show_menu(&Survey::new(&self.model, &self.words));
                }
            }
            Happening::MenuOfWanted(scope) => {
                self.draw();
                if let Some(tray) = &self.tray {
                    tray.show_menu_of(scope, self.model.site());
                }
            }
            Happening::Ends(end) => {
                log::info!("ends: {}", end.reason());
                // Windows may end it as soon as it has been told so.
                logging::flush();
                self.end();
            }
            Happening::ToastFailed(message) => {
                if !std::mem::replace(&mut self.toasts_failed, true) {
                    log::warn!("toasts fail here; balloons are shown instead");
                }
                if let Some(tray) = &self.tray {
                    tray.balloon(&message, self.model.site());
                }
            }
        }
    }
}
