//! Which servers and projects a command is about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::config::layers::{Layer, Origin, Place, Value};
use crate::config::policy::{self, Scope};
use crate::config::{self, Complaint, Loaded, Loader, NameError, Store};
use crate::protocol::{Operation, ProjectPath, one_line};
use crate::site::{Address, Project, ProtocolChoice, Role, Server, Site, project_folder};
use clap::ValueEnum;

use crate::ctl::exit::{self, Failure};

/// Where the names come from.
#[derive(Debug, clap::Args)]
pub(super) struct Source {
    /// Configuration file to use instead of the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Projects Manager to ask without a configuration; each PROJECT is then a path on its disk
    #[arg(long, value_name = "HOST:PORT", conflicts_with = "config")]
    server: Option<Address>,

    /// Form of the requests to that server: command:path, command|path, or found out by a status
    #[arg(long, value_name = "FORM", default_value = "auto", requires = "server")]
    protocol: Protocol,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Protocol {
    Auto,
    Colon,
    Pipe,
}

impl From<Protocol> for ProtocolChoice {
    fn from(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Auto => ProtocolChoice::Auto,
            Protocol::Colon => ProtocolChoice::Colon,
            Protocol::Pipe => ProtocolChoice::Pipe,
        }
    }
}

impl Source {
    /// A site of exactly these projects, each once; of all that are configured if none is named.
    ///
    /// # Errors
    /// When there is nothing that is called so, or the configuration is wrong.
    pub(super) fn site(self, projects: &[String]) -> Result<Site, Failure> {
        match self.server {
            Some(address) => on_server(address, self.protocol.into(), projects),
            None => selected(configured(self.config)?, projects),
        }
    }

    /// Returns the project of this name, for an operation that is to be sent.
    ///
    /// # Errors
    /// As for [`site`](Self::site), and [`Failure::NotAllowed`] if the operation is not allowed here.
    pub(super) fn target(self, name: &str, operation: Operation) -> Result<Target, Failure> {
        let are_others_known = self.server.is_none();
        let (site, project) = match self.server {
            Some(address) => {
                let mut site = on_server(address, self.protocol.into(), &[name.to_owned()])?;
                site.role = role_by_policy();
                let project = site.projects().map(|(_, project)| project.id).next();
                (site, project)
            }
            None => {
                let site = configured(self.config.clone())?;
                let id = config::find_project(&site, name).map_err(|error| unknown(&error))?;
                (site, Some(id))
            }
        };
        let Some((server, project)) = project.and_then(|id| site.project(id)) else {
            return Err(Failure::Usage("name a project".to_owned()));
        };
        let target = Target {
            server: server.clone(),
            project: project.clone(),
            site,
            config: self.config,
            are_others_known,
        };
        match target.site.allows(target.project.id, operation) {
            true => Ok(target),
            false => Err(target.not_allowed(operation, None)),
        }
    }
}

/// A project that an operation is for.
#[derive(Debug)]
pub(super) struct Target {
    /// All that is configured, or this project alone on the server of the command line.
    pub(super) site: Site,
    pub(super) server: Server,
    pub(super) project: Project,
    /// The configuration file of the command line.
    config: Option<PathBuf>,
    /// False if no configuration was read.
    are_others_known: bool,
}

impl Target {
    /// Returns the other projects of the server; `None` if they are not known.
    pub(super) fn others(&self) -> Option<impl Iterator<Item = &Project>> {
        let projects = self.server.projects.iter();
        let others = projects.filter(|other| other.id != self.project.id);
        self.are_others_known.then_some(others)
    }

    /// Returns the reason why the operation is not sent, and what to do about it. `protects` is the
    /// project that a switch would stop although its `allow` forbids that.
    pub(super) fn not_allowed(&self, operation: Operation, protects: Option<&Project>) -> Failure {
        let Target {
            site,
            server,
            project,
            ..
        } = self;
        let done = match operation {
            Operation::Start => "started",
            Operation::Stop => "stopped",
            Operation::Switch => "switched to",
        };
        let whole = read(self.config.clone())
            .map(|found| found.loaded.whole)
            .ok();
        let role = whole.as_ref().and_then(|whole| whole.setting("role"));
        let whose = protects.unwrap_or(project);
        let allow = whole
            .as_ref()
            .and_then(|whole| whole.of_project(&server.name, &whose.name, "allow"));
        let place = |value: Option<&Value>| {
            let origin = value.map(|value| &value.origin);
            origin.map_or_else(|| "the configuration".to_owned(), source)
        };
        let reason = match (site.role, protects) {
            (Role::Viewer, _) if role.is_some_and(|role| role.origin.layer.is_policy()) => format!(
                "your organisation says so with the policy {}; ask those who look after this computer",
                place(role)
            ),
            (Role::Viewer, _) => format!(
                "{} says role = \"viewer\"; to operate from here, set it to \"operator\"",
                place(role)
            ),
            (Role::Operator, Some(protects)) => format!(
                "it could stop \"{}\", whose `allow` in {} names neither \"stop\" nor \"switch\"; stop that project first, or add one of them there",
                protects.name,
                place(allow)
            ),
            (Role::Operator, None) => format!(
                "its `allow` in {} does not name \"{operation}\"; to do it from here, add that there",
                place(allow)
            ),
        };
        Failure::NotAllowed(format!(
            "\"{}/{}\" may not be {done} from here, and nothing was sent: {reason}",
            server.name, project.name
        ))
    }
}

/// Returns the role that the organisation has set, which also holds where no configuration file does.
fn role_by_policy() -> Role {
    let Ok(found) = read(None) else {
        return Role::default();
    };
    let whole = found.loaded.whole;
    let role = whole.setting("role");
    match role.is_some_and(|role| role.origin.layer.is_policy()) {
        true => whole.site.role,
        false => Role::default(),
    }
}

/// A configuration file, or the usual one if none is named.
///
/// # Errors
/// When nobody knows where the usual one is.
pub(super) fn store(named: Option<PathBuf>) -> Result<Store, Failure> {
    let store = named.or_else(config::default_path).map(Store::new);
    store.ok_or_else(|| {
        let problem = "no folder for the configuration is known; name a file with --config FILE";
        Failure::Usage(problem.to_owned())
    })
}

/// All that is configured, and where.
#[derive(Debug)]
pub(super) struct Found {
    /// The user's file, which need not exist.
    pub(super) user: PathBuf,
    /// The file for all users of the computer, likewise.
    pub(super) machine: Option<PathBuf>,
    pub(super) loaded: Loaded,
}

impl Found {
    /// Everything that somebody here is to mend.
    pub(super) fn failure(&self) -> Failure {
        Failure::Several(self.loaded.problems.iter().map(failure).collect())
    }

    /// Where the policies are that say something.
    pub(super) fn policies(&self) -> Vec<String> {
        let lines = self.loaded.whole.lines(false).into_iter();
        let lines = lines.flat_map(|line| line.origins);
        let permissions = self.loaded.whole.permissions();
        let origins = lines.chain(permissions.map(|(_, value)| value.origin.clone()));
        let layers: BTreeSet<Layer> = origins.map(|origin| origin.layer).collect();
        let scopes = [Scope::User, Scope::Machine].into_iter();
        let scopes = scopes.filter(|scope| layers.contains(&scope.layer()));
        scopes.filter_map(policy::place).collect()
    }
}

pub(super) fn failure(complaint: &Complaint) -> Failure {
    Failure::Configuration(complaint.full.clone())
}

/// Whether there is a file. One that cannot be looked at has been reported by whoever read it.
pub(super) fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(true)
}

/// Reads all that is configured, with this file of the user or the usual one.
///
/// # Errors
/// When nobody knows where the usual one is.
pub(super) fn read(named: Option<PathBuf>) -> Result<Found, Failure> {
    let user = store(named)?.path().to_owned();
    let mut loader = Loader::new(user.clone());
    Ok(Found {
        user,
        machine: loader.machine_path().map(Path::to_owned),
        loaded: loader.load(),
    })
}

/// Reads all that is configured, with this file of the user or the usual one. Tells also which file that
/// is and whether it is there. What is wrong elsewhere is said and stops nothing.
///
/// # Errors
/// When the user's file cannot be read or is wrong.
pub(super) fn load(named: Option<PathBuf>) -> Result<(Store, Site, bool), Failure> {
    let found = read(named)?;
    if found.loaded.user_is_wrong {
        return Err(found.failure());
    }
    exit::warn(found.loaded.problems.iter().map(|it| it.full.as_str()));
    let exists = exists(&found.user);
    let site = found.loaded.site.unwrap_or_default();
    Ok((Store::new(found.user), site, exists))
}

fn on_server(
    address: Address,
    protocol: ProtocolChoice,
    paths: &[String],
) -> Result<Site, Failure> {
    if paths.is_empty() {
        let problem = format!(
            "name at least one project on {address} by its path, for example 'C:\\Users\\pekat\\PekatVisionProjects\\Test Project 1'"
        );
        return Err(Failure::Usage(problem));
    }
    let mut site = Site::default();
    let server = site.add_server(&address.to_string(), address);
    site.set_protocol(server, protocol);
    let mut known = BTreeSet::new();
    for path in paths {
        let checked = folder(path)?;
        if known.insert(checked.folded()) {
            site.add_project(server, path, checked);
        }
    }
    Ok(site)
}

/// The reason for a double quote within a path. Linux allows it in names, but it may not be meant.
const SWALLOWED: &str = "this path has a double quote in it. On Windows \\\" ends no argument, so that the next one was taken for part of the path; leave out the last backslash, like \"C:\\Projects\\A\"";

fn folder(path: &str) -> Result<ProjectPath, Failure> {
    let reason = match project_folder(path) {
        _ if path.contains('"') && !path.starts_with('"') => SWALLOWED.to_owned(),
        Ok(folder) => return Ok(folder),
        Err(error) => error.to_string(),
    };
    Err(Failure::Usage(one_line(&format!("'{path}': {reason}"))))
}

/// Returns all that is configured, which has a project at least.
fn configured(file: Option<PathBuf>) -> Result<Site, Failure> {
    let named = file.is_some();
    let (store, site, exists) = load(file)?;
    let path = store.path().display();
    if named && !exists {
        let problem = format!("{path} does not exist; check the name after --config");
        return Err(Failure::Usage(problem));
    }
    if site.projects().next().is_none() {
        let problem = format!(
            "no projects are configured in {path}; add them there, or name a server with --server HOST:PORT"
        );
        return Err(Failure::Usage(problem));
    }
    Ok(site)
}

/// Returns a site of the projects of these names, and of all if there are none.
fn selected(site: Site, projects: &[String]) -> Result<Site, Failure> {
    if projects.is_empty() {
        return Ok(site);
    }
    let mut wanted = Site::default();
    wanted.timing = site.timing;
    wanted.limits = site.limits;
    wanted.notices = site.notices;
    wanted.language = site.language;
    wanted.role = site.role;
    let mut servers = BTreeMap::new();
    let mut known = BTreeSet::new();
    for name in projects {
        let id = config::find_project(&site, name).map_err(|error| unknown(&error))?;
        let Some((server, project)) = site.project(id).filter(|_| known.insert(id)) else {
            continue;
        };
        let server = *servers.entry(server.id).or_insert_with(|| {
            let id = wanted.add_server(&server.name, server.address.clone());
            wanted.set_protocol(id, server.protocol);
            id
        });
        let added = wanted.add_project(server, &project.name, project.path.clone());
        if let Some(id) = added {
            wanted.set_project(id, project.settings.clone());
            wanted.expect(id, project.wanted);
        }
    }
    Ok(wanted)
}

/// The file or the registry's value in which something is said.
fn source(origin: &Origin) -> String {
    match &origin.place {
        Place::File { path, .. } => path.display().to_string(),
        Place::BuiltIn | Place::Registry { .. } => origin.place(),
    }
}

/// Says what to do when a name leads nowhere.
fn unknown(error: &NameError) -> Failure {
    let remedy = match error {
        NameError::NoProject { name, meant: None } if name.contains(['\\', ':']) => {
            "; to name it by its path, name its server, too, with --server HOST:PORT"
        }
        NameError::NoProject { meant: None, .. } => {
            "; `pekatctl status` shows all that are configured"
        }
        NameError::NoProject { .. } | NameError::NoServer { .. } | NameError::Several { .. } => "",
    };
    Failure::Usage(format!("{error}{remedy}"))
}
