//! The reader of the list that a Projects Manager's web page gives, given any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pekat_tray::discover::{ProjectFolder, Source, page};
use pekat_tray::protocol::ProjectPath;
use pekat_tray_fuzz::{is_name, is_printable, marked};

/// How many brackets a list may open and still be read one level further in.
const SHALLOW: usize = 100;

fuzz_target!(|input: &[u8]| {
    let read = read(input);
    match &read {
        Ok((found, _)) => found.iter().for_each(check),
        Err(error) => assert!(is_printable(error), "{error:?} is no line"),
    }
    for same in marked(input) {
        assert_eq!(self::read(&same), read, "{same:?}");
    }
    if let Ok(text) = std::str::from_utf8(input)
        && text.trim_start().starts_with('[')
        && text.matches(['[', '{']).count() < SHALLOW
        && read.is_ok()
    {
        let inside = format!("{{\"count\":1,\"projects\":{text}}}");
        assert_eq!(self::read(inside.as_bytes()), read, "{inside}");
    }
});

fn read(bytes: &[u8]) -> Result<(Vec<ProjectFolder>, usize), String> {
    page::parse(bytes).map_err(|error| error.to_string())
}

/// It can be asked for, and its name be shown.
fn check(found: &ProjectFolder) {
    let again = ProjectPath::new(found.path.as_str());
    assert_eq!(again.as_ref(), Ok(&found.path));
    let name = found.package.name.as_deref();
    assert!(name.is_none_or(is_name), "{found:?}");
    assert_eq!(found.source, Source::Page);
}
