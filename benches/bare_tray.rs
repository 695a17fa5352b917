//! The smallest sensible tray program on tray-icon and winit: an icon and a menu with "Quit".
//!
//! It is the baseline that the tray program's start time and memory are compared with, and it
//! proves that the test desktop works without any of the tray program's own code.

#![cfg_attr(windows, windows_subsystem = "windows")]

#[cfg(windows)]
mod bare {
    use tray_icon::menu::{Menu, MenuEvent, MenuItem};
    use tray_icon::{Icon, TrayIcon, TrayIconBuilder};
    use winit::application::ApplicationHandler;
    use winit::event::{StartCause, WindowEvent};
    use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop};
    use winit::window::WindowId;

    const SIDE: u32 = 16;
    const BLUE: [u8; 4] = [0x1e, 0x66, 0xc8, 0xff];

    struct Bare {
        tray: Option<TrayIcon>,
    }

    /// The click on "Quit", the only thing that can be clicked.
    #[derive(Debug)]
    struct Quit;

    pub(super) fn run() -> anyhow::Result<()> {
        let event_loop = EventLoop::<Quit>::with_user_event().build()?;
        event_loop.set_control_flow(ControlFlow::Wait);
        let proxy = event_loop.create_proxy();
        MenuEvent::set_event_handler(Some(move |_| drop(proxy.send_event(Quit))));
        event_loop.run_app(&mut Bare { tray: None })?;
        Ok(())
    }

    fn tray() -> anyhow::Result<TrayIcon> {
        let menu = Menu::with_items(&[&MenuItem::new("Quit", true, None)])?;
        let icon = Icon::from_rgba(BLUE.repeat((SIDE * SIDE) as usize), SIDE, SIDE)?;
        let tray = TrayIconBuilder::new()
            .with_tooltip("Bare tray")
            .with_icon(icon)
            .with_menu(Box::new(menu))
            .build()?;
        Ok(tray)
    }

    impl ApplicationHandler<Quit> for Bare {
        fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
            if cause == StartCause::Init {
                match tray() {
                    Ok(tray) => self.tray = Some(tray),
                    Err(_) => event_loop.exit(),
                }
            }
        }

        fn user_event(&mut self, event_loop: &ActiveEventLoop, Quit: Quit) {
            self.tray = None;
            event_loop.exit();
        }

        fn resumed(&mut self, _: &ActiveEventLoop) {}

        fn window_event(&mut self, _: &ActiveEventLoop, _: WindowId, _: WindowEvent) {}
    }
}

#[cfg(windows)]
fn main() -> anyhow::Result<()> {
    bare::run()
}

/// The baseline is a Windows program; elsewhere there is nothing to run.
#[cfg(not(windows))]
fn main() {}
