//! Finds the files of a firm: those that `retain.toml` names, those in `surveys/`, each once.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::config::{Config, SourceKind, toml_text};
use crate::diagnostic::{Diagnostic, Place, Problems};
use crate::edge::{self, InputFile};
use crate::ingest::{Source as _, kind_by_headers};

/// The endings of files that are surveys when they lie in `surveys/`.
const SURVEY_ENDINGS: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "xls"];

/// Whether a file of this name holds rows of this kind, and no survey.
pub(super) fn is_named_for(name: &str, kind: SourceKind) -> bool {
    edge::TABLE_ENDINGS.iter().any(|ending| name.eq_ignore_ascii_case(&format!("{}.{ending}", kind.id())))
}

/// What the rows of a file are, where its name says that they are no answers.
pub(super) fn kind_by_name(file: &InputFile) -> Option<SourceKind> {
    let name = file.path()?.file_name()?.to_string_lossy().to_lowercase();
    SourceKind::ALL.into_iter().find(|kind| *kind != SourceKind::Survey && is_named_for(&name, *kind))
}

/// Says which files that were given as surveys, and hold no scores, look like another kind.
pub(super) fn say_other_kinds(surveys: &[InputFile], problems: &mut Problems) -> Result<()> {
    if problems.count("no-score-column") == 0 {
        return Ok(());
    }
    for file in surveys {
        let by_headers = || kind_by_headers(file).with_context(|| format!("cannot read {}", file.argument()));
        let kind = match kind_by_name(file) {
            Some(kind) => Some(kind),
            None => by_headers()?,
        };
        let Some(kind) = kind else { continue };
        let message = format!("this looks like a file of {}, and was given as a survey", kind.id());
        let hint = format!(
            "leave it out of the command line, and name it {}.csv beside the survey; or in retain.toml:\n[[source]]\nkind = \"{}\"\nfiles = [{}]",
            kind.id(),
            kind.id(),
            toml_text(file.argument())
        );
        let place = Place::File { file: file.name().to_owned() };
        problems.add(Diagnostic::warning("other-kind", message).at(place).hint(hint));
    }
    Ok(())
}

/// Of a file that is there as CSV and as a workbook, or in small letters and in capitals, the first is read, and that is
/// said.
pub(super) fn say_second(paths: &mut Vec<PathBuf>, problems: &mut Problems) {
    let [first, others @ ..] = paths.as_slice() else { return };
    for other in others {
        let message = format!("{} is read; this one lies beside it and is not", shown(first));
        let hint = "move one of them away, or name the right one in retain.toml";
        let place = Place::File { file: shown(other) };
        problems.add(Diagnostic::warning("csv-and-workbook", message).at(place).hint(hint));
    }
    paths.truncate(1);
}

/// The files, each once: a file that is given twice would count every answer twice.
pub(super) fn without_repeats(inputs: Vec<InputFile>, problems: &mut Problems) -> Vec<InputFile> {
    let mut kept: Vec<InputFile> = Vec::new();
    for input in inputs {
        let is_same = |other: &&InputFile| {
            other.path().zip(input.path()).is_some_and(|(one, other)| same_file(one, other))
        };
        match kept.iter().find(is_same) {
            Some(first) => {
                let message = format!("the same file as {}: it is read once", first.argument());
                let place = Place::File { file: input.argument().to_owned() };
                problems
                    .add(Diagnostic::warning("file-twice", message).at(place).hint("give each file once"));
            }
            None => kept.push(input),
        }
    }
    kept
}

/// Whether two paths lead to one file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    one == other || edge::same_file(one, other)
}

/// A path as people read it.
pub(super) fn shown(path: &Path) -> String {
    let plain = path.strip_prefix("./").unwrap_or(path);
    plain.to_string_lossy().into_owned()
}

/// The files of every source, with the source's index. A pattern that matches nothing is a warning.
pub(super) fn expand_sources(
    config: &Config,
    folder: &Path,
    config_path: Option<&str>,
    problems: &mut Problems,
) -> Result<Vec<(PathBuf, usize)>> {
    let mut expanded = Vec::new();
    for (index, source) in config.sources.iter().enumerate() {
        for pattern in &source.files {
            let found = edge::matching(folder, pattern)?;
            if found.is_empty() {
                let place = Place::File { file: config_path.unwrap_or_default().to_owned() };
                let message = format!("no file matches `{pattern}`");
                problems.add(
                    Diagnostic::warning("source-without-file", message)
                        .at(place)
                        .hint("paths are relative to the folder of retain.toml"),
                );
            }
            expanded.extend(found.into_iter().map(|path| (path, index)));
        }
    }
    Ok(expanded)
}

/// The files that `retain.toml` names of a kind, each once.
pub(super) fn files_of(config: &Config, sources: &[(PathBuf, usize)], kind: SourceKind) -> Vec<PathBuf> {
    let is_meant = |source: &usize| config.sources.get(*source).is_some_and(|source| source.kind == kind);
    let mut paths: Vec<PathBuf> = Vec::new();
    for (path, _) in sources.iter().filter(|(_, source)| is_meant(source)) {
        if !paths.contains(path) {
            paths.push(path.clone());
        }
    }
    paths
}

/// The survey files where none is given: those of `retain.toml`, else those in `surveys/`. Of those in `surveys/` that
/// `retain.toml` leaves out it is said.
pub(super) fn survey_paths(
    config: &Config,
    sources: &[(PathBuf, usize)],
    folder: &Path,
    problems: &mut Problems,
) -> Result<Vec<String>> {
    let named = files_of(config, sources, SourceKind::Survey);
    let mut lying = edge::matching(&folder.join("surveys"), "*.*")?;
    let is_survey = |ending: &OsStr| SURVEY_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    lying.retain(|path| path.extension().is_some_and(is_survey));
    let is_other =
        |path: &PathBuf| path.file_name().is_some_and(|name| edge::is_side_table(&name.to_string_lossy()));
    lying.retain(|path| !is_other(path));
    lying.sort();
    if named.is_empty() {
        return Ok(lying.iter().map(|path| shown(path)).collect());
    }
    // Equal paths are the same file without asking the disk, and nearly all are.
    let is_named = |path: &PathBuf| {
        sources.iter().any(|(source, _)| source == path)
            || sources.iter().any(|(source, _)| same_file(source, path))
    };
    for path in lying.iter().filter(|path| !is_named(path)) {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let message = "it lies among the surveys, and no [[source]] of retain.toml names it: it is not read";
        let hint = format!("take it in with a pattern, files = [\"surveys/*.{ending}\"], or move it away");
        let place = Place::File { file: shown(path) };
        problems.add(Diagnostic::warning("survey-not-named", message).at(place).hint(hint));
    }
    Ok(named.iter().map(|path| shown(path)).collect())
}
