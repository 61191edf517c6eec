//! Turns `--config`, or the working folder, into the text of `retain.toml`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};

use super::folder::folder_of;
use super::input::near_file;
use super::trouble::{reason, shown, with_hint};

/// The configuration that is used without being named.
const IMPLICIT: &str = "retain.toml";

/// More than anybody writes by hand, and little enough to be read into memory.
const BYTES_AT_MOST: u64 = 4 << 20;

/// A configuration as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFile {
    /// Its path as the user wrote it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl ConfigFile {
    /// Its path as text, for messages.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// The folder that the paths in it start from.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

/// Reads the configuration: the file that was named, which must be there, or `./retain.toml` if it is there.
///
/// # Errors
/// When the file cannot be read or is no text.
pub fn find_config(named: Option<&str>) -> Result<Option<ConfigFile>> {
    let path = Path::new(named.unwrap_or(IMPLICIT));
    // A link that leads nowhere is there: somebody meant a configuration.
    let is_absent = || fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if named.is_none() && is_absent() {
        return Ok(None);
    }
    // What nobody named must not hold the run up, as a pipe of that name would.
    if named.is_none() && fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        return Err(with_hint(
            format_args!("cannot read the configuration {IMPLICIT}: it is no file"),
            "name the configuration with --config",
        ));
    }
    let text = read_text(path)?;
    Ok(Some(ConfigFile { path: path.to_owned(), text }))
}

fn read_text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let reading = File::open(path).and_then(|file| file.take(BYTES_AT_MOST + 1).read_to_end(&mut bytes));
    reading.map_err(|error| refusal(path, &error))?;
    if bytes.len() as u64 > BYTES_AT_MOST {
        return Err(with_hint(
            format_args!("{} is larger than 4 MiB, which no configuration is", shown(path)),
            "give the survey as FILE and the configuration with --config",
        ));
    }
    String::from_utf8(bytes)
        .map_err(|error| no_text(path, error.as_bytes(), error.utf8_error().valid_up_to()))
}

fn refusal(path: &Path, error: &io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::NotFound if !folder_of(path).is_dir() => {
            format!("there is no folder {} either", shown(folder_of(path)))
        }
        io::ErrorKind::NotFound => match near_file(path) {
            Some(name) => format!("did you mean {}?", shown(path.with_file_name(name))),
            None => "`retain init` writes one; without --config ./retain.toml is used".to_owned(),
        },
        io::ErrorKind::IsADirectory => "name the file in it, such as retain.toml".to_owned(),
        _ => "check the right to read it".to_owned(),
    };
    with_hint(format_args!("cannot read the configuration {}: {}", shown(path), reason(error)), hint)
}

/// An error at the first byte that is no UTF-8, counted in lines and bytes as an editor can find it.
pub(super) fn no_text(path: &Path, bytes: &[u8], at: usize) -> Error {
    let path = shown(path);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return with_hint(format_args!("{path} is written in UTF-16"), "save it as UTF-8");
    }
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.split(|byte| *byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let column = 1 + String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    with_hint(
        format_args!("{path}:{line}:{column}: a letter here is not written in UTF-8"),
        "save the file as UTF-8",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_with(bytes: &[u8]) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("firm.toml");
        fs::write(&path, bytes).unwrap();
        let path = path.to_str().unwrap().to_owned();
        (folder, path)
    }

    fn refused(path: &str) -> String {
        find_config(Some(path)).unwrap_err().to_string()
    }

    #[test]
    fn a_named_file_is_read_with_the_folder_its_paths_start_from() {
        let (folder, path) = file_with("[company]\nname = \"Zürich IT\"\n".as_bytes());
        let config = find_config(Some(&path)).unwrap().unwrap();
        assert!(config.text.contains("Zürich"));
        assert_eq!((config.folder(), config.name()), (folder.path(), path));
    }

    #[test]
    fn the_folder_of_the_implicit_file_is_where_we_are() {
        let config = ConfigFile { path: PathBuf::from("retain.toml"), text: String::new() };
        assert_eq!(config.folder().join("surveys/a.csv"), Path::new("surveys/a.csv"));
    }

    #[test]
    fn only_the_implicit_file_may_be_absent() {
        assert_eq!(find_config(None).unwrap(), None, "the project's own folder has none");
        let (folder, _) = file_with(b"");
        let missing = folder.path().join("firms.toml");
        let error = refused(missing.to_str().unwrap());
        assert!(error.contains("it is not there") && error.contains("firm.toml?"), "{error}");
        assert!(refused("nowhere/at/all.toml").contains("no folder nowhere/at either"));
    }

    #[test]
    fn what_is_no_text_is_an_error_with_its_place() {
        let (_folder, path) = file_with(b"# ok\n[company]\nname = \"Z\xfcrich\"\n");
        assert!(refused(&path).contains("firm.toml:3:10: "), "{}", refused(&path));
        let (_folder, path) = file_with(b"\xff\xfe[\0c\0");
        assert!(refused(&path).contains("UTF-16"));
    }

    #[test]
    fn a_folder_and_a_file_without_end_are_no_configuration() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refused(folder.path().to_str().unwrap()).contains("it is a folder"));
        let (_folder, path) = file_with(&vec![b'#'; 5 << 20]);
        assert!(refused(&path).contains("larger than 4 MiB"));
    }
}
