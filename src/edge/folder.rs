//! Turns folders into the files that are meant: a file beside another one, or those that a pattern names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::trouble::{reason, shown, with_hint};

/// How the names begin of files that Excel keeps beside a workbook while it is open there.
const OPEN_IN_EXCEL: &str = "~$";

/// What stands in a folder under one of these names, in small letters or capitals: in the order of the names, the one
/// that is spelt so first.
#[must_use]
pub fn named_in(folder: &Path, names: &[String]) -> Vec<PathBuf> {
    let there = names_in(folder).unwrap_or_default();
    let mut found: Vec<PathBuf> = Vec::new();
    for name in names {
        let others = there.iter().filter(|other| *other != name && other.eq_ignore_ascii_case(name));
        for path in std::iter::once(name).chain(others).map(|name| folder.join(name)) {
            // Where capitals make no difference one file answers to both names.
            if path.symlink_metadata().is_ok() && !found.iter().any(|known| same_file(known, &path)) {
                found.push(path);
            }
        }
    }
    found
}

/// Whether something stands at a path that is not a file: a folder, a pipe, a link that leads nowhere.
#[must_use]
pub fn is_no_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok() && !path.is_file()
}

/// Whether a link stands at a path.
#[must_use]
pub fn is_link(path: &Path) -> bool {
    path.is_symlink()
}

/// Whether a folder stands at a path.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether two paths lead to one file that is there, however they are spelt and linked.
#[must_use]
pub fn same_file(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// The path of a file as it is written from a folder, with `/` between its parts; both are there.
///
/// # Errors
/// When either cannot be found.
pub fn path_from(folder: &Path, file: &Path) -> Result<String> {
    let whole = |path: &Path| {
        fs::canonicalize(path).map_err(|error| {
            with_hint(format_args!("cannot find {}: {}", shown(path), reason(&error)), "check the path")
        })
    };
    let (folder, file) =
        (whole(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?, whole(file)?);
    let (from, to): (Vec<_>, Vec<_>) = (folder.components().collect(), file.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let down = to.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// The folder a file is in; of a bare name the working folder.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a folder, and the folders it is in, unless it is there.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AlreadyExists => "a file of that name is there".to_owned(),
            _ => reason(&error),
        };
        with_hint(
            format_args!("cannot make the folder {}: {why}", shown(path)),
            "choose another folder, or make it first and run this again",
        )
    })
}

/// The files that a path with `*` (any letters) and `?` (one letter) in its last part names, sorted by bytes. A
/// path without either is itself, there or not; a folder that is not there holds none. As in a shell, a name that starts with a dot is named only by a
/// pattern that does, and so is what Excel keeps beside a workbook that is open.
///
/// # Errors
/// When the folder cannot be read, a pipe is among the files, or an earlier part of the path has a wildcard.
pub fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>> {
    let is_wild = |text: &str| text.contains(['*', '?']);
    if !is_wild(pattern) {
        return Ok(vec![folder.join(pattern)]);
    }
    let (inner, last) = pattern.rsplit_once(['/', std::path::MAIN_SEPARATOR]).unwrap_or(("", pattern));
    if is_wild(inner) {
        return Err(with_hint(
            format_args!("{}: only the last part of a path can hold `*` and `?`", shown(pattern)),
            "name each folder with a pattern of its own",
        ));
    }
    // `/*.csv` is in the root, not beside `folder`.
    let folder =
        if pattern.starts_with('/') && inner.is_empty() { PathBuf::from("/") } else { folder.join(inner) };
    let names = match names_in(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        names => names.map_err(|error| {
            with_hint(
                format_args!("cannot look for {} in {}: {}", shown(last), shown(&folder), reason(&error)),
                "files of retain.toml are named from the folder it is in",
            )
        })?,
    };
    let meant = names
        .into_iter()
        .filter(|name| name.starts_with('.') <= last.starts_with('.'))
        .filter(|name| name.starts_with(OPEN_IN_EXCEL) <= last.starts_with(OPEN_IN_EXCEL))
        .filter(|name| is_match(name, last));
    let meant: Vec<PathBuf> = meant.map(|name| folder.join(name)).filter(|path| !path.is_dir()).collect();
    // To read a pipe that lies there by chance would hold us up for ever.
    match meant.iter().find(|path| path.exists() && !path.is_file()) {
        Some(pipe) => Err(with_hint(
            format_args!("cannot read {}: it is no file, but a pipe or the like", shown(pipe)),
            "move it away; what comes through a pipe is read when it is named on the command line",
        )),
        None => Ok(meant),
    }
}

/// The names in a folder, sorted by bytes; those that are no Unicode cannot be meant by a pattern that is.
pub(super) fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

/// Whether a name matches a pattern. At a mismatch the latest `*` takes one letter more, so that no pattern takes
/// longer than the product of the two lengths.
fn is_match(name: &str, pattern: &str) -> bool {
    let (mut name, mut pattern) = (name.chars(), pattern.chars());
    let mut latest_star = None;
    loop {
        let (mut rest_of_name, mut rest_of_pattern) = (name.clone(), pattern.clone());
        match (rest_of_name.next(), rest_of_pattern.next()) {
            (None, None) => return true,
            (_, Some('*')) => {
                latest_star = Some((name.clone(), rest_of_pattern.clone()));
                pattern = rest_of_pattern;
                continue;
            }
            (Some(letter), Some(meant)) if meant == '?' || meant == letter => {
                (name, pattern) = (rest_of_name, rest_of_pattern);
                continue;
            }
            _ => {}
        }
        let Some((mut after, rest)) = latest_star.take() else { return false };
        if after.next().is_none() {
            return false;
        }
        (name, pattern) = (after.clone(), rest.clone());
        latest_star = Some((after, rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        folder
    }

    fn matched(folder: &Path, pattern: &str) -> Vec<String> {
        let files = matching(folder, pattern).unwrap();
        files.iter().map(|file| file.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_star_is_any_letters_and_a_question_mark_is_one() {
        for (name, pattern) in [
            ("june.csv", "*.csv"),
            ("june.csv", "*"),
            ("q3-1.csv", "q?-*.csv"),
            (".csv", "*.csv"),
            ("ab.csv.csv", "*.csv"),
            ("é.csv", "?.csv"),
            ("abcabd", "*ab?"),
            ("", "**"),
        ] {
            assert!(is_match(name, pattern), "{name} {pattern}");
        }
        for (name, pattern) in [
            ("june.csv", "*.tsv"),
            ("q3.csv", "q??.csv"),
            ("", "?"),
            ("ab", "a"),
            ("a", "ab*"),
            ("June.csv", "june*"),
        ] {
            assert!(!is_match(name, pattern), "{name} {pattern}");
        }
        assert!(!is_match(&"a".repeat(200), &"*a".repeat(100).replace("*a*a", "*aa*b")), "in no time");
    }

    #[test]
    fn files_come_sorted_by_bytes_without_folders_and_hidden_names() {
        let folder = folder_with(&["b.csv", "a.csv", "B.csv", ".hidden.csv", "a.txt"]);
        fs::create_dir(folder.path().join("c.csv")).unwrap();
        assert_eq!(matched(folder.path(), "*.csv"), ["B.csv", "a.csv", "b.csv"]);
        assert_eq!(matched(folder.path(), ".*"), [".hidden.csv"]);
        assert_eq!(matched(folder.path(), "*.xlsx"), [""; 0]);
        let folder = folder_with(&["scores.xlsx", "~$scores.xlsx"]);
        assert_eq!(matched(folder.path(), "*.xlsx"), ["scores.xlsx"]);
        assert_eq!(matched(folder.path(), "~$*"), ["~$scores.xlsx"]);
    }

    #[test]
    fn a_pattern_can_name_an_inner_folder_but_not_by_a_wildcard() {
        let folder = tempfile::tempdir().unwrap();
        make_folder(&folder.path().join("surveys/2026")).unwrap();
        fs::write(folder.path().join("surveys/2026/june.csv"), "").unwrap();
        assert_eq!(matched(folder.path(), "surveys/2026/*"), ["surveys/2026/june.csv"]);
        let error = matching(folder.path(), "*/june.csv").unwrap_err().to_string();
        assert!(error.contains("last part") && error.contains("hint"), "{error}");
        assert_eq!(matched(folder.path(), "nowhere/*.csv"), [""; 0]);
        fs::write(folder.path().join("file"), "").unwrap();
        let error = matching(folder.path(), "file/*.csv").unwrap_err().to_string();
        assert!(error.contains("cannot look for *.csv"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_a_pattern_finds_is_refused() {
        let folder = folder_with(&["june.csv"]);
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("july.csv")).status().unwrap();
        let error = matching(folder.path(), "*.csv").unwrap_err().to_string();
        assert!(made.success() && error.contains("july.csv: it is no file, but a pipe"), "{error}");
        assert_eq!(matched(folder.path(), "june*"), ["june.csv"]);
    }

    #[test]
    fn a_path_without_a_wildcard_is_itself_even_if_it_is_not_there() {
        let folder = folder_with(&[]);
        assert_eq!(matched(folder.path(), "june.csv"), ["june.csv"]);
    }

    #[test]
    fn without_a_folder_the_working_folder_is_searched_and_names_stay_bare() {
        assert_eq!(matching(Path::new(""), "Cargo.t?ml").unwrap(), [Path::new("Cargo.toml")]);
    }

    #[test]
    fn one_file_is_the_same_however_it_is_spelt() {
        let folder = folder_with(&["a.csv", "b.csv"]);
        let (plain, dotted) = (folder.path().join("a.csv"), folder.path().join("./a.csv"));
        assert!(same_file(&plain, &dotted) && !same_file(&plain, &folder.path().join("b.csv")));
        assert!(!same_file(Path::new("nowhere.csv"), Path::new("nowhere.csv")));
    }

    #[test]
    fn a_name_is_found_in_small_letters_and_in_capitals() {
        let folder = folder_with(&["Accounts.csv", "ACCOUNTS.XLSX", "orders.csv", "accounts.csv.bak"]);
        let found = |name: &str| -> Vec<String> {
            let names = ["csv", "xlsx"].map(|ending| format!("{name}.{ending}"));
            let found = named_in(folder.path(), &names);
            found.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(found("accounts"), ["Accounts.csv", "ACCOUNTS.XLSX"]);
        assert_eq!(found("orders"), ["orders.csv"]);
        assert!(found("churn").is_empty());
        // Where capitals make a difference the name that is spelt so comes first.
        fs::write(folder.path().join("accounts.csv"), "").unwrap();
        assert_eq!(found("accounts")[0], "accounts.csv");
    }

    #[test]
    fn the_folder_of_a_bare_name_is_the_working_folder() {
        assert_eq!(folder_of(Path::new("list.md")), Path::new("."));
        assert_eq!(folder_of(Path::new("out/list.md")), Path::new("out"));
    }

    #[test]
    fn a_folder_is_not_made_in_place_of_a_file() {
        let folder = folder_with(&["firm"]);
        assert!(
            make_folder(&folder.path().join("firm")).unwrap_err().to_string().contains("a file of that name")
        );
        assert!(make_folder(&folder.path().join("firm/inner")).is_err());
        make_folder(folder.path()).unwrap();
    }
}
