//! The reader of a project's own description, given any bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pekat_tray::discover::{MAX_BYTES, Package};
use pekat_tray_fuzz::{is_name, is_printable, marked};

fuzz_target!(|input: &[u8]| {
    let read = read(input);
    match &read {
        Ok(package) => {
            let name = package.name.as_deref();
            assert!(name.is_none_or(is_name), "{package:?}");
        }
        Err(error) => assert!(is_printable(error), "{error:?} is no line"),
    }
    for same in marked(input) {
        if same.len() <= MAX_BYTES {
            assert_eq!(self::read(&same), read, "{same:?}");
        }
    }
});

fn read(bytes: &[u8]) -> Result<Package, String> {
    Package::parse(bytes).map_err(|error| error.to_string())
}
