//! Which hot keys are wanted, and what becomes of those that are not to be had.

use std::collections::BTreeMap;

use super::*;
use crate::site::{Allow, Hotkey, ProjectSettings, Role, Triggers};

fn key(text: &str) -> Hotkey {
    text.parse().unwrap()
}

/// A site with hot keys for a switch to A, a stop of B, and the window for codes.
fn site(bench: &Bench) -> Site {
    let mut site = bench.model.site().clone();
    let actions = [
        ("Changeover", Operation::Switch, bench.a, "Ctrl+Alt+1"),
        ("Stop B", Operation::Stop, bench.b, "Alt+F9"),
    ];
    for (name, operation, project, hotkey) in actions {
        let triggers = Triggers {
            hotkey: Some(key(hotkey)),
            codes: vec![name.parse().unwrap()],
        };
        site.add_action(name, operation, project, triggers).unwrap();
    }
    site.scan_hotkey = Some(key("Alt+F8"));
    site
}

fn operate(project: ProjectId, operation: Operation) -> Click {
    Click::Operate { project, operation }
}

fn configured(bench: &mut Bench, site: &Site) -> Vec<Effect> {
    let mut effects = bench.happens(Event::configured(Arc::new(site.clone())));
    assert_eq!(effects.remove(0), Effect::Watch(Arc::new(site.clone())));
    effects
}

#[test]
fn hot_keys_are_wanted_for_what_may_be_done_and_mean_a_click() {
    let mut bench = Bench::with(STARTED, STARTED);
    let (a, b) = (bench.a, bench.b);
    let changeover = (key("Ctrl+Alt+1"), operate(a, Operation::Switch));
    let stop = (key("Alt+F9"), operate(b, Operation::Stop));
    let scan = (key("Alt+F8"), Click::Scan);
    let bind = |wanted: &[(Hotkey, Click)]| {
        let wanted: BTreeMap<Hotkey, Click> = wanted.iter().cloned().collect();
        vec![Effect::BindHotkeys(wanted)]
    };
    let mut site = site(&bench);
    let all = bind(&[changeover.clone(), stop, scan.clone()]);
    assert_eq!(configured(&mut bench, &site), all);
    // The same again is no news.
    assert_eq!(configured(&mut bench, &site), []);

    let settings = ProjectSettings {
        allow: Allow::from_iter([Operation::Start]),
        ..ProjectSettings::default()
    };
    site.set_project(b, settings).unwrap();
    let without_stop = bind(&[changeover, scan]);
    assert_eq!(configured(&mut bench, &site), without_stop);
    site.role = Role::Viewer;
    assert_eq!(configured(&mut bench, &site), bind(&[]));
    assert_eq!(configured(&mut bench, &site), []);
}

#[test]
fn a_hot_key_that_is_taken_is_told_once_and_tried_again() {
    let mut bench = Bench::with(STARTED, STARTED);
    let site = site(&bench);
    let bind = configured(&mut bench, &site);
    let taken = |bench: &Bench| {
        let taken = bench.model.taken_hotkeys();
        let taken = taken.map(|(hotkey, action)| (hotkey, action.map(|it| it.name.clone())));
        taken.collect::<Vec<_>>()
    };
    assert_eq!(bench.happens(Event::HotkeysTaken(Vec::new())), []);
    assert_eq!(taken(&bench), []);

    let (f8, f9, other) = (key("Alt+F8"), key("Alt+F9"), key("Alt+F7"));
    let tell = |new: &[Hotkey]| vec![notify(Notice::HotkeysTaken(new.to_vec()))];
    // What is wanted no longer does not count.
    let effects = bench.happens(Event::HotkeysTaken(vec![f9, other]));
    assert_eq!(effects, tell(&[f9]));
    assert_eq!(taken(&bench), [(f9, Some("Stop B".to_owned()))]);
    assert_eq!(bench.wait(29.0), []);
    assert_eq!(bench.wait(1.0), bind);
    assert_eq!(
        bench.happens(Event::HotkeysTaken(vec![f9, f8])),
        tell(&[f8])
    );
    assert_eq!(taken(&bench), [(f8, None), (f9, Some("Stop B".to_owned()))]);
    assert_eq!(configured(&mut bench, &site), bind);
    let mut refresh = vec![Effect::Reload, Effect::Refresh];
    refresh.extend(bind);
    assert_eq!(bench.happens(Event::Clicked(Click::Refresh)), refresh);

    let over = Effect::Withdraw(Topic::Hotkeys);
    assert_eq!(bench.happens(Event::HotkeysTaken(Vec::new())), [over]);
    assert_eq!(bench.happens(Event::HotkeysTaken(Vec::new())), []);
    assert_eq!(taken(&bench), []);
    assert_eq!(bench.wait(60.0), []);
    // A fault that comes again is told again.
    assert_eq!(bench.happens(Event::HotkeysTaken(vec![f9])), tell(&[f9]));
}

#[test]
fn only_what_differs_is_registered_and_another_meaning_gets_another_number() {
    let bench = Bench::new();
    let (start, stop) = (
        operate(bench.a, Operation::Start),
        operate(bench.a, Operation::Stop),
    );
    let [f5, f6, f7] = ["Alt+F5", "Alt+F6", "Alt+F7"].map(key);
    let mut bindings = Bindings::default();
    let wanted = BTreeMap::from([(f5, start.clone()), (f6, stop.clone())]);
    let all = Rebinding {
        release: Vec::new(),
        request: vec![(f5, start.clone()), (f6, stop.clone())],
    };
    assert_eq!(bindings.rebinding(&wanted), all);
    for (hotkey, click) in all.request {
        let number = bindings.free_number();
        bindings.bind(number, hotkey, click);
    }
    let none = Rebinding {
        release: Vec::new(),
        request: Vec::new(),
    };
    assert_eq!(bindings.rebinding(&wanted), none);

    let wanted = BTreeMap::from([(f5, stop.clone()), (f6, stop.clone()), (f7, start.clone())]);
    let changed = Rebinding {
        release: vec![1],
        request: vec![(f5, stop.clone()), (f7, start)],
    };
    assert_eq!(bindings.rebinding(&wanted), changed);
    bindings.release(1);
    assert_eq!(bindings.free_number(), 3);
    bindings.bind(3, f5, stop.clone());
    // Pressed before it was given back.
    assert_eq!(bindings.click(1), None);
    assert_eq!(bindings.hotkey(1), None);
    assert_eq!(bindings.click(3), Some(&stop));
    assert_eq!(bindings.hotkey(3), Some(f5));
}

#[test]
fn numbers_of_hot_keys_are_used_again_last_and_never_twice_at_once() {
    let mut bindings = Bindings::default();
    let first = bindings.free_number();
    bindings.bind(first, key("Alt+F5"), Click::Scan);
    let rest = (0..0xBFFE).map(|_| bindings.free_number());
    let rest: Vec<u16> = rest.collect();
    assert_eq!(rest, (2..=0xBFFF).collect::<Vec<u16>>());
    assert_eq!(bindings.free_number(), 2);
}
