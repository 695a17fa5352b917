//! Values → what each layer of policies says, and which values make no sense.

use std::collections::{BTreeMap, BTreeSet};

use super::{PolicyData, PolicyValue, Scope};
use crate::config::find::nearest;
use crate::config::layers::{Block, Data, Layer, Origin, Place, ServerTree, Tree, Trouble, Value};
use crate::config::read::read_part;
use crate::config::schema::{Decides, Entries, Policy, Registry, Unit, policies, policy};
use crate::site::Site;

/// What the organisation says, and what it says in vain.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(in crate::config) struct Interpreted {
    pub(in crate::config) user: Tree,
    pub(in crate::config) machine: Tree,
    pub(in crate::config) ignored: Vec<Trouble>,
}

/// Says what the values mean. `servers` are the names of those that files have: a project's and an
/// action's server may be one of them.
pub(in crate::config) fn interpret(values: &[PolicyValue], servers: &[String]) -> Interpreted {
    let mut reader = Reader {
        servers: servers.to_vec(),
        ..Reader::default()
    };
    let mut entries = Vec::new();
    for value in values {
        match reader.policy_of(value) {
            Some(Policy {
                decides: Decides::Entries(kind),
                ..
            }) if value.subkey.is_some() => entries.push((kind, value)),
            Some(policy) => reader.value(&policy, value),
            None => {}
        }
    }
    // Projects are of servers, and actions of projects.
    for wanted in [Entries::Servers, Entries::Projects, Entries::Actions] {
        for (_, value) in entries.iter().filter(|(kind, _)| *kind == wanted) {
            reader.entry(wanted, value);
        }
    }
    reader.read
}

#[derive(Default)]
struct Reader {
    servers: Vec<String>,
    read: Interpreted,
    /// The subkeys that were complained of.
    unknown: BTreeSet<(Layer, String)>,
}

impl Reader {
    fn tree(&mut self, scope: Scope) -> &mut Tree {
        match scope {
            Scope::User => &mut self.read.user,
            Scope::Machine => &mut self.read.machine,
        }
    }

    fn ignore(&mut self, value: &PolicyValue, message: impl Into<String>) {
        self.read.ignored.push(Trouble {
            origin: origin(value),
            message: message.into(),
        });
    }

    /// The policy to which a value belongs.
    fn policy_of(&mut self, value: &PolicyValue) -> Option<Policy> {
        let name = value.subkey.as_ref().unwrap_or(&value.name);
        let known = policy(name);
        if known.is_none() {
            let names: Vec<&str> = policies().map(|policy| policy.name).collect();
            let remedy = match nearest(name, &names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "remove it, or check its name in the documentation".to_owned(),
            };
            let message = format!("unknown policy `{name}`; {remedy}");
            self.ignore_subkey(value, message);
        }
        known
    }

    /// Says once of all values of a subkey that they make no sense.
    fn ignore_subkey(&mut self, value: &PolicyValue, message: String) {
        let layer = value.scope.layer();
        let subkey = value.subkey.clone();
        if subkey.is_none_or(|subkey| self.unknown.insert((layer, subkey))) {
            let origin = subkey_of(value);
            self.read.ignored.push(Trouble { origin, message });
        }
    }

    fn value(&mut self, policy: &Policy, value: &PolicyValue) {
        let Some(registry) = policy.registry() else {
            return;
        };
        let list = matches!(registry, Registry::List(_) | Registry::Table);
        if list && value.subkey.is_none() {
            let message = format!(
                "this must be a subkey with a REG_SZ in each value, not {}",
                held(&value.data)
            );
            return self.ignore(value, message);
        }
        if !list && value.subkey.is_some() {
            let message = format!("this must be {}, not a subkey", wanted(registry));
            return self.ignore_subkey(value, message);
        }
        let data = match data(policy, registry, &value.data) {
            Ok(data) => data,
            Err(message) => return self.ignore(value, message),
        };
        let said = Value {
            data,
            origin: subkey_of(value),
        };
        let tree = self.tree(value.scope);
        match policy.decides {
            Decides::Permission(_) => {
                tree.permissions.insert(policy.name, said);
            }
            Decides::Setting(setting) => add(&mut tree.settings, setting.key, said),
            Decides::Entries(_) => {}
        }
    }

    fn entry(&mut self, kind: Entries, value: &PolicyValue) {
        let added = match (&value.data, kind) {
            (PolicyData::Text(address), Entries::Servers) => self.server(value, address),
            (PolicyData::Text(path), Entries::Projects) => self.project(value, path),
            (PolicyData::Text(order), Entries::Actions) => self.action(value, order),
            (PolicyData::Number(_) | PolicyData::Other(_), _) => Err(format!(
                "this must be {}, not {}",
                wanted(Registry::Text),
                held(&value.data)
            )),
        };
        if let Err(message) = added {
            self.ignore(value, message);
        }
    }

    fn server(&mut self, value: &PolicyValue, address: &str) -> Result<(), String> {
        let (name, address) = (text(&value.name), text(address));
        let site = checked(&format!("[[server]]\nname = {name}\naddress = {address}\n"))?;
        let name = site.servers().first().map(|server| server.name.clone());
        let mut block = block(value, &name.unwrap_or_default());
        let origin = origin(value);
        block.fields.insert(
            "address",
            Value {
                data: address,
                origin,
            },
        );
        let title = block.title().to_owned();
        let tree = self.tree(value.scope);
        if tree
            .servers
            .iter()
            .any(|known| known.server.title() == title)
        {
            return Err(format!(
                "the name \"{title}\" is used already; give each server a name of its own"
            ));
        }
        tree.servers.push(ServerTree {
            server: block,
            projects: Vec::new(),
        });
        self.servers.push(title);
        Ok(())
    }

    fn project(&mut self, value: &PolicyValue, path: &str) -> Result<(), String> {
        let (server, project) = self.split(&value.name).ok_or_else(|| {
            format!(
                "`{}` names no server; write it as Server/Project",
                value.name
            )
        })?;
        let path = text(path);
        let site = checked(&format!(
            "[[server]]\nname = {}\n[[server.project]]\nname = {}\npath = {path}\n",
            text(&server),
            text(&project)
        ))?;
        let names = site.projects().next();
        let names = names.map(|(server, project)| (server.name.clone(), project.name.clone()));
        let (server, project) = names.unwrap_or_default();
        let mut project = block(value, &project);
        let origin = origin(value);
        project.fields.insert("path", Value { data: path, origin });
        let tree = self.tree(value.scope);
        let mut known = tree.servers.iter_mut();
        let Some(known) = known.find(|known| known.server.title() == server) else {
            tree.servers.push(ServerTree {
                server: block(value, &server),
                projects: vec![project],
            });
            return Ok(());
        };
        if known
            .projects
            .iter()
            .any(|known| known.title() == project.title())
        {
            return Err(format!(
                "server \"{server}\" has a project \"{}\" already; give each a name of its own",
                project.title()
            ));
        }
        known.projects.push(project);
        Ok(())
    }

    fn action(&mut self, value: &PolicyValue, order: &str) -> Result<(), String> {
        let form = || {
            format!(
                "`{order}` is no action; write it like `start Server/Project`, or with `stop` or `switch`"
            )
        };
        let (command, target) = order
            .trim()
            .split_once(char::is_whitespace)
            .ok_or_else(form)?;
        let (server, project) = self.split(target.trim()).ok_or_else(form)?;
        let fields = [
            ("command", text(command)),
            ("server", text(&server)),
            ("project", text(&project)),
        ];
        let mut action = block(value, value.name.trim());
        let mut written = format!("[[action]]\nname = {}\n", text(&value.name));
        for (key, data) in fields {
            written.push_str(&format!("{key} = {data}\n"));
            let origin = origin(value);
            action.fields.insert(key, Value { data, origin });
        }
        checked(&written)?;
        let tree = self.tree(value.scope);
        if tree
            .actions
            .iter()
            .any(|known| known.title() == action.title())
        {
            return Err(format!(
                "the name \"{}\" is used already; give each action a name of its own",
                action.title()
            ));
        }
        tree.actions.push(action);
        Ok(())
    }

    /// `Server/Project`: at the end of the longest name of a server that is known, since names may have
    /// slashes of their own, or at the first slash.
    fn split(&self, name: &str) -> Option<(String, String)> {
        let known = self.servers.iter().filter_map(|server| {
            let project = name.strip_prefix(server.as_str())?.strip_prefix('/')?;
            Some((server.as_str(), project))
        });
        let longest = known.max_by_key(|(server, _)| server.len());
        let (server, project) = longest.or_else(|| name.split_once('/'))?;
        Some((server.to_owned(), project.to_owned()))
    }
}

/// Adds a value, or the next one of a list.
fn add(settings: &mut BTreeMap<&'static str, Value>, key: &'static str, said: Value) {
    match (settings.get_mut(key), said.data) {
        (
            Some(Value {
                data: Data::List(texts),
                ..
            }),
            Data::List(more),
        ) => texts.extend(more),
        (_, data) => {
            settings.insert(key, Value { data, ..said });
        }
    }
}

/// What a value says for a setting or a permission; of a list, one of its texts.
fn data(policy: &Policy, registry: Registry, data: &PolicyData) -> Result<Data, String> {
    match (registry, data) {
        (Registry::Number { least, most, unit }, PolicyData::Number(count)) => {
            if !(least..=most).contains(count) {
                let unit = match unit {
                    Unit::Milliseconds => "milliseconds",
                    Unit::Seconds => "seconds",
                };
                return Err(format!(
                    "{count} is out of range; use {least} to {most} {unit}"
                ));
            }
            let time = humantime::format_duration(unit.times(*count));
            Ok(Data::Text(time.to_string()))
        }
        (Registry::Switch, PolicyData::Number(count @ (0 | 1))) => {
            Ok(Data::Number((*count).into()))
        }
        (Registry::Switch, PolicyData::Number(count)) => Err(format!(
            "{count} is out of range; use 0 for no or 1 for yes"
        )),
        (Registry::Word(words), PolicyData::Text(word)) => {
            one_of(words, word)?;
            Ok(Data::Text(word.clone()))
        }
        (Registry::List(words), PolicyData::Text(word)) => {
            if !words.is_empty() {
                one_of(words, word)?;
            }
            checked_setting(policy, Data::List(vec![word.clone()]))
        }
        (Registry::Text, PolicyData::Text(text)) => {
            checked_setting(policy, Data::Text(text.clone()))
        }
        (
            Registry::Number { .. }
            | Registry::Switch
            | Registry::Word(_)
            | Registry::List(_)
            | Registry::Text
            | Registry::Table,
            data,
        ) => Err(format!(
            "this must be {}, not {}",
            wanted(registry),
            held(data)
        )),
    }
}

fn one_of(words: &[&str], word: &str) -> Result<(), String> {
    if words.contains(&word) {
        return Ok(());
    }
    let remedy = match nearest(word, words) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("use one of: {}", words.join(", ")),
    };
    Err(format!("`{word}` is unknown; {remedy}"))
}

/// What the file's own reader says of it.
fn checked_setting(policy: &Policy, data: Data) -> Result<Data, String> {
    if let Decides::Setting(setting) = policy.decides {
        checked(&format!("{} = {data}\n", setting.key))?;
    }
    Ok(data)
}

fn checked(text: &str) -> Result<Site, String> {
    read_part(text).map_err(|problems| {
        let messages: Vec<String> = problems
            .into_iter()
            .map(|problem| problem.message)
            .collect();
        messages.join("; ")
    })
}

fn text(text: &str) -> Data {
    Data::Text(text.to_owned())
}

fn block(value: &PolicyValue, name: &str) -> Block {
    Block {
        name: Value {
            data: text(name),
            origin: origin(value),
        },
        fields: BTreeMap::new(),
    }
}

fn origin(value: &PolicyValue) -> Origin {
    Origin {
        layer: value.scope.layer(),
        place: value.place.clone(),
    }
}

/// Where all of a subkey is, or the value itself if it is in none. In a file its first value stands for
/// it.
fn subkey_of(value: &PolicyValue) -> Origin {
    let mut origin = origin(value);
    if let (Some(_), Place::Registry { name, .. }) = (&value.subkey, &mut origin.place) {
        *name = None;
    }
    origin
}

fn wanted(registry: Registry) -> &'static str {
    match registry {
        Registry::Number { .. } | Registry::Switch => "a number (REG_DWORD)",
        Registry::Word(_) | Registry::Text | Registry::List(_) => "a text (REG_SZ)",
        Registry::Table => "a subkey",
    }
}

fn held(data: &PolicyData) -> &str {
    match data {
        PolicyData::Number(_) => "a number (REG_DWORD)",
        PolicyData::Text(_) => "a text (REG_SZ)",
        PolicyData::Other(what) => what,
    }
}
