//! Everything a person or continuous integration runs.

fn main() {}
