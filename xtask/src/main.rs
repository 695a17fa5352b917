//! Everything a person or continuous integration runs.

use anyhow::bail;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["icons"] => xtask::icons::make(),
        ["icons", "--check"] => xtask::icons::check(),
        _ => bail!("usage: cargo xtask icons [--check]"),
    }
}
