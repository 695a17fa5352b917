//! What an installer is told in a few properties → the file for all users of the computer.
//!
//! The MSI has this done by the very program that it is about to install, before it touches anything: so
//! what is wrong fails the installation with words, and what is written is what will be understood.

mod request;
#[cfg(test)]
mod tests;

use crate::config::{Edit, MARK, MAX_SIZE, Problem, accept_part, proper_name, read_part};
use crate::site::{Address, Language, Role};
pub use request::answer;

/// A new file's text, to begin with: the number of its form.
const NEW: &str = "version = 1\n";

/// What an installer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Properties<'t> {
    /// `SERVER`: `Name=host` or `Name=host:port`, more than one separated by `;`. Empty if it is not given,
    /// like all others.
    pub server: &'t str,
    /// What the file says that `CONFIG` names. It takes the place of the one that is there.
    pub config: Option<File<'t>>,
    /// `ROLE`: `operator` or `viewer`.
    pub role: &'t str,
    /// `LANGUAGE`: the code of a language.
    pub language: &'t str,
}

/// A configuration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File<'t> {
    /// What it is called in messages.
    pub name: &'t str,
    /// All that it says; a byte-order mark stays.
    pub text: &'t str,
}

/// The text of the file for all users of the computer: what `CONFIG` says, else what is `present`, with the
/// servers, the role and the language that are given. Everything else stays, to the byte.
///
/// # Errors
/// Everything that is wrong, a line each, that begins with the property and says what to write instead.
pub fn prepare(
    properties: &Properties<'_>,
    present: Option<File<'_>>,
) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let edits = edits(properties, &mut problems);
    let base = match (properties.config, present) {
        (Some(file), _) => {
            let found = read_part(unmarked(file.text)).err();
            checked(
                file,
                found,
                "CONFIG: ",
                "; correct that file",
                &mut problems,
            )
        }
        (None, Some(file)) => checked(
            file,
            // An earlier version may have taken paths and hot keys that this one leaves out.
            accept_part(unmarked(file.text)).err(),
            "",
            "; correct that file, or name another one with CONFIG",
            &mut problems,
        ),
        (None, None) => NEW,
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let (mark, text) = match base.strip_prefix(MARK) {
        Some(text) => (&base[..MARK.len_utf8()], text),
        None => ("", base),
    };
    let mut changed = text.to_owned();
    for (property, edit) in edits {
        match edit.apply(&changed) {
            Ok(text) => changed = text,
            Err(error) => problems.push(format!("{property}: {error}")),
        }
    }
    if changed.len() as u64 > MAX_SIZE {
        problems.push(
            "the configuration would be larger than 1 MiB; remove what is not needed from it"
                .to_owned(),
        );
    }
    match problems.is_empty() {
        true => Ok(format!("{mark}{changed}")),
        false => Err(problems),
    }
}

/// A file's text, after what is wrong with it has been told. It stands beside the users' files and the
/// policies, so that it may lean on those.
fn checked<'t>(
    File { name, text }: File<'t>,
    found: Option<Vec<Problem>>,
    property: &str,
    remedy: &str,
    problems: &mut Vec<String>,
) -> &'t str {
    let found = found.iter().flatten();
    problems.extend(found.map(|problem| format!("{property}{name}, {problem}{remedy}")));
    text
}

fn unmarked(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// What the properties change, each with its name.
fn edits(properties: &Properties<'_>, problems: &mut Vec<String>) -> Vec<(&'static str, Edit)> {
    let mut edits = Vec::new();
    let servers = servers(properties.server, problems);
    if !servers.is_empty() {
        edits.push(("SERVER", Edit::PutServers(servers)));
    }
    let words = [
        ("ROLE", "role", properties.role, word::<Role> as Check),
        (
            "LANGUAGE",
            "language",
            properties.language,
            word::<Language>,
        ),
    ];
    for (property, key, value, check) in words {
        match check(value.trim()) {
            _ if value.is_empty() => {}
            Ok(()) => {
                let value = value.trim().to_owned();
                edits.push((property, Edit::PutKey { key, value }));
            }
            Err(problem) => problems.push(format!("{property}: {problem}")),
        }
    }
    edits
}

type Check = fn(&str) -> Result<(), String>;

fn word<T: std::str::FromStr>(value: &str) -> Result<(), String>
where
    T::Err: std::fmt::Display,
{
    let parsed = value.parse::<T>().map(drop);
    parsed.map_err(|error| error.to_string())
}

/// The servers that `SERVER` names, in order; what is wrong with each is told.
fn servers(property: &str, problems: &mut Vec<String>) -> Vec<(String, Address)> {
    let mut servers: Vec<(String, Address)> = Vec::new();
    if property.is_empty() {
        return servers;
    }
    for (place, part) in property.split(';').enumerate() {
        match server(part, place + 1, &servers) {
            Ok(server) => servers.push(server),
            Err(problem) => problems.push(format!("SERVER: {problem}")),
        }
    }
    servers
}

fn server(
    part: &str,
    place: usize,
    before: &[(String, Address)],
) -> Result<(String, Address), String> {
    let part = part.trim();
    if part.is_empty() {
        return Err(format!(
            "server {place} is empty; write Name=host:port, and \";\" only between two servers"
        ));
    }
    // A name may have one in it, an address none.
    let Some((name, address)) = part.rsplit_once('=') else {
        return Err(format!(
            "\"{part}\" has no \"=\"; write Name=host:port, for example Line 1=172.22.12.67:7002"
        ));
    };
    let name = proper_name(name, "SERVER").map_err(|problem| format!("\"{part}\": {problem}"))?;
    let parsed = address.parse::<Address>();
    let address = parsed.map_err(|error| format!("\"{name}\": {error}"))?;
    if before.iter().any(|(other, _)| *other == name) {
        return Err(format!(
            "the name \"{name}\" is there twice; give each server a name of its own"
        ));
    }
    if let Some((other, _)) = before.iter().find(|(_, other)| *other == address) {
        return Err(format!(
            "\"{name}\" has the address {address}, which \"{other}\" has already; leave one of the two out"
        ));
    }
    Ok((name, address))
}
