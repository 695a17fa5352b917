//! All places in which something can be configured, read together.

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::layers::{self, Layer, Tree, Trouble, Whole};
use super::policy::{self, Policies};
use super::read::{self, Problem};
use super::store::{LoadError, Store};
use crate::protocol::one_line;
use crate::site::Site;

/// The environment variable that names another file for all users of the computer.
pub const MACHINE_PATH_VARIABLE: &str = "PEKAT_TRAY_MACHINE_CONFIG";

/// Where the file for all users of the computer is: `%ProgramData%\pekat-tray\config.toml`, elsewhere
/// than on Windows `/etc/pekat-tray/config.toml`, unless the environment variable
/// [`MACHINE_PATH_VARIABLE`] names another file. `None` if there is no such place.
pub fn machine_path() -> Option<PathBuf> {
    match variable(MACHINE_PATH_VARIABLE) {
        Some(path) => Some(PathBuf::from(path)),
        None => installed_machine_path(),
    }
}

/// Where an installer puts the file for all users of the computer: no variable of the one who installs
/// sends it elsewhere. `None` if there is no such place.
pub fn installed_machine_path() -> Option<PathBuf> {
    let folder = match cfg!(windows) {
        true => PathBuf::from(variable("ProgramData")?),
        false => PathBuf::from("/etc"),
    };
    Some(folder.join("pekat-tray").join("config.toml"))
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Something that is wrong, in one line that says where and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Who says what is wrong.
    pub layer: Layer,
    /// Short enough for a menu: the user's own file goes by its name, every other place as it is.
    pub short: String,
    /// With the whole path.
    pub full: String,
}

impl Complaint {
    fn of_file(layer: Layer, error: &LoadError) -> Vec<Complaint> {
        let full = error.full_lines();
        let short = match layer {
            Layer::User => error.lines(),
            Layer::Default | Layer::Machine | Layer::UserPolicy | Layer::MachinePolicy => {
                full.clone()
            }
        };
        let both = short.into_iter().zip(full);
        both.map(|(short, full)| Complaint { layer, short, full })
            .collect()
    }

    /// Of policies that cannot be read.
    fn of_policy(line: String) -> Complaint {
        let line = one_line(&line);
        Complaint {
            layer: Layer::MachinePolicy,
            short: line.clone(),
            full: line,
        }
    }

    fn of(trouble: &Trouble) -> Complaint {
        let Trouble { origin, message } = trouble;
        Complaint {
            layer: origin.layer,
            // It quotes what was written, which may be anything.
            short: one_line(&format!("{}: {message}", origin.short_place())),
            full: one_line(&format!("{}: {message}", origin.place())),
        }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What is configured by all layers together; `None` if the only one that says anything is a file that
    /// is wrong and was never right, so that nothing is known.
    pub site: Option<Site>,
    /// What is wrong with files, and between them, for somebody here to mend.
    pub problems: Vec<Complaint>,
    /// What the organisation has set that makes no sense.
    pub ignored: Vec<Complaint>,
    /// Whether the user's file is wrong, so that what it said before counts, if it ever was right.
    pub user_is_wrong: bool,
    /// What is in force, with the origin of each value.
    pub whole: Whole,
}

/// Reads all places, and remembers of each file what it last said when it was right.
pub struct Loader {
    machine: Option<Source>,
    user: Source,
    policies: Box<dyn Fn() -> Policies + Send>,
}

impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("machine", &self.machine)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl Loader {
    /// With this file of the user, and everything else where it usually is.
    pub fn new(user: PathBuf) -> Self {
        Self::with(user, machine_path(), policy::current)
    }

    /// With these files, and with what `policies` says. A machine's file that is also the user's counts
    /// once.
    pub fn with(
        user: PathBuf,
        machine: Option<PathBuf>,
        policies: impl Fn() -> Policies + Send + 'static,
    ) -> Self {
        let machine = machine.filter(|path| *path != user);
        Loader {
            machine: machine.map(|path| Source::new(Layer::Machine, path)),
            user: Source::new(Layer::User, user),
            policies: Box::new(policies),
        }
    }

    /// The file for all users of the computer, if there is a place for one.
    pub fn machine_path(&self) -> Option<&Path> {
        self.machine.as_ref().map(|source| source.store.path())
    }

    /// The user's file.
    pub fn user_path(&self) -> &Path {
        self.user.store.path()
    }

    /// Reads everything. A file that is wrong counts as it was when it was last right, and nothing that is
    /// wrong in one place stops the others.
    pub fn load(&mut self) -> Loaded {
        let user = self.user.read();
        self.load_with(user)
    }

    /// What would be wrong with the user's file if this were all that it says, also together with the rest.
    /// The file itself is not read.
    pub fn check(mut self, text: String) -> Vec<Complaint> {
        let user = self.user.say(text);
        let mut problems = self.load_with(user).problems;
        problems.retain(|problem| problem.layer == Layer::User);
        problems
    }

    fn load_with(&mut self, mut user: Said) -> Loaded {
        let policies = (self.policies)();
        let mut machine = self.machine.as_ref().map(Source::read);
        if policies == Policies::default() {
            // Who stands alone leans on nobody.
            if machine.as_ref().is_none_or(Said::is_nothing) {
                user = self.user.check_whole(user);
            } else if user.is_nothing()
                && let (Some(source), Some(said)) = (&self.machine, machine.take())
            {
                machine = Some(source.check_whole(said));
            }
        }
        let user_is_wrong = user.tree.is_err();
        let unknown = user_is_wrong && self.user.good.is_none();
        let both = self.machine.as_ref().zip(machine.as_ref());
        let mut problems = both.map_or_else(Vec::new, |(source, said)| said.complaints(source));
        problems.extend(user.complaints(&self.user));
        let machine = machine.unwrap_or_default();
        let good = self.machine.as_ref().and_then(|it| it.good.clone());
        let files = [
            Candidate::new(Layer::Machine, machine, good),
            Candidate::new(Layer::User, user, self.user.good.clone()),
        ];

        let servers = files.iter().flat_map(|file| &file.tree.servers);
        let servers: Vec<String> = servers.map(|it| it.server.title().to_owned()).collect();
        let set = policy::interpret(&policies.values, &servers);
        let policies = policies.unreadable.into_iter().map(Complaint::of_policy);
        let mut ignored: Vec<Complaint> = policies.collect();
        ignored.extend(set.ignored.iter().map(Complaint::of));
        let set = [set.user, set.machine];

        let Together {
            files,
            whole,
            troubles,
        } = Together::of(files, &set);
        for trouble in &troubles {
            let list = match trouble.origin.layer.is_policy() {
                true => &mut ignored,
                false => &mut problems,
            };
            list.push(Complaint::of(trouble));
        }
        let trees = files.iter().map(|file| &file.tree).chain(&set);
        let nothing = trees.into_iter().all(Tree::is_empty);
        let [machine, user] = files.map(|file| file.tree);
        if let Some(source) = &mut self.machine {
            source.good = Some(machine);
        }
        if !unknown {
            self.user.good = Some(user);
        }
        Loaded {
            site: (!(unknown && nothing)).then(|| whole.site.clone()),
            problems,
            ignored,
            user_is_wrong,
            whole,
        }
    }
}

/// What a file says.
#[derive(Debug)]
struct Said {
    /// `None` if there is no file, or no text in it.
    text: Option<String>,
    tree: Result<Tree, LoadError>,
    /// Problems that leave out projects and hot keys.
    left_out: Vec<Problem>,
}

impl Default for Said {
    fn default() -> Self {
        Said {
            text: None,
            tree: Ok(Tree::default()),
            left_out: Vec::new(),
        }
    }
}

impl Said {
    fn is_nothing(&self) -> bool {
        self.tree.as_ref().is_ok_and(Tree::is_empty)
    }

    fn complaints(&self, source: &Source) -> Vec<Complaint> {
        match &self.tree {
            Ok(_) => {
                let left_out = source.store.invalid(self.left_out.clone());
                Complaint::of_file(source.layer, &left_out)
            }
            Err(error) => Complaint::of_file(source.layer, error),
        }
    }
}

/// One file.
#[derive(Debug)]
struct Source {
    layer: Layer,
    store: Store,
    /// What it said when it was last right.
    good: Option<Tree>,
}

impl Source {
    fn new(layer: Layer, path: PathBuf) -> Self {
        Source {
            layer,
            store: Store::new(path),
            good: None,
        }
    }

    fn read(&self) -> Said {
        match self.store.text() {
            Ok(None) => Said::default(),
            Ok(Some(text)) => self.say(text),
            Err(error) => Said {
                tree: Err(error),
                ..Said::default()
            },
        }
    }

    /// What it says if this is in it.
    fn say(&self, text: String) -> Said {
        let read = layers::tree_of_file(&text, self.layer, self.store.path());
        let (tree, left_out) = match read {
            Ok((tree, left_out)) => (Ok(tree), left_out),
            Err(problems) => (Err(self.store.invalid(problems)), Vec::new()),
        };
        Said {
            text: Some(text),
            tree,
            left_out,
        }
    }

    /// Checks as well what a file must have that has none beside it.
    fn check_whole(&self, mut said: Said) -> Said {
        let text = said.text.as_deref();
        if let Some(problems) = text.and_then(|text| read::accept(text).err()) {
            said.tree = Err(self.store.invalid(problems));
        }
        said
    }
}

/// What counts of a file.
#[derive(Clone, Debug)]
struct Candidate {
    layer: Layer,
    tree: Tree,
    /// What counted before.
    good: Option<Tree>,
}

impl Candidate {
    fn new(layer: Layer, said: Said, good: Option<Tree>) -> Self {
        let kept = |_| good.clone().unwrap_or_default();
        Candidate {
            layer,
            tree: said.tree.unwrap_or_else(kept),
            good,
        }
    }

    fn is_wrong(&self, whole: &Whole) -> bool {
        let mut troubles = whole.troubles.iter();
        troubles.any(|trouble| trouble.origin.layer == self.layer)
    }
}

/// What files and policies say together.
struct Together {
    files: [Candidate; 2],
    whole: Whole,
    /// All that is wrong with what the files say now.
    troubles: Vec<Trouble>,
}

impl Together {
    /// A save that does not fit to the rest changes nothing, like one that is wrong by itself, as long as
    /// what was there before does fit.
    fn of(files: [Candidate; 2], set: &[Tree; 2]) -> Self {
        let whole = Self::join(&files, set);
        let troubles = whole.troubles.clone();
        let mut together = Together {
            files,
            whole,
            troubles,
        };
        for place in 0..together.files.len() {
            let mut before = together.files.clone();
            if let Some(file) = before.get_mut(place)
                && file.is_wrong(&together.whole)
                && let Some(good) = file.good.clone()
                && good != file.tree
            {
                file.tree = good;
                let file = file.clone();
                let whole = Self::join(&before, set);
                if !file.is_wrong(&whole) {
                    (together.files, together.whole) = (before, whole);
                }
            }
        }
        together
    }

    fn join(files: &[Candidate; 2], set: &[Tree; 2]) -> Whole {
        let files = files.iter().map(|file| &file.tree);
        let trees: Vec<Tree> = files.chain(set).cloned().collect();
        layers::join(&trees)
    }
}
