//! The list of projects that a Projects Manager's own web page gives.
//!
//! No answer of a real one is public, so every plausible spelling of its fields is taken.

use std::time::Duration;

use serde_json::Value;
use thiserror::Error;
use ureq::Agent;

use super::folders::ProjectFolder;
use super::json;
use super::package::Package;
use crate::model::event::Source;
use crate::site::{Address, project_folder};

/// The usual port of the page.
pub const DEFAULT_PORT: u16 = 7000;

/// The longest list that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

const PATHS: &[&str] = &[
    "path",
    "folder",
    "project_path",
    "projectPath",
    "dir",
    "directory",
];
const NAMES: &[&str] = &["name", "project_name", "projectName", "title"];

/// Why there is no list.
#[derive(Debug, Error)]
pub enum PageError {
    /// The page does not answer, or not with a list in time.
    #[error("{0}")]
    Http(#[from] ureq::Error),
    /// It is not JSON.
    #[error("the answer is not JSON: {0}")]
    NoJson(String),
    /// It is JSON, but no list.
    #[error("the answer is not a list of projects")]
    NoList,
}

/// Asks the page at an address for its list. Blocks, at most for so long. Tells also how many entries
/// name no folder.
///
/// # Errors
/// When there is no list.
pub fn fetch(address: &Address, limit: Duration) -> Result<(Vec<ProjectFolder>, usize), PageError> {
    let config = Agent::config_builder()
        .timeout_global(Some(limit))
        // A page in the same plant is not behind a proxy, and it alone was asked for.
        .proxy(None)
        .max_redirects(0)
        .build();
    let url = format!("http://{address}/projects/list");
    let mut response = Agent::new_with_config(config).get(&url).call()?;
    let body = response.body_mut().with_config().limit(MAX_BYTES);
    parse(&body.read_to_vec()?)
}

/// Reads `[…]` or `{"projects": […]}`. An entry is a path, or an object that has one.
///
/// # Errors
/// When it is neither.
pub fn parse(bytes: &[u8]) -> Result<(Vec<ProjectFolder>, usize), PageError> {
    let value = json::parse(bytes).map_err(PageError::NoJson)?;
    let list = value.get("projects").unwrap_or(&value);
    let list = list.as_array().ok_or(PageError::NoList)?;
    let found: Vec<ProjectFolder> = list.iter().filter_map(project).collect();
    let skipped = list.len() - found.len();
    Ok((found, skipped))
}

fn project(entry: &Value) -> Option<ProjectFolder> {
    if let Some(path) = entry.as_str() {
        return Some(ProjectFolder {
            path: project_folder(path).ok()?,
            package: Package::default(),
            source: Source::Page,
        });
    }
    let object = entry.as_object()?;
    Some(ProjectFolder {
        path: project_folder(json::text(object, PATHS)?).ok()?,
        package: Package {
            name: json::name(object, NAMES),
            port: json::port(object),
        },
        source: Source::Page,
    })
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    fn project(path: &str, name: Option<&str>, port: u16) -> ProjectFolder {
        ProjectFolder {
            path: path.parse().unwrap(),
            package: Package {
                name: name.map(str::to_owned),
                port: NonZeroU16::new(port),
            },
            source: Source::Page,
        }
    }

    #[test]
    fn lists_are_read_however_they_are_spelt() {
        let cases = [
            ("[]", vec![], 0),
            (r#"{"projects":[],"more":1}"#, vec![], 0),
            (r#"["C:\\A",""]"#, vec![project(r"C:\A", None, 0)], 1),
            (
                r#"[{"path":"/A","name":"N","port":"8000","status":{"x":1}},{"folder":"/B"},7,{"name":"C"},{"path":"A"},"A"]"#,
                vec![project("/A", Some("N"), 8000), project("/B", None, 0)],
                4,
            ),
            (
                r#"{"projects":[{"path":5,"project_path":"/A","projectName":"N"}]}"#,
                vec![project("/A", Some("N"), 0)],
                0,
            ),
            (r#"[{"path":"/A\u0000"}]"#, vec![], 1),
        ];
        for (text, found, skipped) in cases {
            assert_eq!(parse(text.as_bytes()).unwrap(), (found, skipped), "{text}");
        }
        for text in ["", "{}", "7", "{\"projects\":7}", "<html>"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
