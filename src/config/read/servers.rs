//! Servers and their projects.

use std::collections::BTreeMap;

use toml_edit::Item;

use super::block::{Block, Span};
use super::{Extent, Reader};
use crate::config::schema::Section;
use crate::site::{Address, ProjectSettings, ProtocolChoice, ServerId, Site, Wanted};

/// The address of a server whose address is in another file.
const UNKNOWN: &str = "elsewhere.invalid";

impl Reader<'_> {
    pub(super) fn server(
        &mut self,
        block: Block<'_>,
        site: &mut Site,
        names: &mut BTreeMap<String, usize>,
        addresses: &mut BTreeMap<Address, String>,
    ) {
        self.know(block);
        let name = self.name(block, names);
        let address = self.address(block);
        let protocol = self.protocol(block);
        if let (Some(name), Some((address, Some(span)))) = (&name, &address)
            && let Some(other) = addresses.insert(address.clone(), name.clone())
        {
            self.complain(
                Some(span.clone()),
                format!("server \"{other}\" has the address {address} already; put all projects of one Projects Manager under one [[server]]"),
            );
        }
        let id = match (name, address) {
            (Some(name), Some((address, _))) => Some(site.add_server(&name, address)),
            _ => None,
        };
        if let (Some(id), Some(protocol)) = (id, protocol) {
            site.set_protocol(id, protocol);
        }
        let notices = self.word(block, "notifications").map(|(level, _)| level);
        let confirm = self.word(block, "confirm").map(|(confirm, _)| confirm);
        if let Some(id) = id {
            site.set_server(id, notices, confirm);
        }
        let mut names = BTreeMap::new();
        let mut paths = BTreeMap::new();
        for project in self.blocks(block, "project", Section::Project) {
            self.project(project, id, site, &mut names, &mut paths);
        }
    }

    /// Where it listens. If another file may say that, an address that does not exist stands in for it,
    /// at no place.
    fn address(&mut self, block: Block<'_>) -> Option<(Address, Span)> {
        if self.extent == Extent::Part && !block.table.contains_key("address") {
            return Some((UNKNOWN.parse().ok()?, None));
        }
        self.parsed::<Address>(block, "address")
    }

    fn protocol(&mut self, block: Block<'_>) -> Option<ProtocolChoice> {
        let (word, span) = self.text(block, "protocol")?;
        match word.as_str() {
            "auto" => Some(ProtocolChoice::Auto),
            "colon" => Some(ProtocolChoice::Colon),
            "pipe" => Some(ProtocolChoice::Pipe),
            _ => {
                self.complain(
                    span,
                    format!(
                        "protocol = \"{word}\" is unknown; use \"auto\", \"colon\" or \"pipe\""
                    ),
                );
                None
            }
        }
    }

    fn project(
        &mut self,
        block: Block<'_>,
        server: Option<ServerId>,
        site: &mut Site,
        names: &mut BTreeMap<String, usize>,
        paths: &mut BTreeMap<String, String>,
    ) {
        self.know(block);
        let name = self.name(block, names);
        let path = self.path(block);
        let wanted = self.wanted(block);
        let settings = self.project_settings(block);
        let (Some(name), Some((path, span)), Some(server)) = (name, path, server) else {
            let name = block.table.get("name").and_then(Item::as_str);
            self.wrong_projects.extend(name.map(str::to_owned));
            return;
        };
        if let Some(other) = paths.insert(path.folded(), name.clone()) {
            self.complain(
                span,
                format!("project \"{other}\" of this server has the path {path} already; remove one of the two"),
            );
            return;
        }
        if let Some(project) = site.add_project(server, &name, path) {
            site.expect(project, wanted);
            site.set_project(project, settings);
        }
    }

    fn project_settings(&mut self, block: Block<'_>) -> ProjectSettings {
        let allow = self.words(block, "allow");
        ProjectSettings {
            notices: self.word(block, "notifications").map(|(level, _)| level),
            confirm: self.word(block, "confirm").map(|(confirm, _)| confirm),
            allow: allow.map_or_else(Default::default, |allowed| allowed.into_iter().collect()),
            port: self.port(block, "port"),
        }
    }

    fn wanted(&mut self, block: Block<'_>) -> Option<Wanted> {
        let (word, span) = self.text(block, "expect")?;
        match word.as_str() {
            "running" => Some(Wanted::Running),
            "stopped" => Some(Wanted::Stopped),
            _ => {
                self.complain(
                    span,
                    format!(
                        "expect = \"{word}\" is unknown; use \"running\" or \"stopped\", or leave it out"
                    ),
                );
                None
            }
        }
    }
}
