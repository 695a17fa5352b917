//! Whatever stands in the registry.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::config::read;

/// A name of a policy, or one that is none.
fn name() -> impl Strategy<Value = String> {
    let known: Vec<&str> = policies().map(|policy| policy.name).collect();
    prop_oneof![
        8 => select(known).prop_map(str::to_owned),
        1 => text(),
    ]
}

/// Texts that some policy may take, and others.
fn text() -> impl Strategy<Value = String> {
    const LIKELY: &[&str] = &[
        "viewer",
        "risky",
        "off",
        "de",
        "one",
        "fault",
        "22:00-06:00",
        "Ctrl+Alt+F9",
        "10.0.0.9:7002",
        r"C:\A",
        "A/B",
        "A/B/C",
        "A",
        "start A/B",
        "switch A/B/C",
        "1",
        "",
    ];
    prop_oneof![
        6 => select(LIKELY).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn data() -> impl Strategy<Value = PolicyData> {
    prop_oneof![
        2 => prop_oneof![0..3_u32, 200..9000_u32, any::<u32>()].prop_map(PolicyData::Number),
        4 => text().prop_map(PolicyData::Text),
        1 => Just(PolicyData::Other("a REG_BINARY".to_owned())),
    ]
}

fn value() -> impl Strategy<Value = PolicyValue> {
    let subkey = prop_oneof![Just(None), name().prop_map(Some)];
    let scope = select(&[Scope::User, Scope::Machine][..]);
    (scope, subkey, name(), text(), data()).prop_map(|(scope, subkey, policy, entry, data)| {
        let name = if subkey.is_some() { entry } else { policy };
        let place = Place::Registry {
            key: subkey.clone().unwrap_or_default(),
            name: Some(name.clone()),
        };
        PolicyValue {
            scope,
            subkey,
            name,
            data,
            place,
        }
    })
}

proptest! {
    #[test]
    fn each_value_is_either_followed_or_ignored(value in value()) {
        let set = interpret(std::slice::from_ref(&value), &[]);
        let followed = !set.user.is_empty() || !set.machine.is_empty();
        prop_assert_eq!(followed, set.ignored.is_empty(), "{:?}: {:?}", value, set);
    }

    #[test]
    fn whatever_is_set_what_is_in_force_is_right(values in prop::collection::vec(value(), 0..12)) {
        let set = interpret(&values, &[]);
        let whole = layers::join(&[set.user, set.machine]);
        let lines = whole.lines(false).into_iter().map(|line| line.text + "\n");
        let text: String = lines.collect();
        let read = read(&text);
        prop_assert!(read.is_ok(), "{text}{read:?}");
    }
}
