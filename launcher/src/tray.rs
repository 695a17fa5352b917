//! `pekat-tray.exe`, which has no console.

#![cfg_attr(windows, no_main, windows_subsystem = "windows")]
#![cfg_attr(all(windows, panic = "abort"), no_std)]

mod launch;

launch::program!(pekat_tray_main);
