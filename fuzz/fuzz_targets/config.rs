//! The configuration's loader and its edits, given any text.

#![no_main]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use libfuzzer_sys::{Corpus, fuzz_target};
use pekat_tray::config::layers::{Layer, Tree, Whole, join, tree_of_file};
use pekat_tray::config::{Edit, Home, NewProject, Problem, find_project, read};
use pekat_tray::protocol::Operation;
use pekat_tray::site::{Keeper, ProjectId, Rules, Site};
use pekat_tray_fuzz::{is_name, is_printable};

/// No limit is longer.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Of how many projects every operation is pinned and unpinned.
const EDITED: usize = 3;

/// Between what the machine's file says and what the user's says.
const ABOVE: &str = "\n# above\n";

fuzz_target!(|input: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(input) else {
        return Corpus::Reject;
    };
    // The file's own reader takes the mark away.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let site = read(text);
    check_part(text, &site);
    match site {
        Err(problems) => check_problems(text, &problems),
        Ok(site) => {
            check_site(&site);
            check_edits(text, &site);
            check_additions(text, &site);
            check_removals(text, &site);
        }
    }
    if let Some((below, above)) = text.split_once(ABOVE) {
        check_layers(below, above);
    }
    Corpus::Keep
});

/// Beside others it is no stricter, and alone it means the same.
fn check_part(text: &str, site: &Result<Site, Vec<Problem>>) {
    let tree = match tree_of_file(text, Layer::User, Path::new("config.toml")) {
        Ok((tree, left_out)) => {
            if !left_out.is_empty() {
                check_problems(text, &left_out);
                assert!(site.is_err(), "{left_out:?} only beside others");
            }
            tree
        }
        Err(problems) => {
            check_problems(text, &problems);
            assert!(site.is_err(), "{problems:?} only beside others");
            return;
        }
    };
    let whole = join(&[tree]);
    check_whole(&whole);
    if let Ok(site) = site {
        assert!(whole.troubles.is_empty(), "{:?}", whole.troubles);
        assert_eq!(whole.site, *site, "it means something else alone");
    }
}

/// Whatever two files say, something is in force, and is shown as it is.
fn check_layers(below: &str, above: &str) {
    let tree = |text, layer| tree_of_file(text, layer, Path::new("config.toml")).ok();
    let both = tree(below, Layer::Machine).zip(tree(above, Layer::User));
    let Some(((below, _), (above, _))) = both else {
        return;
    };
    check_whole(&join(&[below.clone(), above]));
    check_whole(&join(&[below, Tree::default()]));
}

fn check_whole(whole: &Whole) {
    check_site(&whole.site);
    for trouble in &whole.troubles {
        assert!(trouble.origin.layer != Layer::Default, "{trouble:?}");
        assert!(is_printable(&trouble.message), "{trouble:?} is no line");
    }
    for with_defaults in [false, true] {
        let lines = whole.lines(with_defaults);
        let text: String = lines.iter().map(|it| format!("{}\n", it.text)).collect();
        match read(&text) {
            Ok(site) => assert_eq!(site, of_nobody(&whole.site), "{text}"),
            Err(problems) => panic!("{problems:?} in {text}"),
        }
    }
}

/// The same without who keeps what, which no file says.
fn of_nobody(site: &Site) -> Site {
    let mut plain = site.clone();
    plain.rules = Rules::default();
    for server in site.servers() {
        plain.keep_server(server.id, Keeper::User);
        for project in &server.projects {
            plain.keep_project(project.id, Keeper::User);
        }
    }
    for action in site.actions() {
        plain.keep_action(&action.name, Keeper::User);
    }
    plain
}

/// Something is wrong, told on one line each, in order, at places that are there.
fn check_problems(text: &str, problems: &[Problem]) {
    assert!(!problems.is_empty(), "refused without a reason");
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in problems {
        let line = problem.line.checked_sub(1).and_then(|at| lines.get(at));
        let length = line.map_or(0, |line| line.chars().count());
        let inside = line.is_some() && (1..=length + 1).contains(&problem.column);
        assert!(inside, "{problem} is outside");
        assert!(!problem.message.is_empty(), "{problem} says nothing");
        assert!(is_printable(&problem.message), "{problem:?} is no line");
    }
    let places = problems
        .iter()
        .map(|problem| (problem.line, problem.column));
    assert!(places.is_sorted(), "{problems:?} are not in order");
}

/// Nothing in it is invalid, and everything can be found by its name.
fn check_site(site: &Site) {
    let once = site.timing.poll_interval + site.timing.status_timeout;
    assert!((once..=DAY).contains(&site.stale_after()), "{site:?}");
    let seconds = Duration::from_secs(1)..=DAY;
    assert!(seconds.contains(&site.limits.stuck_after), "{site:?}");
    assert!(site.limits.expect_grace <= DAY, "{site:?}");
    let mut addresses = BTreeSet::new();
    for server in site.servers() {
        check_name(&server.name);
        assert!(
            addresses.insert(&server.address),
            "two servers in one place"
        );
    }
    for (server, project) in site.projects() {
        check_name(&project.name);
        let paths = server.projects.iter().map(|known| known.path.folded());
        let same = paths.filter(|path| *path == project.path.folded());
        assert_eq!(same.count(), 1, "one path twice");
        let found = find_project(site, &format!("{}/{}", server.name, project.name));
        assert!(found.is_ok(), "{found:?}");
    }
    for action in site.actions() {
        check_name(&action.name);
        assert!(
            site.project(action.project).is_some(),
            "an action of nothing"
        );
    }
}

fn check_name(name: &str) {
    assert!(is_name(name), "{name:?}");
}

/// Pins and unpins in every way, each on the text as it came.
fn check_edits(text: &str, site: &Site) {
    for (_, project) in site.projects().take(EDITED) {
        for operation in Operation::ALL {
            check_pin(text, site, project.id, operation);
            check_unpin(text, site, project.id, operation);
        }
    }
}

/// Adds a server, and projects to the first servers and to one that is not there.
fn check_additions(text: &str, site: &Site) {
    let add = Edit::AddServer {
        name: "New".to_owned(),
        address: "new.example".to_owned(),
    };
    let servers = site.servers().iter().take(EDITED);
    let servers = servers.map(|server| (server.name.as_str(), server.address.to_string()));
    let new = ("New", "new.example".to_owned());
    let projects = servers
        .chain([new])
        .map(|(name, address)| Edit::AddProjects {
            server: Home {
                name: name.to_owned(),
                address: Some(address),
            },
            projects: vec![NewProject {
                name: "Ž".to_owned(),
                path: r"D:\it's\Ž".to_owned(),
                port: Some(1),
            }],
        });
    for edit in [add].into_iter().chain(projects) {
        let changed = apply(text, Some(edit));
        assert_eq!(comments(&changed), comments(text), "comments changed");
        assert!(has_all_of(&changed, text), "lost something: {changed}");
        let now = read(&changed).unwrap_or_default();
        let (before, after) = (site.projects().count(), now.projects().count());
        assert!((before..=before + 1).contains(&after), "{changed}");
        assert_eq!(now.actions().len(), site.actions().len(), "{changed}");
    }
}

/// Removes the first servers and projects.
fn check_removals(text: &str, site: &Site) {
    let servers = site.servers().iter().take(EDITED);
    let servers = servers.map(|server| Edit::remove_server(site, server.id));
    let projects = site.projects().take(EDITED);
    let projects = projects.map(|(_, project)| Edit::remove_project(site, project.id));
    for edit in servers.chain(projects) {
        let changed = apply(text, edit);
        assert_eq!(comments(&changed), comments(text), "comments changed");
        assert!(has_all_of(text, &changed), "added something: {changed}");
        assert!(read(&changed).is_ok(), "{changed}");
    }
}

fn check_pin(text: &str, site: &Site, project: ProjectId, operation: Operation) {
    let name = format!("{operation} it");
    let changed = apply(text, Edit::pin(site, project, operation, name));
    let mut expected = actions(site);
    if !expected.contains(&(operation, project)) {
        expected.push((operation, project));
    } else {
        assert_eq!(changed, text, "it is pinned already");
    }
    check_changed(text, site, &changed, &expected);
    assert!(
        has_all_of(&changed, text),
        "pinning lost something: {changed}"
    );
}

fn check_unpin(text: &str, site: &Site, project: ProjectId, operation: Operation) {
    let changed = apply(text, Edit::unpin(site, project, operation));
    let mut expected = actions(site);
    expected.retain(|action| *action != (operation, project));
    check_changed(text, site, &changed, &expected);
    assert!(
        has_all_of(text, &changed),
        "unpinning added something: {changed}"
    );
    if expected == actions(site) {
        assert_eq!(changed, text, "nothing was to be unpinned");
    }
}

fn apply(text: &str, edit: Option<Edit>) -> String {
    let Some(edit) = edit else {
        panic!("there is no such project");
    };
    let changed = match edit.apply(text) {
        Ok(changed) => changed,
        Err(error) => panic!("{edit:?} failed: {error}"),
    };
    assert_eq!(edit.apply(&changed).as_ref(), Ok(&changed), "done twice");
    changed
}

fn actions(site: &Site) -> Vec<(Operation, ProjectId)> {
    let actions = site.actions().iter();
    actions.map(|a| (a.operation, a.project)).collect()
}

/// The changed text configures the same but for the actions, and has the same comments.
fn check_changed(text: &str, site: &Site, changed: &str, expected: &[(Operation, ProjectId)]) {
    let now = match read(changed) {
        Ok(now) => now,
        Err(problems) => panic!("{problems:?} in {changed}"),
    };
    assert_eq!(actions(&now), expected, "{changed}");
    assert_eq!(now.servers(), site.servers(), "{changed}");
    let settings = |site: &Site| (site.timing, site.limits, site.notices);
    assert_eq!(settings(&now), settings(site), "{changed}");
    assert_eq!(comments(changed), comments(text), "comments changed");
}

/// Whether all bytes of `part` are in `whole`, in their order.
fn has_all_of(whole: &str, part: &str) -> bool {
    let mut whole = whole.bytes();
    part.bytes().all(|byte| whole.any(|other| other == byte))
}

/// The comments of a text that is TOML, in order.
fn comments(text: &str) -> Vec<&str> {
    let mut comments = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        rest = &rest[at..];
        let delimiter = ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|delimiter| rest.starts_with(delimiter));
        rest = match delimiter {
            Some(delimiter) => behind_text(&rest[delimiter.len()..], delimiter),
            None => {
                let (comment, behind) = rest.split_once('\n').unwrap_or((rest, ""));
                comments.push(comment.trim_end());
                behind
            }
        };
    }
    comments
}

/// What is behind the end of a text between quotes.
fn behind_text<'t>(mut rest: &'t str, delimiter: &str) -> &'t str {
    let escapes = delimiter.starts_with('"');
    loop {
        if rest.is_empty() {
            return rest;
        }
        if let Some(behind) = rest.strip_prefix(delimiter) {
            // Up to two quotes more belong to a text of several lines.
            let quote = &delimiter[..1];
            let more = if delimiter.len() == 3 { 2 } else { 0 };
            return (0..more).fold(behind, |rest, _| rest.strip_prefix(quote).unwrap_or(rest));
        }
        let skipped = if escapes && rest.starts_with('\\') {
            2
        } else {
            1
        };
        let mut characters = rest.chars();
        characters.by_ref().take(skipped).for_each(drop);
        rest = characters.as_str();
    }
}
