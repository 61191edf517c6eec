//! Refuses to write a result where the firm keeps its own files, whether or not this run has read them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::folder::folder_of;
use super::trouble::{shown, with_hint};

/// The names, before their endings, of the tables beside the surveys.
const SIDE_TABLES: [&str; 6] = ["accounts", "invitations", "orders", "incidents", "contacts", "churn"];
/// The endings of the names of such tables.
pub const TABLE_ENDINGS: [&str; 2] = ["csv", "xlsx"];
/// The configuration.
const CONFIG: &str = "retain.toml";
/// How the names of the record begin, and of what belongs to it.
const RECORD: &str = "casebook.";
/// Folders of the firm's own files.
const FOLDERS: [&str; 2] = ["surveys", "playbooks"];

/// Whether a file of this name is a table beside the surveys, wherever it lies.
#[must_use]
pub fn is_side_table(name: &str) -> bool {
    let mut names =
        SIDE_TABLES.iter().flat_map(|table| TABLE_ENDINGS.map(|ending| format!("{table}.{ending}")));
    names.any(|table| table.eq_ignore_ascii_case(name))
}

/// Refuses a path at which one of these folders keeps a file of the firm's own, or will: the configuration, the record,
/// a table beside the surveys, a survey, a wording.
///
/// # Errors
/// When it is such a path, however it is spelt and linked.
pub fn refuse_kept(path: &Path, homes: &[&Path]) -> Result<()> {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    let spelt = whole(folder_of(path)).and_then(|folder| Some(folder.join(path.file_name()?)));
    let meant: Vec<PathBuf> = spelt.into_iter().chain(whole(path)).collect();
    let homes = homes.iter().filter_map(|home| whole(folder_or_here(home)));
    for home in homes {
        let folders: Vec<PathBuf> = FOLDERS.iter().filter_map(|name| whole(&home.join(name))).collect();
        let is_kept = |path: &PathBuf| {
            path.parent() == Some(&home)
                && path.file_name().is_some_and(|name| is_own(&name.to_string_lossy()))
                || folders.iter().any(|folder| path.starts_with(folder))
        };
        if meant.iter().any(is_kept) {
            return Err(with_hint(
                format_args!("cannot write {}: files of the firm's own are kept there", shown(path)),
                "choose another name, or another folder",
            ));
        }
    }
    Ok(())
}

fn folder_or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Whether a file of this name in the firm's folder is the firm's own.
fn is_own(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower == CONFIG || lower.starts_with(RECORD) || is_side_table(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_firm_keeps_is_refused_however_it_is_spelt() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path();
        for folder in FOLDERS {
            fs::create_dir(home.join(folder)).unwrap();
        }
        let kept = [
            "retain.toml",
            "casebook.jsonl",
            "casebook.count",
            "casebook.lock",
            "Orders.csv",
            "contacts.xlsx",
            "surveys/../churn.csv",
            "surveys/list.csv",
            "surveys",
            "playbooks/plan.md",
            "playbooks/",
        ];
        for name in kept {
            let refused = refuse_kept(&home.join(name), &[home]).unwrap_err().to_string();
            assert!(refused.contains("files of the firm's own"), "{name}: {refused}");
        }
        for name in ["list.csv", "plan.md", "retention/casebook.jsonl", "new/", "case.md"] {
            assert!(refuse_kept(&home.join(name), &[home]).is_ok(), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_what_the_firm_keeps_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let record = home.path().join("casebook.jsonl");
        fs::write(&record, "").unwrap();
        std::os::unix::fs::symlink("casebook.jsonl", home.path().join("latest.md")).unwrap();
        assert!(refuse_kept(&home.path().join("latest.md"), &[home.path()]).is_err());
    }
}
