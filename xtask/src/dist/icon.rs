//! Icons with fewer pictures: in a package they lie uncompressed.

use std::io::Cursor;

use anyhow::{Result, ensure};
use ico::{IconDir, ResourceType};

/// In the Start menu and Add/Remove Programs, at the usual scalings.
pub(super) const LISTED: &[u32] = &[16, 20, 24, 32, 40, 48, 256];
/// On the dialogs' pages.
pub(super) const PAGES: &[u32] = &[32, 48];

/// The icon with the pictures of these sizes, in pixels, alone.
///
/// # Errors
/// When it is no icon, or lacks one.
pub(super) fn only(icon: &[u8], sizes: &[u32]) -> Result<Vec<u8>> {
    let icon = IconDir::read(Cursor::new(icon))?;
    let mut fewer = IconDir::new(ResourceType::Icon);
    for entry in icon.entries() {
        if sizes.contains(&entry.width()) {
            fewer.add_entry(entry.clone());
        }
    }
    ensure!(
        fewer.entries().len() == sizes.len(),
        "the icon lacks one of the sizes {sizes:?}"
    );
    let mut bytes = Vec::new();
    fewer.write(&mut bytes)?;
    Ok(bytes)
}
