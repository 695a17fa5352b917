//! Servers and projects in files of any layout.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A server with its address and its projects, each with its path.
type KnownServer = (String, String, Vec<(String, String)>);

/// What a file configures, as far as edits change it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    servers: Vec<KnownServer>,
    /// Each with what it is for.
    actions: Vec<(String, String, String)>,
}

impl Known {
    fn of(text: &str) -> Self {
        let site = read::read(text).unwrap();
        let servers = site.servers().iter().map(|server| {
            let projects = server.projects.iter();
            let projects = projects.map(|it| (it.name.clone(), it.path.to_string()));
            let address = server.address.to_string();
            (server.name.clone(), address, projects.collect())
        });
        let actions = site.actions().iter().map(|action| {
            let (server, project) = site.project(action.project).unwrap();
            (
                action.name.clone(),
                server.name.clone(),
                project.name.clone(),
            )
        });
        Known {
            servers: servers.collect(),
            actions: actions.collect(),
        }
    }
}

/// How a file is laid out: white space and comments to be taken one after the other.
#[derive(Clone, Debug)]
struct Layout {
    /// Lines between statements.
    lines: Vec<String>,
    /// What stands before statements.
    indents: Vec<String>,
    /// What stands behind statements.
    tails: Vec<String>,
    /// What stands between the elements of lists.
    gaps: Vec<String>,
    crlf: bool,
}

fn layout() -> impl Strategy<Value = Layout> {
    let text = |form: &str| proptest::string::string_regex(form).unwrap();
    (
        vec(text("(\n|[ \t]{0,2}#~ \"\n){0,3}"), 1..20),
        vec(text("[ \t]{0,2}"), 1..8),
        vec(text("( {0,2}#~ \\[\\[server\\]\\])?"), 1..8),
        vec(text("( |\t|\n|#~,\n|#~]\n){0,2}"), 1..20),
        any::<bool>(),
    )
        .prop_map(|(lines, indents, tails, gaps, crlf)| Layout {
            lines,
            indents,
            tails,
            gaps,
            crlf,
        })
}

/// Which servers there are: for each, how many projects, and whether they are between brackets.
/// Then the actions, for a project of a server.
#[derive(Clone, Debug)]
struct Content {
    servers: Vec<(usize, bool)>,
    actions: Vec<(usize, usize)>,
    servers_listed: bool,
    actions_listed: bool,
}

fn content() -> impl Strategy<Value = Content> {
    let servers = vec((0..4_usize, any::<bool>()), 0..4);
    let actions = vec((0..4_usize, 0..4_usize), 0..4);
    (servers, actions, any::<bool>(), any::<bool>()).prop_map(
        |(servers, actions, servers_listed, actions_listed)| Content {
            servers,
            actions,
            servers_listed,
            actions_listed,
        },
    )
}

struct Writer<'l> {
    layout: &'l Layout,
    text: String,
    taken: usize,
}

impl Writer<'_> {
    fn next<'t>(&mut self, from: &'t [String]) -> &'t str {
        self.taken += 1;
        &from[self.taken % from.len()]
    }

    fn gap(&mut self) -> String {
        let layout = self.layout;
        self.next(&layout.gaps).to_owned()
    }

    fn line(&mut self, statement: &str) {
        let layout = self.layout;
        let parts = [
            self.next(&layout.lines),
            self.next(&layout.indents),
            statement,
            self.next(&layout.tails),
            "\n",
        ];
        self.text += &parts.concat();
    }

    /// A list between brackets.
    fn list(&mut self, elements: &[String]) -> String {
        let mut list = "[".to_owned();
        for (index, element) in elements.iter().enumerate() {
            list += &self.gap();
            list += element;
            list += &self.gap();
            if index + 1 < elements.len() || self.taken.is_multiple_of(2) {
                list += ",";
            }
        }
        list + &self.gap() + "]"
    }

    fn table(&mut self, entries: &[String]) -> String {
        format!("{{ {} }}", entries.join(", "))
    }
}

/// A file of this content, with comments that tell their numbers.
fn file(content: &Content, layout: &Layout) -> String {
    let mut writer = Writer {
        layout,
        text: String::new(),
        taken: 0,
    };
    let server = |index: usize| {
        [
            format!("name = 'S{index}'"),
            format!("address = 's{index}'"),
        ]
    };
    let project = |index: usize| {
        [
            format!("path = 'C:\\P{index}'"),
            format!("name = 'P{index}'"),
        ]
    };
    let mut actions = content.actions.clone();
    actions.retain(|(server, project)| {
        content
            .servers
            .get(*server)
            .is_some_and(|(projects, _)| project < projects)
    });
    let action = |(index, (server, project)): (usize, &(usize, usize))| {
        [
            format!("name = 'A{index}'"),
            "command = 'stop'".to_owned(),
            format!("project = 'P{project}'"),
            format!("server = 'S{server}'"),
        ]
    };
    if content.servers_listed {
        let mut elements = Vec::new();
        for (index, (projects, _)) in content.servers.iter().enumerate() {
            let projects: Vec<_> = (0..*projects)
                .map(|it| writer.table(&project(it)))
                .collect();
            let list = format!("project = {}", writer.list(&projects));
            let [name, address] = server(index);
            elements.push(writer.table(&[name, list, address]));
        }
        let list = writer.list(&elements);
        writer.line(&format!("server = {list}"));
    }
    if content.actions_listed {
        let elements = actions.iter().enumerate().map(action);
        let elements: Vec<_> = elements.map(|entries| writer.table(&entries)).collect();
        let list = writer.list(&elements);
        writer.line(&format!("action = {list}"));
    }
    if !content.servers_listed {
        for (index, (projects, listed)) in content.servers.iter().enumerate() {
            writer.line("[[server]]");
            server(index).iter().for_each(|entry| writer.line(entry));
            if *listed {
                let projects: Vec<_> = (0..*projects)
                    .map(|it| writer.table(&project(it)))
                    .collect();
                let list = writer.list(&projects);
                writer.line(&format!("project = {list}"));
                continue;
            }
            for it in 0..*projects {
                writer.line("[[server.project]]");
                project(it).iter().for_each(|entry| writer.line(entry));
            }
        }
    }
    if !content.actions_listed {
        for entries in actions.iter().enumerate().map(action) {
            writer.line("[[action]]");
            entries.iter().for_each(|entry| writer.line(entry));
        }
    }
    let end = writer.next(&layout.lines);
    writer.text += end;
    let mut parts = writer.text.split('~');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (number, part) in parts.enumerate() {
        text += &format!("{number}{part}");
    }
    match layout.crlf {
        true => text.replace('\n', "\r\n"),
        false => text,
    }
}

/// The comments in their order.
fn comments(text: &str) -> Vec<String> {
    let comments = text.split('#').skip(1);
    let numbers = comments.map(|it| it.chars().take_while(char::is_ascii_digit).collect());
    numbers.collect()
}

/// The edit's text, which keeps all comments and does the same once as twice.
fn edited(text: &str, edit: &Edit) -> String {
    let changed = edit
        .apply(text)
        .unwrap_or_else(|error| panic!("{error} in {text}"));
    assert_eq!(edit.apply(&changed).as_ref(), Ok(&changed), "done again");
    assert_eq!(comments(&changed), comments(text), "{changed}");
    let lone = changed.replace("\r\n", "").contains('\n');
    assert!(!text.contains('\r') || !lone, "mixed: {changed:?}");
    changed
}

proptest! {
    #[test]
    fn what_is_added_and_removed_again_leaves_no_trace(
        content in content(),
        layout in layout(),
        at in 0..4_usize,
    ) {
        let text = file(&content, &layout);
        let mut expected = Known::of(&text);
        let new: Vec<_> = ["N", "M"].map(|name| NewProject {
            name: name.to_owned(),
            path: format!("D:\\{name}"),
            port: None,
        }).into();
        let home = format!("S{at}");
        let add = Edit::AddProjects {
            server: Home { name: home.clone(), address: Some(home.to_lowercase()) },
            projects: new.clone(),
        };
        let added = edited(&text, &add);
        let projects = ["N", "M"].map(|name| (name.to_owned(), format!("D:\\{name}")));
        match expected.servers.get_mut(at) {
            Some(server) => {
                server.2.extend(projects);
                prop_assert_eq!(Known::of(&added), expected);
                let mut back = added;
                for project in &new {
                    let path = project.path.clone();
                    let server = home.clone();
                    back = edited(&back, &Edit::RemoveProject { server, path });
                }
                prop_assert_eq!(back, text);
            }
            None => {
                let address = format!("s{at}:7002");
                expected.servers.push((home.clone(), address, projects.into()));
                prop_assert_eq!(Known::of(&added), expected);
                prop_assert_eq!(edited(&added, &Edit::RemoveServer { name: home }), text);
            }
        }
    }

    #[test]
    fn what_is_removed_is_that_and_no_more(
        content in content(),
        layout in layout(),
        at in 0..3_usize,
        project in 0..3_usize,
    ) {
        let text = file(&content, &layout);
        let before = Known::of(&text);
        let name = format!("S{at}");

        let mut expected = before.clone();
        expected.servers.retain(|server| server.0 != name);
        expected.actions.retain(|action| action.1 != name);
        let removed = edited(&text, &Edit::RemoveServer { name: name.clone() });
        prop_assert_eq!(Known::of(&removed), expected);

        let mut expected = before;
        let gone = format!("P{project}");
        for server in expected.servers.iter_mut().filter(|server| server.0 == name) {
            server.2.retain(|known| known.0 != gone);
        }
        expected.actions.retain(|action| action.1 != name || action.2 != gone);
        let path = format!("c:/p{project}/");
        let removed = edited(&text, &Edit::RemoveProject { server: name, path });
        prop_assert_eq!(Known::of(&removed), expected);
    }
}
