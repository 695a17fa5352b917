//! The one place that asks which language the user reads.

use crate::site::Language;

/// The first of the user's languages that the program speaks; English if it speaks none of them.
pub fn language() -> Language {
    let mut wanted = sys_locale::get_locales();
    let spoken = wanted.find_map(|tag| Language::from_tag(&tag));
    spoken.unwrap_or_default()
}
