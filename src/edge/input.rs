//! Turns paths of the command line into sources that can be read from their start more than once.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Error, Result, anyhow};

use crate::ingest::Source;

use super::folder::{folder_of, names_in};
use super::spool::Spool;
use super::trouble::{nearest, reason, shown, with_hint};

/// What standard input is called in messages.
pub const STANDARD_INPUT: &str = "standard input";

/// The path that stands for standard input.
const DASH: &str = "-";

/// A file to read, or what came through a pipe.
#[derive(Debug)]
pub struct InputFile {
    name: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A regular file: opened anew for each reading, so that memory does not grow with it.
    File { path: PathBuf, length: u64 },
    /// Standard input, or a pipe given by its path (`<(zcat scores.csv.gz)`).
    Kept(Spool),
}

impl InputFile {
    /// Where the file is; standard input and pipes are nowhere.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.content {
            Content::File { path, .. } => Some(path),
            Content::Kept(_) => None,
        }
    }

    /// How the input is given on a command line.
    #[must_use]
    pub fn argument(&self) -> &str {
        if self.name == STANDARD_INPUT && self.path().is_none() { DASH } else { &self.name }
    }

    /// Where those among the inputs are that are anywhere.
    pub fn paths(inputs: &[Self]) -> impl Iterator<Item = &Path> {
        inputs.iter().filter_map(Self::path)
    }

    /// How many bytes it had when it was looked at.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.content {
            Content::File { length, .. } => *length,
            Content::Kept(spool) => spool.length(),
        }
    }
}

impl Source for InputFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match &self.content {
            // No buffer of our own: the reader above asks for large blocks.
            Content::File { path, .. } => Box::new(File::open(path)?),
            Content::Kept(spool) => Box::new(spool.reader()),
        })
    }
}

/// How many bytes the inputs have together.
#[must_use]
pub fn total_bytes(inputs: &[InputFile]) -> u64 {
    inputs.iter().map(InputFile::length).sum()
}

/// Opens the files of the command line, in the order given; `-` is standard input. In place of a folder the files in it
/// with this ending are asked for.
///
/// # Errors
/// One error that names every path that cannot be read, each with its reason and a remedy.
pub fn open_inputs(paths: &[String], ending: &str) -> Result<Vec<InputFile>> {
    open_with(paths, ending, || Spool::of(io::stdin().lock()))
}

fn open_with(
    paths: &[String],
    ending: &str,
    standard_input: impl Fn() -> io::Result<Spool>,
) -> Result<Vec<InputFile>> {
    if paths.iter().filter(|path| *path == DASH).count() > 1 {
        return Err(with_hint(
            "standard input is given more than once",
            "give `-` once: it can be read only once",
        ));
    }
    // What is in place of a regular file comes last: nobody types a survey in to learn that a name was misspelt.
    let mut found: Vec<Result<Option<InputFile>>> =
        paths.iter().map(|path| regular_file(path, ending)).collect();
    if found.iter().all(Result::is_ok) {
        for (path, slot) in paths.iter().zip(&mut found) {
            if matches!(slot, Ok(None)) {
                *slot = kept(path, &standard_input).map(Some);
            }
        }
    }
    let (mut inputs, mut refusals) = (Vec::new(), Vec::new());
    for each in found {
        match each {
            Ok(input) => inputs.extend(input),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(inputs) } else { Err(in_one(refusals)) }
}

/// Several refusals as one error.
fn in_one(refusals: Vec<Error>) -> Error {
    let count = refusals.len();
    let mut refusals = refusals.into_iter();
    match (refusals.next(), count) {
        (Some(only), 1) => only,
        (first, _) => {
            let lines: Vec<String> = first.into_iter().chain(refusals).map(|each| each.to_string()).collect();
            anyhow!("{count} files cannot be read\n{}", lines.join("\n"))
        }
    }
}

/// A regular file; `None` for `-` and for pipes and devices, which have to be kept.
fn regular_file(name: &str, ending: &str) -> Result<Option<InputFile>> {
    if name == DASH {
        return Ok(None);
    }
    let path = Path::new(name);
    let about = fs::metadata(path).map_err(|error| refusal(path, &error))?;
    if about.is_dir() {
        return Err(with_hint(
            format_args!("cannot read {}: it is a folder", shown(path)),
            format_args!("name the files in it, such as {}", shown(path.join(format!("*.{ending}")))),
        ));
    }
    if !about.is_file() {
        return Ok(None);
    }
    // Opened now to learn of a refusal now, with those of the other files.
    File::open(path).map_err(|error| refusal(path, &error))?;
    let content = Content::File { path: path.to_owned(), length: about.len() };
    Ok(Some(InputFile { name: name.to_owned(), content }))
}

/// Standard input, or a pipe or device by its path, read to the end.
fn kept(name: &str, standard_input: impl Fn() -> io::Result<Spool>) -> Result<InputFile> {
    let (name, spool) = match name {
        DASH => (STANDARD_INPUT, standard_input()),
        path => (path, File::open(path).and_then(Spool::of)),
    };
    let spool = spool.map_err(|error| {
        with_hint(
            format_args!("cannot read {}: {}", shown(name), reason(&error)),
            "save it as a file and give that file",
        )
    })?;
    Ok(InputFile { name: name.to_owned(), content: Content::Kept(spool) })
}

/// Why a file cannot be read, with what may have been meant.
fn refusal(path: &Path, error: &io::Error) -> Error {
    let folder = folder_of(path);
    let hint = match error.kind() {
        io::ErrorKind::NotFound if !folder.is_dir() => format!("there is no folder {} either", shown(folder)),
        io::ErrorKind::NotFound => match near_file(path) {
            Some(name) => format!("did you mean {}?", shown(path.with_file_name(name))),
            None => "give the path of the file from the folder you are in".to_owned(),
        },
        io::ErrorKind::PermissionDenied => {
            "ask its owner for the right to read it, or give a copy".to_owned()
        }
        _ => "check the path".to_owned(),
    };
    with_hint(format_args!("cannot read {}: {}", shown(path), reason(error)), hint)
}

/// The file in the same folder whose name is nearest.
pub(super) fn near_file(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let names = names_in(folder_of(path)).ok()?.into_iter().filter(|name| !name.starts_with('.'));
    nearest(wanted, names.filter(|name| !path.with_file_name(name).is_dir()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with files, and a way to open paths of it with a text on standard input.
    struct Desk {
        folder: tempfile::TempDir,
    }

    impl Desk {
        fn with(names: &[&str]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            for name in names {
                fs::write(folder.path().join(name), format!("content of {name}")).unwrap();
            }
            Self { folder }
        }

        fn path(&self, name: &str) -> String {
            if name == DASH {
                name.to_owned()
            } else {
                self.folder.path().join(name).to_str().unwrap().to_owned()
            }
        }

        fn open(&self, names: &[&str]) -> Result<Vec<InputFile>> {
            let paths: Vec<String> = names.iter().map(|name| self.path(name)).collect();
            open_with(&paths, "csv", || Spool::of("piped".as_bytes()))
        }

        fn refusal(&self, names: &[&str]) -> String {
            let error = self.open(names).map(|_| ()).unwrap_err();
            format!("{error:#}").replace(self.folder.path().to_str().unwrap(), "HERE")
        }
    }

    fn text_of(input: &InputFile) -> String {
        let mut text = String::new();
        input.open().unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn files_and_standard_input_are_read_in_the_order_given_and_again() {
        let desk = Desk::with(&["a.csv", "b.csv"]);
        let inputs = desk.open(&["b.csv", "-", "a.csv"]).unwrap();
        for _ in 0..2 {
            let texts: Vec<String> = inputs.iter().map(text_of).collect();
            assert_eq!(texts, ["content of b.csv", "piped", "content of a.csv"]);
        }
        assert_eq!(inputs[1].name(), "standard input");
        assert_eq!((inputs[0].name(), inputs[1].path()), (desk.path("b.csv").as_str(), None));
        assert_eq!(total_bytes(&inputs), 16 + 5 + 16);
        assert_eq!(InputFile::paths(&inputs).count(), 2);
    }

    #[test]
    fn a_missing_file_names_the_nearest_one() {
        let desk = Desk::with(&["scores.csv", "other.txt"]);
        assert_eq!(
            desk.refusal(&["score.csv"]),
            "cannot read HERE/score.csv: it is not there\n  hint: did you mean HERE/scores.csv?"
        );
        assert!(desk.refusal(&["zzzz"]).contains("hint: give the path"));
        assert!(desk.refusal(&["nowhere/a.csv"]).contains("no folder HERE/nowhere either"));
    }

    #[test]
    fn all_that_cannot_be_read_is_said_at_once_and_standard_input_is_left_alone() {
        let desk = Desk::with(&["a.csv"]);
        fs::create_dir(desk.folder.path().join("surveys")).unwrap();
        let paths = [desk.path("q.csv"), desk.path("a.csv"), desk.path("surveys"), DASH.to_owned()];
        let error = open_with(&paths, "csv", || panic!("read standard input")).unwrap_err().to_string();
        assert!(error.starts_with("2 files cannot be read\n"), "{error}");
        assert!(
            error.contains("q.csv: it is not there") && error.contains("surveys: it is a folder"),
            "{error}"
        );
        assert!(error.contains("surveys/*.csv"), "{error}");
    }

    #[test]
    fn standard_input_is_given_once() {
        assert!(Desk::with(&[]).refusal(&["-", "-"]).contains("more than once"));
    }

    #[test]
    fn a_name_below_a_file_is_refused_as_such() {
        let desk = Desk::with(&["a.csv"]);
        assert!(desk.refusal(&["a.csv/b.csv"]).contains("not a folder"));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_kept_as_a_pipe_is() {
        let inputs = open_inputs(&["/dev/null".to_owned()], "csv").unwrap();
        assert_eq!((text_of(&inputs[0]).as_str(), inputs[0].path()), ("", None));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_with_an_escape_sequence_does_not_reach_the_terminal() {
        let desk = Desk::with(&["score\u{1b}[2J.csv"]);
        let refusal = desk.refusal(&["score\u{1b}[1J.csv"]);
        assert!(!refusal.contains('\u{1b}') && refusal.contains("did you mean"), "{refusal}");
    }
}
