//! The command-line companion.

fn main() {}
