//! The registry's values. `SOFTWARE\Policies` is the same for programs of 32 and 64 bits.

use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE, Type, Value};

use super::{Policies, PolicyData, PolicyValue, Scope};
use crate::config::layers::Place;

/// Below the root of each.
const KEY: &str = r"SOFTWARE\Policies\PekatTray";

/// `ERROR_FILE_NOT_FOUND` as a result: there is no such key.
const NOT_FOUND: i32 = 0x8007_0002_u32.cast_signed();

/// The key of a scope, with its root.
pub(super) fn key(scope: Scope) -> String {
    let root = match scope {
        Scope::User => "HKCU",
        Scope::Machine => "HKLM",
    };
    format!("{root}\\{KEY}")
}

pub(super) fn read() -> Policies {
    let mut policies = Policies::default();
    for (scope, root) in [(Scope::User, CURRENT_USER), (Scope::Machine, LOCAL_MACHINE)] {
        let path = key(scope);
        match root.open(KEY) {
            Ok(key) => policies.scope(scope, &key, &path),
            Err(error) if error.code().0 == NOT_FOUND => {}
            Err(error) => policies.unreadable(&path, &error.to_string()),
        }
    }
    policies
}

impl Policies {
    fn unreadable(&mut self, path: &str, reason: &str) {
        self.unreadable
            .push(format!("{path} cannot be read: {reason}"));
    }

    fn scope(&mut self, scope: Scope, key: &Key, path: &str) {
        self.values(scope, None, key, path);
        let names: Vec<String> = match key.keys() {
            Ok(names) => names.collect(),
            Err(error) => return self.unreadable(path, &error.to_string()),
        };
        for name in names {
            let path = format!("{path}\\{name}");
            match key.open(&name) {
                Ok(subkey) => {
                    self.values(scope, Some(&name), &subkey, &path);
                    self.inner_keys(scope, &name, &subkey, &path);
                }
                Err(error) => self.unreadable(&path, &error.to_string()),
            }
        }
    }

    fn values(&mut self, scope: Scope, subkey: Option<&str>, key: &Key, path: &str) {
        let values = match key.values() {
            Ok(values) => values,
            Err(error) => return self.unreadable(path, &error.to_string()),
        };
        self.values.extend(values.map(|(name, value)| PolicyValue {
            scope,
            subkey: subkey.map(str::to_owned),
            data: data(value),
            place: Place::Registry {
                key: path.to_owned(),
                name: Some(name.clone()),
            },
            name,
        }));
    }

    /// No policy has keys within a subkey.
    fn inner_keys(&mut self, scope: Scope, subkey: &str, key: &Key, path: &str) {
        let names = key.keys().into_iter().flatten();
        self.values.extend(names.map(|name| PolicyValue {
            scope,
            subkey: Some(subkey.to_owned()),
            data: PolicyData::Other("a key".to_owned()),
            place: Place::Registry {
                key: path.to_owned(),
                name: Some(name.clone()),
            },
            name,
        }));
    }
}

fn data(value: Value) -> PolicyData {
    let what = match value.ty() {
        Type::U32 => "a REG_DWORD that cannot be read",
        Type::U64 => "a REG_QWORD",
        Type::String => "a REG_SZ that is no Unicode",
        Type::ExpandString => "a REG_EXPAND_SZ",
        Type::MultiString => "a REG_MULTI_SZ",
        Type::Bytes => "a REG_BINARY",
        Type::Other(_) => "a value of another type",
    };
    let known = match value.ty() {
        Type::U32 => u32::try_from(value).ok().map(PolicyData::Number),
        Type::String => String::try_from(value).ok().map(PolicyData::Text),
        Type::U64 | Type::ExpandString | Type::MultiString | Type::Bytes | Type::Other(_) => None,
    };
    known.unwrap_or_else(|| PolicyData::Other(what.to_owned()))
}
