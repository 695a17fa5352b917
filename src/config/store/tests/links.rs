//! Files behind symbolic links, and the rights to them.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Reads a link; its target need not exist.
fn link(path: &Path) -> String {
    let target = fs::read_link(path).unwrap();
    target.into_os_string().into_string().unwrap()
}

/// A configuration behind two links, the first of which is relative.
fn linked(folder: &tempfile::TempDir) -> (Store, std::path::PathBuf) {
    let store = store(folder);
    let target = folder.path().join("elsewhere").join("site.toml");
    fs::create_dir_all(store.path().parent().unwrap()).unwrap();
    symlink("../second", store.path()).unwrap();
    symlink(&target, folder.path().join("second")).unwrap();
    (store, target)
}

#[test]
fn a_change_goes_through_links_and_keeps_them_and_the_mode() {
    let folder = tempfile::tempdir().unwrap();
    let (store, target) = linked(&folder);
    fs::create_dir(target.parent().unwrap()).unwrap();
    fs::write(&target, ONE).unwrap();
    set_mode(&target, 0o640);
    store.edit(&pin()).unwrap();
    assert_eq!(link(store.path()), "../second");
    assert_eq!(
        link(&folder.path().join("second")),
        target.to_str().unwrap()
    );
    let changed = pin().apply(ONE).unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), changed);
    assert_eq!(mode(&target), 0o640);
    assert_eq!(fs::read_to_string(store.backup_path()).unwrap(), ONE);
    assert_eq!(files(&store), ["config.toml", "config.toml.bak"]);
    let beside = files(&Store::new(target));
    assert_eq!(beside, ["site.toml", "site.toml.lock"]);
}

#[test]
fn a_link_to_nothing_leads_to_the_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let (store, target) = linked(&folder);
    assert_eq!(store.load().unwrap(), Site::default());
    store.create_if_missing().unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), TEMPLATE);
    assert_eq!(link(store.path()), "../second");
}

#[test]
fn a_circle_of_links_is_an_error_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (store, target) = linked(&folder);
    fs::create_dir(target.parent().unwrap()).unwrap();
    symlink(store.path(), &target).unwrap();
    let error = store.edit(&pin()).unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "{} cannot be written: more than 40 symbolic links, or a circle of them; check that you may write it and that no other program holds it open",
            store.path().display()
        )
    );
    assert_eq!(link(&target), store.path().to_str().unwrap());
}

#[test]
fn copies_follow_links_and_keep_their_mode() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, ONE);
    let kept = folder.path().join("kept");
    fs::write(&kept, "older").unwrap();
    set_mode(&kept, 0o600);
    symlink(&kept, store.backup_path()).unwrap();
    store.edit(&pin()).unwrap();
    assert_eq!(link(&store.backup_path()), kept.to_str().unwrap());
    assert_eq!(fs::read_to_string(&kept).unwrap(), ONE);
    assert_eq!(mode(&kept), 0o600);
}

#[test]
fn a_new_copy_is_open_to_nobody_who_cannot_open_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, ONE);
    set_mode(store.path(), 0o600);
    store.migrate().unwrap();
    let copy = store.path().with_file_name("config.toml.v0.bak");
    let modes = [store.path(), &store.backup_path(), &copy].map(mode);
    assert_eq!(modes, [0o600; 3]);
}

#[test]
fn two_links_to_one_file_share_one_lock() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, target) = linked(&folder);
    fs::create_dir(target.parent().unwrap()).unwrap();
    fs::write(&target, ONE).unwrap();
    store.patience = 1;
    let held = Lock::take(&target, 1).unwrap();
    assert!(held.is_some());
    assert!(matches!(store.edit(&pin()), Err(SaveError::Busy { .. })));
}

#[test]
#[ignore = "the writer that the other test starts with another umask"]
fn new_file_writer() {
    if let Some(file) = std::env::var_os("PEKAT_TRAY_TEST_CREATES") {
        Store::new(file.into()).create_if_missing().unwrap();
    }
}

#[test]
fn a_new_file_obeys_the_umask() {
    for (umask, expected) in [("0027", 0o640), ("0002", 0o664)] {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let program = std::env::current_exe().unwrap();
        let line = format!("umask {umask}; exec \"$0\" new_file_writer --ignored");
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).arg(program);
        shell.env("PEKAT_TRAY_TEST_CREATES", store.path());
        assert!(shell.output().unwrap().status.success());
        assert_eq!(mode(store.path()), expected, "{umask}");
    }
}
