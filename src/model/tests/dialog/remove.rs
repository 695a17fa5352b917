//! Taking servers and projects from the configuration.

use super::*;

impl Bench {
    fn answers_removal(&mut self, question: u64, yes: bool) -> Vec<Effect> {
        let question = QuestionId(question);
        self.happens(Event::Confirmed { question, yes })
    }
}

fn asks(question: u64, wish: Wish) -> [Effect; 1] {
    let id = QuestionId(question);
    [Effect::Confirm(Question { id, wish })]
}

#[test]
fn a_project_is_removed_after_a_yes_and_stays_after_a_no() {
    let mut bench = Bench::new();
    let (a, b) = (bench.a, bench.b);
    let remove = |project| Click::RemoveProject(project);
    assert_eq!(bench.clicks(remove(a)), asks(1, Wish::RemoveProject(a)));
    // The same question comes to the front.
    assert_eq!(bench.clicks(remove(a)), asks(1, Wish::RemoveProject(a)));
    assert_eq!(bench.answers_removal(1, false), []);
    assert_eq!(bench.clicks(remove(a)), asks(2, Wish::RemoveProject(a)));
    // Another takes its place.
    assert_eq!(bench.clicks(remove(b)), asks(3, Wish::RemoveProject(b)));
    assert_eq!(bench.answers_removal(2, true), []);
    let removed = [Effect::RemoveProject(b)];
    assert_eq!(bench.answers_removal(3, true), removed);
    assert_eq!(bench.answers_removal(3, true), []);
}

#[test]
fn a_server_is_removed_with_the_projects_that_the_question_named() {
    let mut bench = Bench::new();
    let (server, a, b) = (bench.server, bench.a, bench.b);
    let wish = |projects: &[ProjectId]| Wish::RemoveServer {
        server,
        projects: projects.to_vec(),
    };
    let remove = Click::RemoveServer(server);
    assert_eq!(bench.clicks(remove.clone()), asks(1, wish(&[a, b])));
    // One that has come since was not named.
    bench.has_now(|site| {
        site.add_project(server, "C", r"C:\C".parse().unwrap());
    });
    let c = bench.model.site().servers()[0].projects[2].id;
    assert_eq!(bench.answers_removal(1, true), asks(2, wish(&[a, b, c])));
    let removed = [Effect::RemoveServer(server)];
    assert_eq!(bench.answers_removal(2, true), removed);
}

#[test]
fn nothing_is_removed_where_somebody_else_decides_on_that() {
    use Keeper::{Machine, Organisation, User};
    let restraint = |keeper| match keeper {
        User => None,
        Machine => Some(Restraint::Machine),
        Organisation => Some(Restraint::Organisation),
    };
    for of_server in [User, Machine, Organisation] {
        for of_project in [User, Machine, Organisation] {
            let mut bench = Bench::new();
            let (server, project) = (bench.server, bench.a);
            bench.has_now(|site| {
                site.keep_server(server, of_server).unwrap();
                site.keep_project(project, of_project).unwrap();
            });
            // A user's project on a server of another can be removed.
            let told = bench.clicks(Click::RemoveProject(project));
            let expected = match restraint(of_project) {
                None => asks(1, Wish::RemoveProject(project)),
                Some(restraint) => [notify(Notice::NotChangeable(restraint))],
            };
            assert_eq!(told, expected, "{of_server:?} {of_project:?}");
            let told = bench.clicks(Click::RemoveServer(server));
            let told = matches!(told[..], [Effect::Confirm(_)]);
            assert_eq!(told, of_server == User, "{of_server:?} {of_project:?}");
            assert_eq!(
                bench.model.may_remove_server(server).err(),
                restraint(of_server)
            );
        }
    }
    let mut bench = Bench::new();
    let (server, project) = (bench.server, bench.a);
    bench.has_now(|site| site.role = Role::Viewer);
    for click in [Click::RemoveServer(server), Click::RemoveProject(project)] {
        let told = [notify(Notice::NotChangeable(Restraint::Viewer))];
        assert_eq!(bench.clicks(click), told);
    }
}

#[test]
fn a_question_about_what_is_gone_or_not_the_users_any_more_is_withdrawn() {
    type Change = fn(&mut Site, ServerId, ProjectId);
    let changes: [Change; 3] = [
        |site, _, _| *site = Site::default(),
        |site, _, _| site.rules.own_servers = false,
        |site, server, project| {
            site.keep_server(server, Keeper::Machine).unwrap();
            site.keep_project(project, Keeper::Machine).unwrap();
        },
    ];
    for change in changes {
        for of_server in [true, false] {
            let mut bench = Bench::new();
            let (server, project) = (bench.server, bench.a);
            let click = match of_server {
                true => Click::RemoveServer(server),
                false => Click::RemoveProject(project),
            };
            bench.clicks(click);
            let mut site = bench.model.site().clone();
            change(&mut site, server, project);
            let effects = bench.happens(Event::configured(Arc::new(site)));
            let withdrawn = Effect::WithdrawQuestion(QuestionId(1));
            assert!(effects.contains(&withdrawn), "{effects:?}");
            assert_eq!(bench.answers_removal(1, true), []);
        }
    }
}

#[test]
fn a_click_on_what_is_gone_does_nothing() {
    let mut bench = Bench::new();
    let (server, project) = (bench.server, bench.a);
    bench.happens(Event::configured(Arc::new(Site::default())));
    assert_eq!(bench.clicks(Click::RemoveProject(project)), []);
    assert_eq!(bench.clicks(Click::RemoveServer(server)), []);
}
