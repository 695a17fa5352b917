use crate::model::event::{Click, Event};
use crate::model::{Autostart, AutostartRefusal, Effect, Notice};
use crate::site::{NoticeLevel, Site};

use super::{Arc, Bench, notify};

#[test]
fn a_click_asks_for_the_other_and_changes_nothing_by_itself() {
    let mut bench = Bench::new();
    assert_eq!(bench.model.autostart(), None);
    assert_eq!(bench.happens(Event::Clicked(Click::Autostart)), []);
    let cases = [
        (Autostart::Off, Effect::SetAutostart(true)),
        (Autostart::TurnedOff, Effect::SetAutostart(true)),
        (Autostart::On, Effect::SetAutostart(false)),
        (
            Autostart::OnForAll,
            notify(Notice::AutostartNotSet(AutostartRefusal::ForAll)),
        ),
    ];
    for (autostart, effect) in cases {
        assert_eq!(bench.happens(Event::Autostart(Some(autostart))), []);
        assert_eq!(bench.happens(Event::Clicked(Click::Autostart)), [effect]);
        assert_eq!(bench.model.autostart(), Some(autostart));
    }
}

#[test]
fn a_click_changes_nothing_where_the_organisation_decides() {
    let mut bench = Bench::new();
    let mut site = Site::default();
    site.rules.own_autostart = false;
    bench.happens(Event::configured(Arc::new(site)));
    let managed = notify(Notice::AutostartNotSet(AutostartRefusal::Managed));
    for autostart in [Autostart::Off, Autostart::On, Autostart::OnForAll] {
        bench.happens(Event::Autostart(Some(autostart)));
        let told = bench.happens(Event::Clicked(Click::Autostart));
        assert_eq!(told, std::slice::from_ref(&managed));
    }
}

#[test]
fn what_could_not_be_set_is_told_at_every_level() {
    for notices in [NoticeLevel::All, NoticeLevel::Problems, NoticeLevel::Off] {
        let mut bench = Bench::new();
        let mut site = Site::default();
        site.notices = notices;
        bench.happens(Event::configured(Arc::new(site)));
        let denied = "Access is denied.".to_owned();
        let told = AutostartRefusal::System(denied.clone());
        assert_eq!(
            bench.happens(Event::AutostartNotSet(denied)),
            [notify(Notice::AutostartNotSet(told))]
        );
    }
}
