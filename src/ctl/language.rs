//! In which language people are answered. What programs read is always English, and so are the help
//! and what is wrong with a command line or a configuration, which quote English words.

use crate::locale;
use crate::site::Site;
use crate::view::Words;

/// The words of the configured language, or else of the system's.
pub(super) fn words(site: &Site) -> Words {
    Words::of(site.language.unwrap_or_else(locale::language))
}
