//! Project folders on this computer's disk.

use std::collections::VecDeque;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf, absolute};

use directories::BaseDirs;

use super::package::{FILE_NAME, Package};
use crate::model::event::Source;
use crate::protocol::{ProjectPath, one_line};
use crate::site::Site;

/// How much is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many folders deep below a root. A root itself is at 0.
    pub depth: usize,
    /// How many files and folders are looked at in all.
    pub entries: usize,
    /// How many projects are found at most.
    pub projects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            depth: 4,
            entries: 50_000,
            projects: 1_000,
        }
    }
}

/// A folder that is a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFolder {
    /// The folder.
    pub path: ProjectPath,
    /// What it says of itself.
    pub package: Package,
    /// How it is known.
    pub source: Source,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Folders {
    /// The projects, those nearest to their root first, then by name.
    pub projects: Vec<ProjectFolder>,
    /// What could not be searched or read, a line each.
    pub troubles: Vec<String>,
}

/// Where a Projects Manager usually keeps its projects, if the user has a folder.
pub fn usual_root() -> Option<PathBuf> {
    let home = BaseDirs::new()?.home_dir().to_owned();
    Some(home.join("PekatVisionProjects"))
}

/// Where projects of this computer are looked for: in the usual folder, and in those that are configured.
pub fn roots(site: &Site) -> Vec<PathBuf> {
    let configured = site.project_folders.iter();
    let configured = configured.map(|folder| PathBuf::from(folder.as_str()));
    usual_root().into_iter().chain(configured).collect()
}

/// Searches below these folders. A project's own folders are not searched, nor is what links lead to,
/// except where a root is a link.
pub fn search(roots: &[PathBuf], limits: Limits) -> Folders {
    let mut search = Search {
        limits,
        entries: 0,
        found: Folders::default(),
    };
    for root in roots {
        if !search.below(root) {
            break;
        }
    }
    search.found
}

struct Search {
    limits: Limits,
    /// How many were looked at.
    entries: usize,
    found: Folders,
}

impl Search {
    /// Searches nearest folders first, so that what a limit cuts off is what lies deepest. Tells
    /// whether a limit allows more.
    fn below(&mut self, root: &Path) -> bool {
        let root = absolute(root).unwrap_or_else(|_| root.to_owned());
        let mut waiting = VecDeque::from([(root, 0)]);
        while let Some((folder, depth)) = waiting.pop_front() {
            if self.is_project(&folder) {
                if self.found.projects.len() >= self.limits.projects {
                    let most = self.limits.projects;
                    self.trouble(
                        &folder,
                        &format!("more than {most} projects are not looked for"),
                    );
                    return false;
                }
                self.take(&folder);
                continue;
            }
            match self.folders_in(&folder) {
                Ok(inner) if depth < self.limits.depth => {
                    waiting.extend(inner.into_iter().map(|inner| (inner, depth + 1)));
                }
                Ok(_) => {}
                Err(error) => self.trouble(&folder, &format!("cannot be searched: {error}")),
            }
            if self.entries >= self.limits.entries {
                let most = self.limits.entries;
                self.trouble(
                    &folder,
                    &format!("the search ended here, after {most} entries"),
                );
                return false;
            }
        }
        true
    }

    fn is_project(&self, folder: &Path) -> bool {
        folder.join(FILE_NAME).symlink_metadata().is_ok()
    }

    fn take(&mut self, folder: &Path) {
        let path = folder.to_str().map(ProjectPath::new);
        let path = match path {
            Some(Ok(path)) => path,
            Some(Err(error)) => return self.trouble(folder, &format!("is skipped: {error}")),
            None => return self.trouble(folder, "is skipped: its name is not Unicode"),
        };
        let file = folder.join(FILE_NAME);
        let package = Package::load(&file).unwrap_or_else(|error| {
            self.trouble(&file, &error.to_string());
            Package::default()
        });
        self.found.projects.push(ProjectFolder {
            path,
            package,
            source: Source::Folder,
        });
    }

    /// The folders in a folder by name, as far as the limit allows.
    fn folders_in(&mut self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut inner = Vec::new();
        let left = self.limits.entries.saturating_sub(self.entries);
        for entry in fs::read_dir(folder)?.take(left) {
            self.entries += 1;
            let entry = entry?;
            // Windows' junctions are links here, too.
            if entry.file_type().as_ref().is_ok_and(FileType::is_dir) {
                inner.push(entry.path());
            }
        }
        inner.sort();
        Ok(inner)
    }

    fn trouble(&mut self, place: &Path, what: &str) {
        let line = format!("{}: {what}", place.display());
        self.found.troubles.push(one_line(&line));
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A folder of projects and others: each path that ends with `!` is a project.
    fn tree(paths: &[&str]) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        for path in paths {
            let folder = dir.path().join(path.trim_end_matches('!'));
            fs::create_dir_all(&folder).unwrap();
            if path.ends_with('!') {
                fs::write(folder.join(FILE_NAME), "{}").unwrap();
            }
        }
        dir
    }

    /// What is found below one root, as paths from there, and how many troubles there were.
    fn found(root: &Path, limits: Limits) -> (Vec<String>, usize) {
        let found = search(&[root.to_owned()], limits);
        let inner = |project: &ProjectFolder| {
            let path = Path::new(project.path.as_str());
            let inner = path.strip_prefix(root).unwrap();
            inner.to_str().unwrap().replace('\\', "/")
        };
        let paths = found.projects.iter().map(inner).collect();
        (paths, found.troubles.len())
    }

    #[test]
    fn projects_are_found_nearest_first_and_are_not_descended_into() {
        let dir = tree(&[
            "b!",
            "b/inner!",
            "a/deep/er!",
            "a/x!",
            "Příliš žluťoučký 'x'!",
            "no",
        ]);
        let expected = ["Příliš žluťoučký 'x'", "b", "a/x", "a/deep/er"];
        let expected = expected.map(str::to_owned).to_vec();
        assert_eq!(found(dir.path(), Limits::default()), (expected, 0));
        let root = dir.path().join("b");
        assert_eq!(found(&root, Limits::default()), (vec![String::new()], 0));
    }

    #[test]
    fn a_search_is_bounded_in_every_direction() {
        let dir = tree(&["a/a/a/a/a/a!", "b/b!", "c/c!", "d!"]);
        let usual = Limits::default();
        let limits = [
            (Limits { depth: 2, ..usual }, (vec!["d", "b/b", "c/c"], 0)),
            (Limits { depth: 1, ..usual }, (vec!["d"], 0)),
            (
                Limits {
                    projects: 2,
                    ..usual
                },
                (vec!["d", "b/b"], 1),
            ),
            // There are so many and no more.
            (
                Limits {
                    projects: 3,
                    ..usual
                },
                (vec!["d", "b/b", "c/c"], 0),
            ),
            (
                Limits {
                    entries: 4,
                    ..usual
                },
                (vec![], 1),
            ),
            (
                Limits {
                    entries: 9,
                    ..usual
                },
                (vec!["d", "b/b", "c/c"], 1),
            ),
        ];
        for (limits, (paths, troubles)) in limits {
            let paths = paths.into_iter().map(str::to_owned).collect();
            assert_eq!(found(dir.path(), limits), (paths, troubles), "{limits:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_found() {
        let dir = tree(&["a!", "b/c!"]);
        fs::write(dir.path().join("a").join(FILE_NAME), "{\"name\":").unwrap();
        let missing = dir.path().join("missing");
        let found = search(&[missing.clone(), dir.path().to_owned()], Limits::default());
        assert_eq!(found.projects.len(), 2);
        let [root, package] = found.troubles.as_slice() else {
            panic!("{:?}", found.troubles);
        };
        let begins = format!("{}: cannot be searched: ", missing.display());
        assert!(root.starts_with(&begins), "{root}");
        assert!(
            package.contains("pekat_package.json: is not JSON: "),
            "{package}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_and_odd_names_do_no_harm() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;

        let dir = tree(&["a/b!", "a/line\nbreak!", "a/x"]);
        symlink(dir.path(), dir.path().join("a/x/loop")).unwrap();
        symlink(dir.path().join("a/b"), dir.path().join("a/again")).unwrap();
        let odd = dir.path().join("a").join(OsStr::from_bytes(b"\xff"));
        fs::create_dir(&odd).unwrap();
        fs::write(odd.join(FILE_NAME), "{}").unwrap();
        let (paths, troubles) = found(dir.path(), Limits::default());
        assert_eq!((paths, troubles), (vec!["a/b".to_owned()], 2));
    }
}
