//! In which language people are answered. What programs read is always English, and so are the help
//! and what is wrong with a command line or a configuration, which quote English words.

use pekat_tray::locale;
use pekat_tray::site::Site;
use pekat_tray::view::Words;

/// The words of the configured language, or else of the system's.
pub(crate) fn words(site: &Site) -> Words {
    Words::of(site.language.unwrap_or_else(locale::language))
}
