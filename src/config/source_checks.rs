//! Turns `[[source]]` as written into [`SourceSettings`], or into mistakes.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::{Checks, misnamed};
use super::fault::Step;
use super::keys::below;
use super::source::{RawScoreColumn, RawSource, ScoreColumn, SourceKind, SourceSettings, Texts};
use super::wording::suggestion;
use crate::diagnostic::Diagnostic;
use crate::model::{RawScore, Scale};

impl Checks<'_> {
    /// Checks the sources, each for itself and against the others.
    pub(super) fn sources(&mut self, raw: Vec<RawSource>) -> Vec<SourceSettings> {
        let mut seen = BTreeSet::new();
        let mut sources = Vec::new();
        for (index, source) in raw.into_iter().enumerate() {
            let path = below("source", &Step::Element(index));
            let files = self.files(&path, source.files);
            for (index, file) in files.iter().enumerate() {
                if !seen.insert((source.kind, file.clone())) {
                    let message = "these files are named twice: their rows would count twice";
                    let path = self.element(&format!("{path}.files"), index);
                    self.add(&path, "listed-twice", message, "take one of them out");
                }
            }
            let columns = self.columns(&path, source.kind, source.columns);
            let scores = self.scores(&path, source.kind, source.score);
            sources.push(SourceSettings { kind: source.kind, files, read: source.read, columns, scores });
        }
        sources
    }

    /// The path of an element, or of the key where it is one text and no list.
    fn element(&self, path: &str, index: usize) -> String {
        let element = below(path, &Step::Element(index));
        if self.is_written(&element) { element } else { path.to_owned() }
    }

    fn files(&mut self, source: &str, files: Option<Texts>) -> Vec<String> {
        let path = format!("{source}.files");
        let Some(files) = files else {
            // A source that is not read at all needs no files.
            if !self.is_written(&path) && !self.has_fault_at(&format!("{source}.kind")) {
                let message = "[[source]] does not say which files it is about";
                self.add(
                    &path,
                    "missing-key",
                    message,
                    "add files = [\"...\"], with paths from the folder of this file",
                );
            }
            return Vec::new();
        };
        if files.texts.is_empty() {
            let hint = "name at least one: files = [\"surveys/*.csv\"]";
            self.add(&path, "empty-setting", "`files` in [[source]] names no file", hint);
        }
        for (index, file) in files.texts.iter().enumerate() {
            let element = self.element(&path, index);
            if self.blank(&element, file, "the name of a file") {
                continue;
            }
            if file.contains(|letter: char| letter.is_control()) {
                let message = "the name of a file has a control character: in double quotes `\\` begins one";
                self.add(&element, "wrong-value", message, "write paths with `/`, or in single quotes");
            }
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folder.contains(['*', '?']) {
                let message = "`*` and `?` stand for letters in the name of a file, not of a folder";
                let hint = "name the folders: files = [\"2026/q2/*.csv\", \"2026/q3/*.csv\"]";
                self.add(&element, "pattern-in-folder", message, hint);
            }
        }
        files.texts
    }

    fn columns(
        &mut self,
        source: &str,
        kind: SourceKind,
        raw: BTreeMap<String, Texts>,
    ) -> BTreeMap<String, Vec<String>> {
        let path = format!("{source}.columns");
        // Of a kind that was not understood, nobody knows the columns.
        let is_kind_known = !self.has_fault_at(&format!("{source}.kind"));
        let mut columns = BTreeMap::new();
        for (role, headers) in raw {
            let path = below(&path, &Step::Key(role.clone()));
            if is_kind_known && !kind.roles().contains(&role.as_str()) {
                let message = format!("unknown key `{role}` in [source.columns] of kind {}", kind.id());
                let hint = suggestion(&role, kind.roles(), "its keys are");
                self.add_key(&path, Diagnostic::error("unknown-key", message).hint(hint));
                continue;
            }
            if headers.texts.is_empty() {
                let message = format!("`{role}` in [source.columns] names no column");
                self.add(
                    &path,
                    "empty-setting",
                    message,
                    format!("write the header of the column: {role} = \"...\""),
                );
            }
            for (index, header) in headers.texts.iter().enumerate() {
                let element = self.element(&path, index);
                self.blank(&element, header, &format!("the column of `{role}`"));
                self.position(&element, header);
            }
            if headers.is_list {
                self.repeats(&path, &headers.texts, "this column");
            }
            columns.insert(role, headers.texts);
        }
        columns
    }

    /// Refuses a position before the first column.
    fn position(&mut self, path: &str, column: &str) {
        let digits = column.strip_prefix('#').filter(|digits| !digits.is_empty());
        if digits.is_some_and(|digits| digits.bytes().all(|byte| byte == b'0')) {
            self.add(path, "wrong-value", "columns are counted from 1", "the first column is \"#1\"");
        }
    }

    fn scores(&mut self, source: &str, kind: SourceKind, raw: Vec<RawScoreColumn>) -> Vec<ScoreColumn> {
        let path = format!("{source}.score");
        let is_kind_known = !self.has_fault_at(&format!("{source}.kind"));
        if is_kind_known && kind != SourceKind::Survey && !raw.is_empty() {
            let message = format!("files of kind {} have no scores", kind.id());
            self.add_key(
                &path,
                Diagnostic::error("unknown-key", message)
                    .hint("take [[source.score]] out, or set kind = \"survey\""),
            );
            return Vec::new();
        }
        let mut scores: Vec<ScoreColumn> = Vec::new();
        for (index, score) in raw.into_iter().enumerate() {
            let path = below(&path, &Step::Element(index));
            let Some(score) = self.score(&path, score) else { continue };
            if scores.iter().any(|other| other.dimension == score.dimension) {
                let message =
                    format!("the dimension `{}` has two columns in this [[source]]", score.dimension);
                let hint = "give one of them another name, or take it out";
                self.add(&format!("{path}.dimension"), "listed-twice", message, hint);
            }
            if scores.iter().any(|other| other.column == score.column) {
                let message = "this column is a score already";
                self.add(
                    &format!("{path}.column"),
                    "listed-twice",
                    message,
                    "name another column, or take it out",
                );
            }
            scores.push(score);
        }
        scores
    }

    fn score(&mut self, path: &str, raw: RawScoreColumn) -> Option<ScoreColumn> {
        let missing = [
            ("dimension", raw.dimension.is_none(), "dimension = \"overall\", or what else is rated"),
            ("column", raw.column.is_none(), "column = \"...\", with its header"),
            ("scale", raw.scale.is_none(), "scale = \"0-10\", the worse end first"),
        ];
        for (key, is_missing, example) in missing {
            let path = format!("{path}.{key}");
            if is_missing && !self.is_written(&path) {
                self.add(
                    &path,
                    "missing-key",
                    format!("[[source.score]] has no `{key}`"),
                    format!("add {example}"),
                );
            }
        }
        let (dimension, column, scale) = (raw.dimension?, raw.column?, raw.scale?);
        if let Some(problem) = misnamed(&dimension) {
            self.add_problem(&format!("{path}.dimension"), problem);
        }
        self.blank(&format!("{path}.column"), &column, "the column of a score");
        self.position(&format!("{path}.column"), &column);
        self.missing(&format!("{path}.missing"), &raw.missing, scale);
        Some(ScoreColumn { dimension, column, scale, missing: raw.missing })
    }

    /// Warns where an answer that the scale allows is to count as none: customers would drop out unseen.
    fn missing(&mut self, path: &str, missing: &[String], scale: Scale) {
        self.repeats(path, missing, "this cell");
        for (index, cell) in missing.iter().enumerate() {
            if RawScore::parse(cell.trim().as_bytes()).is_some_and(|score| scale.contains(score)) {
                let message = format!(
                    "{} is an answer on the scale {scale}, and will count as not answered",
                    cell.trim()
                );
                let hint = "take it out of `missing`, or write the scale without it";
                let problem = Diagnostic::warning("missing-on-scale", message).hint(hint);
                self.add_problem(&below(path, &Step::Element(index)), problem);
            }
        }
    }
}
