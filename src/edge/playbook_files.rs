//! Turns the firm's `playbooks/` into texts, and a text into a new file there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::config_file::no_text;
use super::folder::{make_folder, names_in};
use super::output::create_file;
use super::trouble::{reason, shown, with_hint};

/// The name of the folder, beside `retain.toml`.
const FOLDER: &str = "playbooks";

/// How the names of playbooks end.
const ENDING: &str = ".md";

/// Longer than any wording.
const BYTES_AT_MOST: u64 = 32 << 10;

/// Reads the playbooks in the firm's folder: their paths as the user would write them, and their texts, sorted by
/// name. No folder holds none.
///
/// # Errors
/// When the folder or a playbook in it cannot be read: what somebody has put there is meant to be used.
pub fn own_playbooks(home: &Path) -> Result<Vec<(String, String)>> {
    let folder = plain(home).join(FOLDER);
    let names = match names_in(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        names => names.map_err(|error| {
            with_hint(
                format_args!("cannot read the playbooks in {}: {}", shown(&folder), reason(&error)),
                "it must be a folder that can be read, or not be there",
            )
        })?,
    };
    let is_playbook = |name: &String| !name.starts_with('.') && name.to_ascii_lowercase().ends_with(ENDING);
    names.into_iter().filter(is_playbook).map(|name| read(&folder.join(name))).collect()
}

/// Writes a playbook into the firm's folder, which is made if it is not there. Gives its path, and whether it was
/// written: what is there already stays as it is.
///
/// # Errors
/// When it cannot be written.
pub fn create_playbook(home: &Path, name: &str, text: &str) -> Result<(String, bool)> {
    let folder = plain(home).join(FOLDER);
    make_folder(&folder)?;
    let path = folder.join(format!("{name}{ENDING}"));
    let is_new = create_file(&path, text)?;
    Ok((path.to_string_lossy().into_owned(), is_new))
}

/// A path as the user would write it.
fn plain(home: &Path) -> PathBuf {
    home.strip_prefix(".").unwrap_or(home).to_owned()
}

fn read(path: &Path) -> Result<(String, String)> {
    let refused = |why: &str, hint: &str| {
        with_hint(format_args!("cannot read the playbook {}: {why}", shown(path)), hint)
    };
    let bytes = match fs::metadata(path) {
        // To open a pipe would hold us up for ever.
        Ok(about) if !about.is_file() => Err(refused("it is no file", "move it away, or put a file there")),
        Ok(about) if about.len() > BYTES_AT_MOST => {
            Err(refused("it is larger than 32 KiB, which no playbook is", "move it away"))
        }
        Ok(_) => fs::read(path).map_err(|error| refused(&reason(&error), "check the right to read it")),
        Err(error) => Err(refused(&reason(&error), "check the right to read it, or remove it")),
    }?;
    let text = String::from_utf8(bytes)
        .map_err(|error| no_text(path, error.as_bytes(), error.utf8_error().valid_up_to()))?;
    Ok((path.to_string_lossy().into_owned(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_folder_holds_no_playbooks_and_other_files_are_none() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(own_playbooks(home.path()).unwrap(), []);
        let (path, is_new) = create_playbook(home.path(), "script", "words").unwrap();
        assert!(is_new);
        fs::write(home.path().join("playbooks/notes.txt"), "").unwrap();
        fs::write(home.path().join("playbooks/.script.md"), "").unwrap();
        assert_eq!(own_playbooks(home.path()).unwrap(), [(path, "words".to_owned())]);
    }

    #[test]
    fn what_is_there_is_not_overwritten() {
        let home = tempfile::tempdir().unwrap();
        create_playbook(home.path(), "script", "mine").unwrap();
        assert!(!create_playbook(home.path(), "script", "built in").unwrap().1);
        assert_eq!(own_playbooks(home.path()).unwrap().first().unwrap().1, "mine");
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("playbooks");
        fs::create_dir_all(folder.join("script.md")).unwrap();
        let refused = || own_playbooks(home.path()).unwrap_err().to_string();
        assert!(refused().contains("it is no file"), "{}", refused());
        fs::remove_dir(folder.join("script.md")).unwrap();
        fs::write(folder.join("script.md"), vec![b'a'; (32 << 10) + 1]).unwrap();
        assert!(refused().contains("larger than 32 KiB"), "{}", refused());
        fs::write(folder.join("script.md"), b"+++\n\xff").unwrap();
        assert!(refused().contains("script.md:2:1: "), "{}", refused());
        fs::remove_dir_all(&folder).unwrap();
        fs::write(&folder, "").unwrap();
        assert!(refused().contains("it must be a folder"), "{}", refused());
    }
}
