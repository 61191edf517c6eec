//! Turns the parts of `[[source]]` that say how rows become answers into settings, or into mistakes.

use std::collections::BTreeMap;

use super::checks::{Checks, misnamed};
use super::fault::Step;
use super::keys::below;
use super::reading::{RawRead, ReadSettings};
use super::source::{SourceKind, Texts};
use super::source_shape::{
    Complete, InCell, LongScore, LongSettings, RawComplete, RawInCell, RawLong, RawLongScore, RawRule,
    RowRule, ScoreReading, ScoreScale,
};
use super::wording::suggestion;
use crate::diagnostic::Diagnostic;
use crate::model::{RawScore, Scale};

/// The roles of a survey that can stand together in one cell.
const IN_CELL: &[&str] = &["customer", "name", "account-manager", "contact", "email", "wave"];

/// Roles of dates: of two columns the first holds the day and the second the time.
pub(crate) const DATES: [&str; 5] = ["date", "opened", "resolved", "since", "renewal"];

/// How the cells of a score are read, as it is written.
pub(super) struct RawReading {
    pub(super) scale: Option<Scale>,
    pub(super) scale_by: Option<BTreeMap<String, String>>,
    pub(super) missing: Vec<String>,
    pub(super) labels: BTreeMap<String, f64>,
}

impl Checks<'_> {
    /// Checks how the files are written.
    pub(super) fn read(&mut self, source: &str, raw: RawRead) -> ReadSettings {
        let path = format!("{source}.read.drop-rows");
        let drop_rows = raw.drop_rows.map(|rules| {
            let rules = rules.into_iter().enumerate();
            rules
                .filter_map(|(index, rule)| {
                    self.rule(&below(&path, &Step::Element(index)), "drop-rows", rule)
                })
                .collect()
        });
        let RawRead {
            encoding,
            delimiter,
            skip_rows,
            header_rows,
            header_join,
            decimal,
            sheet,
            date_order,
            ..
        } = raw;
        ReadSettings {
            encoding,
            delimiter,
            skip_rows,
            header_rows,
            header_join,
            decimal,
            sheet,
            date_order,
            drop_rows,
        }
    }

    /// Checks what a person calls a column: its header, a pattern for it, or its position.
    pub(super) fn column_name(&mut self, path: &str, column: &str, what: &str) {
        self.blank(path, column, what);
        self.position(path, column);
        if let Some(pattern) = column.strip_prefix('~')
            && regex::Regex::new(pattern).is_err()
        {
            let message = "behind `~` stands a pattern, and this is none";
            self.add(
                path,
                "wrong-value",
                message,
                "write a regular expression, such as \"~(?i)customer service\", or the header as it is",
            );
        }
    }

    /// Refuses more than the column of the day and that of the time.
    pub(super) fn day_and_time(&mut self, path: &str, role: &str, columns: &[String]) {
        if DATES.contains(&role) && columns.len() > 2 {
            let message = format!("`{role}` has a column for the day, and at most one more for the time");
            self.add(
                path,
                "wrong-value",
                message,
                "leave the column of the day, or that and the one of the time",
            );
        }
    }

    /// Says that a key is missing, unless it is written and was refused.
    pub(super) fn wants(&mut self, path: &str, owner: &str, key: &str, is_missing: bool, example: &str) {
        let at = format!("{path}.{key}");
        if is_missing && !self.is_written(&at) {
            let message = format!("{owner} has no `{key}`");
            self.add(&at, "missing-key", message, format!("add {example}"));
        }
    }

    /// Checks a rule about rows.
    pub(super) fn rule(&mut self, path: &str, owner: &str, raw: RawRule) -> Option<RowRule> {
        let owner = format!("`{owner}`");
        self.wants(path, &owner, "column", raw.column.is_none(), "column = \"...\", with its header");
        let is = raw.is.unwrap_or_default();
        let cells = format!("{path}.is");
        self.wants(path, &owner, "is", is.texts.is_empty(), "is = [\"...\"], with the cells that it means");
        if self.is_written(&cells) && is.texts.is_empty() && !self.has_fault_at(&cells) {
            self.add(
                &cells,
                "empty-setting",
                format!("`is` of {owner} names no cell"),
                "write is = [\"...\"]",
            );
        }
        let column = raw.column?;
        self.column_name(&format!("{path}.column"), &column, "the column of a rule");
        Some(RowRule { column, is: is.texts })
    }

    /// Checks which rows are finished.
    pub(super) fn complete(&mut self, path: &str, raw: RawComplete) -> Option<Complete> {
        let RawComplete { column, is, otherwise } = raw;
        let rule = self.rule(path, "complete", RawRule { column, is })?;
        Some(Complete { rule, otherwise })
    }

    /// Checks what stands together in one cell.
    pub(super) fn in_cell(&mut self, path: &str, raw: RawInCell) -> Option<InCell> {
        let is_unsplit = raw.split.as_ref().is_none_or(String::is_empty);
        self.wants(path, "`in-cell`", "column", raw.column.is_none(), "column = \"...\", with its header");
        self.wants(
            path,
            "`in-cell`",
            "split",
            raw.split.is_none(),
            "split = \"; \", what stands between the parts",
        );
        self.wants(path, "`in-cell`", "take", raw.take.is_empty(), "take = { contact = 1, customer = 2 }");
        if is_unsplit && raw.split.is_some() {
            let message = "`split` of `in-cell` is empty";
            self.add(
                &format!("{path}.split"),
                "empty-setting",
                message,
                "write what stands between the parts: split = \"; \"",
            );
        }
        for (role, part) in &raw.take {
            let at = below(&format!("{path}.take"), &Step::Key(role.clone()));
            if !IN_CELL.contains(&role.as_str()) {
                let message = format!("`in-cell` cannot take `{role}`");
                let hint = suggestion(role, IN_CELL, "it can take");
                self.add_key(&at, Diagnostic::error("unknown-key", message).hint(hint));
            }
            if *part == 0 {
                self.add(&at, "wrong-value", "parts are counted from 1", "the first part is 1");
            }
        }
        let (column, split) = (raw.column?, raw.split?);
        self.column_name(&format!("{path}.column"), &column, "the column of `in-cell`");
        Some(InCell { column, split, take: raw.take })
    }

    /// Checks how the cells of a score are read; `owner` is the table that says so.
    pub(super) fn reading(&mut self, path: &str, owner: &str, raw: RawReading) -> Option<ScoreReading> {
        let RawReading { scale, scale_by, missing, labels } = raw;
        let has_none = scale.is_none() && scale_by.is_none();
        let by_path = format!("{path}.scale-by");
        if !self.is_written(&by_path) {
            self.wants(path, owner, "scale", has_none, "scale = \"0-10\", the worse end first");
        }
        let scale = match (scale, scale_by) {
            (Some(_), Some(_)) => {
                let message = "a score has `scale`, or `scale-by` where it differs from row to row, not both";
                self.add(&by_path, "contradiction", message, "take one of them out");
                return None;
            }
            (Some(scale), None) => ScoreScale::One(scale),
            (None, by) => self.scale_by(&by_path, by?)?,
        };
        let scales: Vec<Scale> = scale.all().collect();
        let labels = self.labels(&format!("{path}.labels"), labels, &scales);
        if let [scale] = scales.as_slice() {
            self.missing(&format!("{path}.missing"), &missing, *scale);
        }
        Some(ScoreReading { scale, missing, labels })
    }

    fn scale_by(&mut self, path: &str, mut raw: BTreeMap<String, String>) -> Option<ScoreScale> {
        let column = raw.remove("column");
        self.wants(
            path,
            "`scale-by`",
            "column",
            column.is_none(),
            "column = \"...\", the one that says which scale a row has",
        );
        if let Some(column) = &column {
            self.column_name(&format!("{path}.column"), column, "the column of `scale-by`");
        }
        if raw.is_empty() {
            let hint = "add what stands in that column with its scale: nps = \"0-10\", csat = \"1-5\"";
            self.add(path, "empty-setting", "`scale-by` names no scale", hint);
        }
        let mut scales = BTreeMap::new();
        for (value, scale) in raw {
            let at = below(path, &Step::Key(value.clone()));
            match scale.parse::<Scale>() {
                Ok(scale) => {
                    scales.insert(value, scale);
                }
                Err(_) => self.add(
                    &at,
                    "wrong-value",
                    format!("`{value}` in `scale-by` cannot be {scale:?}"),
                    "write a scale, the worse end first: \"0-10\", \"1-5\", or \"5-1\" where 1 is best",
                ),
            }
        }
        Some(ScoreScale::By { column: column?, scales })
    }

    fn labels(
        &mut self,
        path: &str,
        raw: BTreeMap<String, f64>,
        scales: &[Scale],
    ) -> BTreeMap<String, RawScore> {
        let mut labels = BTreeMap::new();
        for (word, number) in raw {
            let at = below(path, &Step::Key(word.clone()));
            self.blank(&at, &word, "a word in `labels`");
            if !scales.iter().any(|scale| scale.holds(number)) {
                let named: Vec<_> = scales.iter().map(Scale::to_string).collect();
                let message = format!("{number} is not on the scale {}", named.join(" or "));
                self.add(&at, "wrong-value", message, "write the number that the word stands for");
            }
            let score = RawScore::parse(format!("{number:.4}").as_bytes());
            labels.extend(score.map(|score| (word, score)));
        }
        labels
    }

    /// Checks how one row an answer becomes one row a response.
    pub(super) fn long(&mut self, path: &str, kind: SourceKind, raw: RawLong) -> Option<LongSettings> {
        if kind != SourceKind::Survey {
            let message = format!("files of kind {} have no answers", kind.id());
            let problem = Diagnostic::error("unknown-key", message);
            self.add_key(path, problem.hint("take [source.long] out, or set kind = \"survey\""));
            return None;
        }
        let owner = "[source.long]";
        self.wants(
            path,
            owner,
            "dimension",
            raw.dimension.is_none(),
            "dimension = \"...\", the column that names the question",
        );
        self.wants(
            path,
            owner,
            "value",
            raw.value.is_none(),
            "value = \"...\", the column that holds the answer",
        );
        let comments = raw.comments.unwrap_or_default();
        self.repeated_questions(path, &comments);
        let has_none = raw.scores.is_empty() && comments.texts.is_empty();
        self.wants(
            path,
            owner,
            "scores",
            has_none,
            "scores = { NPS = { dimension = \"overall\", scale = \"0-10\" } }",
        );
        let scores_path = format!("{path}.scores");
        let mut scores: BTreeMap<String, LongScore> = BTreeMap::new();
        for (question, score) in raw.scores {
            let at = below(&scores_path, &Step::Key(question.clone()));
            self.blank(&at, &question, "the name of a question");
            let Some(score) = self.long_score(&at, score) else { continue };
            if scores.values().any(|other| other.dimension == score.dimension) {
                let message = format!("the dimension `{}` has two questions", score.dimension);
                self.add(
                    &format!("{at}.dimension"),
                    "listed-twice",
                    message,
                    "give one of them another name, or take it out",
                );
            }
            scores.insert(question, score);
        }
        let (dimension, value) = (raw.dimension?, raw.value?);
        self.column_name(&format!("{path}.dimension"), &dimension, "the column of the question");
        self.column_name(&format!("{path}.value"), &value, "the column of the answer");
        Some(LongSettings { dimension, value, comments: comments.texts, scores })
    }

    fn repeated_questions(&mut self, path: &str, comments: &Texts) {
        if comments.is_list {
            self.repeats(&format!("{path}.comments"), &comments.texts, "this question");
        }
    }

    fn long_score(&mut self, path: &str, raw: RawLongScore) -> Option<LongScore> {
        let owner = "a score of [source.long]";
        self.wants(
            path,
            owner,
            "dimension",
            raw.dimension.is_none(),
            "dimension = \"overall\", or what else is rated",
        );
        if let Some(problem) = raw.dimension.as_deref().and_then(misnamed) {
            self.add_problem(&format!("{path}.dimension"), problem);
        }
        let RawLongScore { dimension, scale, scale_by, missing, labels } = raw;
        let reading = self.reading(path, owner, RawReading { scale, scale_by, missing, labels });
        Some(LongScore { dimension: dimension?, reading: reading? })
    }
}
