//! `pekatctl.exe`, which has one.

#![cfg_attr(windows, no_main)]

mod launch;

launch::program!(pekatctl_main);
