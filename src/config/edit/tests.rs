mod layouts;
mod put;
mod servers;

use super::*;
use crate::site::MAX_NAME;

const BEFORE: &str = "# ours
[[server]]   # the line
name = 'Line 1'
address = \"a\"
  [[server.project]]
  path = 'C:\\A' # odd order
  name = 'A'
  [[server.project]]
  path = 'C:\\B'
  name = 'B'
";

const INLINE: &str = "server = [{ name = 'Line 1', address = 'a', project = [{ name = 'A', path = 'C:\\A' }, { name = 'B', path = 'C:\\B' }] }]\n";

fn pin(project: &str) -> Edit {
    Edit::Pin {
        name: format!("Start {project}"),
        operation: Operation::Start,
        project: project.to_owned(),
        server: "Line 1".to_owned(),
        elsewhere: false,
    }
}

fn unpin(project: &str) -> Edit {
    Edit::Unpin {
        operation: Operation::Start,
        project: project.to_owned(),
        server: "Line 1".to_owned(),
    }
}

/// Checks an edit, that it changes nothing when it is made again, and both with CRLF.
fn check_edit(before: &str, edit: &Edit, after: &str) {
    let changed = apply(before, edit);
    assert_eq!(changed.as_deref(), Ok(after), "of {before}");
    assert_eq!(apply(after, edit).as_deref(), Ok(after), "done again");
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(apply(&crlf(before), edit), Ok(crlf(after)), "with CRLF");
}

fn block(project: &str) -> String {
    format!(
        "[[action]]\nname = \"Start {project}\"\ncommand = \"start\"\nproject = \"{project}\"\n"
    )
}

#[test]
fn pinning_adds_a_block_and_unpinning_takes_it_away() {
    let pinned = format!("{BEFORE}\n{}", block("A"));
    check_edit(BEFORE, &pin("A"), &pinned);
    check_edit(&pinned, &unpin("A"), BEFORE);
    check_edit(BEFORE.trim_end(), &pin("A"), &pinned);
    check_edit(pinned.trim_end(), &unpin("A"), BEFORE);
}

#[test]
fn comments_around_and_inside_of_a_removed_block_stay_where_they_are() {
    let (a, b) = (block("A"), block("B"));
    let neither = format!("{BEFORE}\n# first\n\n# second\n\n# the end\n");
    let with_a = format!("{BEFORE}\n# first\n{a}\n# second\n\n# the end\n");
    let with_b = format!("{BEFORE}\n# first\n\n# second\n{b}\n# the end\n");
    let both = format!("{BEFORE}\n# first\n{a}\n# second\n{b}\n# the end\n");
    check_edit(&both, &unpin("A"), &with_b);
    check_edit(&both, &unpin("B"), &with_a);
    check_edit(&with_b, &unpin("B"), &neither);
    let pinned = format!("{neither}\n{a}");
    check_edit(&neither, &pin("A"), &pinned);
    check_edit(&pinned, &unpin("A"), &neither);

    let odd = "  [[ 'action' ]] # x]\n # y\n name='Z' # z\n\n\tproject = \"\"\"\nA\"\"\"\ncommand = 'start'\n";
    check_edit(
        &format!("{BEFORE}\n{odd}{b}"),
        &unpin("A"),
        &format!("{BEFORE}\n# x]\n # y\n# z\n\n{b}"),
    );
}

#[test]
fn one_of_two_empty_lines_that_would_meet_goes_with_a_block() {
    let (a, b) = (block("A"), block("B"));
    let second = a.replace("Start A", "Also");
    let cases = [
        (format!("{BEFORE}\n{a}\n{b}"), format!("{BEFORE}\n{b}")),
        (format!("{BEFORE}\n{b}\n{a}"), format!("{BEFORE}\n{b}")),
        (format!("{BEFORE}\n{a}{b}"), format!("{BEFORE}\n{b}")),
        (format!("{a}{BEFORE}{second}"), BEFORE.to_owned()),
        (format!("{BEFORE}\n{a}\n{second}"), BEFORE.to_owned()),
    ];
    for (before, after) in cases {
        check_edit(&before, &unpin("A"), &after);
    }
}

#[test]
fn inline_lists_stay_inline() {
    let (a, b) = (
        "{ name = \"Start A\", command = \"start\", project = \"A\" }",
        "{ name = \"Start B\", command = \"start\", project = \"B\" }",
    );
    let list = |list: &str| format!("# ours\naction = {list} # actions\n{INLINE}");
    let there_and_back = [
        ("[]".to_owned(), format!("[{a}]")),
        (format!("[{b}]"), format!("[{b}, {a}]")),
        (format!("[{b},]"), format!("[{b}, {a},]")),
        (
            format!("[\n  # morning\n  {b}, # noon\n  # evening\n]"),
            format!("[\n  # morning\n  {b}, # noon\n  {a},\n  # evening\n]"),
        ),
        (
            format!("[\n  # morning\n  {b} # noon\n]"),
            format!("[\n  # morning\n  {b}, # noon\n  {a}\n]"),
        ),
        (format!("[\n  {b}]"), format!("[\n  {b},\n  {a}]")),
    ];
    for (before, after) in there_and_back {
        check_edit(&list(&before), &pin("A"), &list(&after));
        check_edit(&list(&after), &unpin("A"), &list(&before));
    }
    let unpinned = [
        (format!("[{a}, {b}]"), format!("[{b}]")),
        (
            format!("[\n  # morning\n  {a}, # noon\n  # evening\n  {b},\n]"),
            format!("[\n  # morning\n  # noon\n  # evening\n  {b},\n]"),
        ),
        (
            format!("[\n  # morning\n  {b}, # noon\n  # evening\n  {a} # night\n  # end\n]"),
            format!("[\n  # morning\n  {b} # noon\n  # evening\n  # night\n  # end\n]"),
        ),
        (
            format!("[ {a} # morning, noon\n , # evening\n {b} ]"),
            format!("[  # morning, noon\n # evening\n {b} ]"),
        ),
    ];
    for (before, after) in unpinned {
        check_edit(&list(&before), &unpin("A"), &list(&after));
    }
}

#[test]
fn what_is_pinned_already_is_not_pinned_again() {
    let text = format!(
        "{BEFORE}[[action]]\nname = 'Other'\ncommand = 'start'\nproject = 'A'\nserver = 'Line 1'\n"
    );
    assert_eq!(apply(&text, &pin("A")), Ok(text.clone()));
    assert_eq!(apply(BEFORE, &unpin("A")), Ok(BEFORE.to_owned()));
}

#[test]
fn names_that_are_taken_are_varied_and_ambiguous_projects_name_their_server() {
    let text = format!(
        "{BEFORE}\n[[server]]\nname = 'Line 2'\naddress = 'b'\n[[server.project]]\nname = 'A'\npath = 'C:\\A'\n[[action]]\nname = 'Start A'\ncommand = 'start'\nproject = 'A'\nserver = 'Line 2'\n"
    );
    let block = "\n[[action]]\nname = \"Start A (Line 1)\"\ncommand = \"start\"\nproject = \"A\"\nserver = \"Line 1\"\n";
    let pinned = format!("{text}{block}");
    check_edit(&text, &pin("A"), &pinned);
    check_edit(&pinned, &unpin("A"), &text);
}

/// The names that three actions in turn are given.
fn three_names(name: &str, server: &str) -> Vec<String> {
    let mut site = Site::default();
    let on = site.add_server("s", "s".parse().unwrap());
    let project = site.add_project(on, "p", "p".parse().unwrap()).unwrap();
    for _ in 0..3 {
        let taken = |name: &str| site.actions().iter().any(|action| action.name == name);
        let free = free_name(taken, name, server);
        assert!(free.chars().count() <= MAX_NAME, "{free}");
        site.add_action(
            &free,
            Operation::Start,
            project,
            crate::site::Triggers::default(),
        );
    }
    let names = site.actions().iter().map(|action| action.name.clone());
    names.collect()
}

#[test]
fn names_are_shortened_to_what_a_name_may_have() {
    let ab = "ab".repeat(40);
    assert_eq!(
        three_names(&ab, "Line 1"),
        [
            format!("{}…", &ab[..63]),
            format!("{}… (Line 1)", &ab[..54]),
            format!("{}… 2", &ab[..61]),
        ]
    );
    let fits = "š".repeat(64);
    assert_eq!(
        three_names(&fits, &"L".repeat(64)),
        [
            fits.clone(),
            format!("{}… 2", "š".repeat(61)),
            format!("{}… 3", "š".repeat(61)),
        ]
    );
    // A letter of two characters is not cut apart.
    let decomposed = format!("{} e\u{301}zz", "x".repeat(61));
    assert_eq!(
        free_name(|_| false, &decomposed, ""),
        format!("{}…", "x".repeat(61))
    );

    let name = "A".repeat(61);
    let before = format!(
        "[[server]]\nname = 'Line 1'\naddress = 'a'\n[[server.project]]\nname = '{name}'\npath = 'C:/A'\n"
    );
    let edit = Edit::Pin {
        name: format!("Switch to {name}"),
        operation: Operation::Switch,
        project: name.clone(),
        server: "Line 1".to_owned(),
        elsewhere: false,
    };
    let block = format!(
        "\n[[action]]\nname = \"Switch to {}…\"\ncommand = \"switch\"\nproject = \"{name}\"\n",
        "A".repeat(53)
    );
    check_edit(&before, &edit, &format!("{before}{block}"));
}

#[test]
fn broken_files_and_unknown_projects_are_left_alone() {
    let broken = apply("x = 1\n", &pin("A"));
    assert!(matches!(
        broken,
        Err(EditError::Broken(Problem { line: 1, .. }))
    ));
    assert!(matches!(
        apply("x = ", &pin("A")),
        Err(EditError::Broken(_))
    ));
    assert_eq!(
        apply(BEFORE, &pin("C")),
        Err(EditError::NoProject(
            "no project is called \"C\"; add it above, or correct the name".to_owned()
        ))
    );
}

#[test]
fn comments_inside_of_a_removed_one_line_action_stay() {
    let text = "action = [{ name =  # the first\r\n  # half # of it\r\n  'Go # \"on\"', \
                command = \"start\", project = \"A\" }, # behind\r\n]\r\n";
    let text = format!("{text}{INLINE}");
    let unpinned = apply(&text, &unpin("A")).unwrap();
    let left = "action = [# the first\r\n  # half # of it\r\n  # behind\r\n]\r\n";
    assert_eq!(unpinned, format!("{left}{INLINE}"));
}

proptest::proptest! {
    #[test]
    fn no_layout_of_a_list_loses_a_comment_or_another_action(
        elements in proptest::collection::vec((0..2_usize, gap(), gap(), gap()), 0..5),
        end in gap(),
        trailing_comma: bool,
    ) {
        let mut list = String::new();
        for (index, (project, before, inside, after)) in elements.iter().enumerate() {
            let project = ["A", "B"][*project];
            list += before;
            list += &format!("{{ name = 'Ž{index}', command = 'start', project = '{project}' }}");
            list += inside;
            if trailing_comma || index + 1 < elements.len() {
                list += ",";
            }
            list += after;
        }
        let text = format!("action = [{list}{end}]\n{INLINE}");
        let actions = |text: &str| {
            let site = read::read(text).unwrap();
            let actions = site.actions().iter().map(|action| {
                let project = site.project(action.project).unwrap().1.name.clone();
                (action.name.clone(), project)
            });
            actions.collect::<Vec<_>>()
        };
        let unpinned = apply(&text, &unpin("A")).unwrap();
        let mut rest = actions(&text);
        rest.retain(|(_, project)| project != "A");
        assert_eq!(actions(&unpinned), rest);
        assert_eq!(unpinned.matches("# š").count(), text.matches("# š").count());

        let pinned = apply(&unpinned, &pin("A")).unwrap();
        rest.push(("Start A".to_owned(), "A".to_owned()));
        assert_eq!(actions(&pinned), rest);
        assert_eq!(pinned.matches("# š").count(), text.matches("# š").count());
    }
}

/// White space and comments, as they may stand between the elements of a list.
fn gap() -> impl proptest::strategy::Strategy<Value = String> {
    proptest::string::string_regex("( |\t|\n|\r\n|# š,\n|# š]\r\n){0,3}").unwrap()
}
