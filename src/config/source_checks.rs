//! Turns `[[source]]` as written into [`SourceSettings`], or into mistakes.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::{Checks, misnamed};
use super::fault::Step;
use super::keys::below;
use super::shape_checks::RawReading;
use super::sheet_choice::SheetChoice;
use super::source::{
    ColumnChoice, RawScoreColumn, RawSource, ScoreColumn, SourceKind, SourceSettings, Texts,
};
use super::source_shape::{ColumnSettings, RawColumns, RawRule, RowRule};
use super::wording::suggestion;
use crate::diagnostic::Diagnostic;
use crate::model::{RawScore, Scale};

impl Checks<'_> {
    /// Checks the sources, each for itself and against the others.
    pub(super) fn sources(&mut self, raw: Vec<RawSource>) -> Vec<SourceSettings> {
        let mut seen: BTreeMap<(SourceKind, String), BTreeSet<SheetChoice>> = BTreeMap::new();
        let mut sources = Vec::new();
        for (index, source) in raw.into_iter().enumerate() {
            let path = below("source", &Step::Element(index));
            let files = self.files(&path, source.files);
            for (index, file) in files.iter().enumerate() {
                let sheet = &source.read.sheet;
                let sheets = seen.entry((source.kind, file.clone())).or_default();
                // Sheets of one workbook may be surveys of their own.
                let is_own = source.kind == SourceKind::Survey
                    && ![sheet, sheets.first().unwrap_or(sheet)].contains(&&SheetChoice::Auto);
                if !sheets.is_empty() && !is_own || !sheets.insert(sheet.clone()) {
                    let message = "these files are named twice: their rows would count twice";
                    let path = self.element(&format!("{path}.files"), index);
                    self.add(&path, "listed-twice", message, "take one of them out");
                }
            }
            let kind = source.kind;
            let RawColumns { headers, complete, in_cell, exclude } = source.columns;
            let headers = self.columns(&path, kind, headers);
            let of_survey = |key: &str| (kind == SourceKind::Survey).then(|| format!("{path}.columns.{key}"));
            let complete = complete.and_then(|raw| match of_survey("complete") {
                Some(path) => self.complete(&path, raw),
                None => self.foreign(&path, kind, "complete"),
            });
            let in_cell = in_cell.and_then(|raw| match of_survey("in-cell") {
                Some(path) => self.in_cell(&path, raw),
                None => self.foreign(&path, kind, "in-cell"),
            });
            let exclude = exclude.and_then(|raw| self.exclude(&path, kind, raw));
            let columns = ColumnSettings { headers, complete, in_cell, exclude };
            let scores = self.scores(&path, kind, source.score);
            let long = source.long.and_then(|raw| self.long(&format!("{path}.long"), kind, raw));
            if long.is_some() && !scores.is_empty() {
                let message = "a file with one row for each answer has its scores in [source.long]";
                let hint = "take [[source.score]] out, and name each question in scores of [source.long]";
                self.add(&format!("{path}.score"), "contradiction", message, hint);
            }
            let read = self.read(&path, source.read);
            sources.push(SourceSettings { kind, files, read, columns, scores, long });
        }
        sources
    }

    /// Refuses a key of `[source.columns]` that files of this kind do not have.
    fn foreign<T>(&mut self, source: &str, kind: SourceKind, key: &str) -> Option<T> {
        let message = format!("unknown key `{key}` in [source.columns] of kind {}", kind.id());
        let hint = "take it out, or set kind = \"survey\"";
        self.add_key(
            &format!("{source}.columns.{key}"),
            Diagnostic::error("unknown-key", message).hint(hint),
        );
        None
    }

    fn exclude(&mut self, source: &str, kind: SourceKind, raw: RawRule) -> Option<RowRule> {
        let path = format!("{source}.columns.exclude");
        if kind == SourceKind::Survey {
            let message = "unknown key `exclude` in [source.columns] of kind survey";
            let hint = "leave rows of a survey out with drop-rows = [{ column = \"...\", is = [\"...\"] }] in [source.read]";
            self.add_key(&path, Diagnostic::error("unknown-key", message).hint(hint));
            return None;
        }
        self.rule(&path, "exclude", raw)
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
                self.column_name(&element, header, &format!("the column of `{role}`"));
            }
            self.day_and_time(&path, &role, &headers.texts);
            if headers.is_list {
                self.repeats(&path, &headers.texts, "this column");
            }
            columns.insert(role, headers.texts);
        }
        columns
    }

    /// Refuses a position before the first column.
    pub(super) fn position(&mut self, path: &str, column: &str) {
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
        ];
        for (key, is_missing, example) in missing {
            self.wants(path, "[[source.score]]", key, is_missing, example);
        }
        let RawScoreColumn { dimension, column, scale, scale_by, missing, labels } = raw;
        let reading = self.reading(path, "[[source.score]]", RawReading { scale, scale_by, missing, labels });
        if let Some(problem) = dimension.as_deref().and_then(misnamed) {
            self.add_problem(&format!("{path}.dimension"), problem);
        }
        let column_path = format!("{path}.column");
        let columns = column.as_ref().map_or(&[][..], |column| column.texts.as_slice());
        if column.is_some() && columns.is_empty() {
            let message = "`column` of a score names no column";
            self.add(&column_path, "empty-setting", message, "write column = \"...\"");
        }
        for (index, header) in columns.iter().enumerate() {
            let element = self.element(&column_path, index);
            self.column_name(&element, header, "the column of a score");
        }
        let (dimension, column, reading) = (dimension?, column?, reading?);
        let column = match column {
            Texts { texts, is_list: true } => ColumnChoice::OneOf(texts),
            Texts { texts, is_list: false } => ColumnChoice::One(texts.into_iter().next()?),
        };
        Some(ScoreColumn { dimension, column, reading })
    }

    /// Warns where an answer that the scale allows is to count as none: customers would drop out unseen.
    pub(super) fn missing(&mut self, path: &str, missing: &[String], scale: Scale) {
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
