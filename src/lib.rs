//! PEKAT Tray: what it knows and decides. The programs are thin shells around this library.
