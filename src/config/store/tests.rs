#[cfg(unix)]
mod links;

use super::*;
use crate::protocol::Operation;

const ONE: &str =
    "[[server]]\nname = 'L'\naddress = 'a'\n[[server.project]]\nname = 'A'\npath = 'C:\\A'\n";

fn pin() -> Edit {
    Edit::Pin {
        name: "Go".to_owned(),
        operation: Operation::Start,
        project: "A".to_owned(),
        server: "L".to_owned(),
        elsewhere: false,
    }
}

/// Writes the file as an editor would.
fn write(store: &Store, text: &str) {
    fs::create_dir_all(store.path().parent().unwrap()).unwrap();
    fs::write(store.path(), text).unwrap();
}

fn store(folder: &tempfile::TempDir) -> Store {
    Store::new(folder.path().join("pekat-tray").join("config.toml"))
}

#[test]
fn a_missing_file_configures_nothing_and_is_made_from_the_template() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    assert_eq!(store.load().unwrap(), Site::default());
    assert!(!store.path().exists());
    store.create_if_missing().unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), TEMPLATE);
    assert_eq!(store.load().unwrap(), Site::default());
}

#[test]
fn an_existing_file_is_never_replaced_by_the_template() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, "broken [");
    store.create_if_missing().unwrap();
    assert!(matches!(store.load(), Err(LoadError::Invalid { .. })));
    assert!(matches!(store.edit(&pin()), Err(SaveError::Edit(_))));
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "broken [");
}

#[test]
fn an_existing_file_need_not_be_readable_to_be_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, "");
    let cut = b"\xff\xfe#\0#".to_vec();
    for bytes in [cut, vec![b'#'; 1024 * 1024 + 1]] {
        fs::write(store.path(), &bytes).unwrap();
        store.create_if_missing().unwrap();
        assert_eq!(fs::read(store.path()).unwrap(), bytes);
    }
    fs::remove_file(store.path()).unwrap();
    fs::create_dir(store.path()).unwrap();
    store.create_if_missing().unwrap();
    assert!(store.path().is_dir());
}

#[test]
fn an_edit_is_read_back_and_leaves_nothing_else_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, ONE);
    store.edit(&pin()).unwrap();
    let site = store.load().unwrap();
    let names: Vec<_> = site.actions().iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Go"]);
    let files = fs::read_dir(store.path().parent().unwrap()).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(
        files,
        ["config.toml", "config.toml.bak", "config.toml.lock"]
    );
}

#[test]
fn edits_keep_line_ends_and_the_byte_order_mark() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let before = format!("\u{feff}{}", ONE.replace('\n', "\r\n"));
    write(&store, &before);
    store.edit(&pin()).unwrap();
    assert_eq!(
        fs::read_to_string(store.path()).unwrap(),
        format!(
            "{before}\r\n[[action]]\r\nname = \"Go\"\r\ncommand = \"start\"\r\nproject = \"A\"\r\n"
        )
    );
    let unpin = Edit::Unpin {
        operation: Operation::Start,
        project: "A".to_owned(),
        server: "L".to_owned(),
    };
    store.edit(&unpin).unwrap();
    assert_eq!(fs::read_to_string(store.path()).unwrap(), before);
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, ONE);
    store.edit(&pin()).unwrap();
    let written = || fs::metadata(store.path()).unwrap().modified().unwrap();
    let before = written();
    store.edit(&pin()).unwrap();
    assert_eq!(written(), before);
}

#[test]
fn files_that_are_no_text_or_no_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    fs::create_dir_all(store.path()).unwrap();
    assert!(matches!(store.load(), Err(LoadError::Unreadable { .. })));
    fs::remove_dir(store.path()).unwrap();

    for bytes in [b"# fine\n# \xff\n".as_slice(), b"\xff\xfe#\0\n\0#"] {
        fs::write(store.path(), bytes).unwrap();
        let load = store.load().map_err(|error| error.to_string());
        let place = format!("{}, line 2: this is not UTF-", store.path().display());
        assert!(load.as_ref().unwrap_err().starts_with(&place), "{load:?}");
        let edit = store.edit(&pin()).map_err(|error| error.to_string());
        assert_eq!(edit, load.map(drop));
        assert_eq!(fs::read(store.path()).unwrap(), bytes);
        assert!(!store.backup_path().exists());
    }
    fs::write(store.path(), vec![b'#'; 1024 * 1024 + 1]).unwrap();
    assert!(matches!(store.load(), Err(LoadError::TooLarge { .. })));
    assert!(matches!(store.edit(&pin()), Err(SaveError::Load(_))));
}

#[test]
fn utf_16_stays_utf_16() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    store.create_if_missing().unwrap();
    let text = format!("# š\r\n{}", ONE.replace('\n', "\r\n"));
    for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
        let before = encoding::encode(encoding, &text);
        fs::write(store.path(), &before).unwrap();
        store.edit(&pin()).unwrap();
        assert_eq!(store.load().unwrap().actions().len(), 1);
        let changed = pin().apply(&text).unwrap();
        let after = fs::read(store.path()).unwrap();
        assert_eq!(after, encoding::encode(encoding, &changed));
        assert_eq!(fs::read(store.backup_path()).unwrap(), before);
    }
}

#[test]
fn the_last_good_file_is_kept_and_no_broken_one_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    store.create_if_missing().unwrap();
    assert!(!store.backup_path().exists());
    let backup = || fs::read_to_string(store.backup_path()).unwrap();
    write(&store, ONE);
    store.edit(&pin()).unwrap();
    assert_eq!(backup(), ONE);
    write(&store, "broken [");
    assert!(store.edit(&pin()).is_err());
    assert_eq!(backup(), ONE);
    let by_hand = format!("# by hand\n{ONE}");
    write(&store, &by_hand);
    store.edit(&pin()).unwrap();
    assert_eq!(backup(), by_hand);
}

#[test]
fn an_edit_that_would_make_the_file_too_large_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let padding = usize::try_from(MAX_SIZE).unwrap() - ONE.len() - 3;
    let full = format!("{ONE}# {}\n", "x".repeat(padding));
    write(&store, &full);
    assert!(matches!(
        store.edit(&pin()),
        Err(SaveError::TooLarge { .. })
    ));
    assert_eq!(fs::read_to_string(store.path()).unwrap(), full);
}

/// A server with this many projects.
fn many(projects: usize) -> String {
    let projects =
        (0..projects).map(|n| format!("[[server.project]]\nname = 'P{n}'\npath = 'C:\\P{n}'\n"));
    let projects: String = projects.collect();
    format!("[[server]]\nname = 'L'\naddress = 'a'\n{projects}")
}

fn pin_of(project: usize) -> Edit {
    Edit::Pin {
        name: format!("Go {project}"),
        operation: Operation::Start,
        project: format!("P{project}"),
        server: "L".to_owned(),
        elsewhere: false,
    }
}

#[test]
fn two_that_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, &many(40));
    std::thread::scope(|scope| {
        for half in [0..20, 20..40] {
            let store = store.clone();
            scope.spawn(move || half.for_each(|n| store.edit(&pin_of(n)).unwrap()));
        }
    });
    let site = store.load().unwrap();
    let names: std::collections::BTreeSet<_> = site.actions().iter().map(|a| &a.name).collect();
    assert_eq!(names.len(), 40);
}

#[test]
fn a_writer_that_never_gets_its_turn_says_so_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(&folder);
    store.patience = 1;
    write(&store, ONE);
    let held = Lock::take(store.path(), 1).unwrap();
    assert!(held.is_some());
    let busy = store.edit(&pin()).unwrap_err();
    let path = store.path().display();
    assert_eq!(
        busy.to_string(),
        format!(
            "{path} is being changed by another program; try again in a moment, and if that does not help, end other copies of PEKAT Tray and pekatctl"
        )
    );
    assert_eq!(fs::read_to_string(store.path()).unwrap(), ONE);
    assert!(!store.backup_path().exists());
    drop(held);
    store.edit(&pin()).unwrap();
    assert_eq!(store.load().unwrap().actions().len(), 1);
}

#[test]
fn an_earlier_form_is_brought_into_the_newest_one_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    assert_eq!(store.migrate().unwrap(), Migrated::Missing);
    assert!(!store.path().exists());
    let kept = |name: &str| store.path().with_file_name(name);
    let from = |name: &str| Migrated::From {
        version: 0,
        copy: kept(name),
    };
    write(&store, ONE);
    assert_eq!(store.migrate().unwrap(), from("config.toml.v0.bak"));
    let migrated = format!("version = 1\n\n{ONE}");
    assert_eq!(fs::read_to_string(store.path()).unwrap(), migrated);
    assert_eq!(store.migrate().unwrap(), Migrated::Newest);
    assert_eq!(fs::read_to_string(store.path()).unwrap(), migrated);
    // A copy is never written again.
    let other = format!("# other\n{ONE}");
    for (text, name) in [
        (&other, "config.toml.v0.2.bak"),
        (&ONE.to_owned(), "config.toml.v0.bak"),
        (&other, "config.toml.v0.2.bak"),
    ] {
        write(&store, text);
        assert_eq!(store.migrate().unwrap(), from(name));
        assert_eq!(fs::read_to_string(kept(name)).unwrap(), *text);
    }
    for broken in ["broken [", "version = 2\n"] {
        write(&store, broken);
        let error = store.migrate().unwrap_err();
        assert!(matches!(error, SaveError::Edit(EditError::Broken(_))));
        assert_eq!(fs::read_to_string(store.path()).unwrap(), broken);
    }
}

#[test]
fn an_edit_adds_no_version() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, ONE);
    store.edit(&pin()).unwrap();
    let changed = fs::read_to_string(store.path()).unwrap();
    assert!(!changed.contains("version"), "{changed}");
    fs::remove_file(store.path()).unwrap();
    let add = Edit::AddServer {
        name: "L".to_owned(),
        address: "a".to_owned(),
    };
    store.edit(&add).unwrap();
    let created = fs::read_to_string(store.path()).unwrap();
    assert!(created.starts_with(TEMPLATE) && created.contains("\nversion = 1\n"));
}

/// The names of all files beside the configuration.
fn files(store: &Store) -> Vec<String> {
    let files = fs::read_dir(store.path().parent().unwrap()).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

#[test]
fn a_writer_that_died_at_any_byte_has_changed_nothing_and_hinders_nobody() {
    let new = pin().apply(ONE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    // First the copy is written, then the file, each under a name of its own before it takes its place.
    let copy = (0..=ONE.len()).map(|length| (".config.toml.bak.a1B2c3", &ONE[..length], false));
    let file = (0..=new.len()).map(|length| (".config.toml.Z9y8X7", &new[..length], true));
    for (name, cut, copied) in copy.chain(file) {
        write(&store, ONE);
        fs::remove_file(store.backup_path()).ok();
        if copied {
            fs::write(store.backup_path(), ONE).unwrap();
        }
        fs::write(store.path().with_file_name(name), cut).unwrap();
        assert_eq!(store.load().unwrap(), read::read(ONE).unwrap());
        store.edit(&pin()).unwrap();
        assert_eq!(fs::read_to_string(store.path()).unwrap(), new);
        assert_eq!(fs::read_to_string(store.backup_path()).unwrap(), ONE);
        let left = ["config.toml", "config.toml.bak", "config.toml.lock"];
        assert_eq!(files(&store), left, "{name} of {} bytes", cut.len());
    }
}

#[test]
fn a_file_that_somebody_else_has_cut_is_never_taken_for_another_one_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    write(&store, ONE);
    store.edit(&pin()).unwrap();
    let whole = fs::read_to_string(store.path()).unwrap();
    for length in 0..whole.len() {
        let cut = &whole[..length];
        write(&store, cut);
        // It says what it says, or is refused; the copy is neither read nor written over.
        assert_eq!(store.load().ok(), read::read(cut).ok(), "{cut}");
        if store.load().is_err() {
            store.edit(&pin()).unwrap_err();
            assert_eq!(fs::read_to_string(store.path()).unwrap(), cut);
        }
        assert_eq!(fs::read_to_string(store.backup_path()).unwrap(), ONE);
    }
}

#[test]
fn a_file_with_an_invalid_hot_key_can_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let text = format!("scan_hotkey = 'F12'\n{ONE}");
    write(&store, &text);
    store.edit(&pin()).unwrap();
    let changed = fs::read_to_string(store.path()).unwrap();
    assert_eq!(
        changed.strip_prefix(&text).unwrap().matches("Go").count(),
        1
    );
    assert!(matches!(
        store.migrate(),
        Ok(Migrated::From { version: 0, .. })
    ));
    // Its check is strict.
    assert!(
        matches!(store.load(), Err(LoadError::Invalid { problems, .. }) if problems.len() == 1)
    );
}
