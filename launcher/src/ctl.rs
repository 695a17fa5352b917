//! `pekatctl.exe`, which has one.

#![cfg_attr(windows, no_main)]
#![cfg_attr(all(windows, panic = "abort"), no_std)]

mod launch;

launch::program!(pekatctl_main);
