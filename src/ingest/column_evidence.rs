//! Gathers what the columns of a survey are decided from.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::headers;
use super::profile::{Column, Profile};
use super::recognition::Recognised;
use super::survey_options::SurveyOptions;
use crate::config::{SourceSettings, toml_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Scale, TableName};
use crate::signal::{Dimension, NegativeSentiment};

/// What the mapping is decided from.
pub(super) struct Evidence<'a> {
    /// The name of the file.
    pub(super) file: &'a TableName,
    /// The line of the header.
    pub(super) header_line: u64,
    /// The headers.
    pub(super) header: &'a [String],
    /// What another header row calls the columns; empty where there is none.
    pub(super) codes: &'a [String],
    /// Columns that are settled by rules, by index.
    pub(super) decided: &'a [usize],
    /// The cells.
    pub(super) profile: &'a Profile,
    /// What `retain.toml` says of this file, with every column by its position.
    pub(super) settings: Option<&'a SourceSettings>,
    /// What was recognised in the file.
    pub(super) recognised: &'a Recognised,
    /// Scales that are known, by column.
    pub(super) scales: &'a BTreeMap<usize, (Scale, &'static str)>,
    /// What the command line says.
    pub(super) options: &'a SurveyOptions,
    /// Which answers of a choice are negative.
    pub(super) negative: &'a NegativeSentiment,
    /// Whether a column has to name the wave.
    pub(super) needs_wave: bool,
}

impl Evidence<'_> {
    /// Whether no score is set, so that the columns of scores are guessed.
    pub(super) fn is_guessed(&self) -> bool {
        self.settings.is_none_or(|settings| settings.scores.is_empty())
    }

    /// The line of the header.
    pub(super) fn place(&self) -> Place {
        self.file.row(self.header_line)
    }

    /// What the cells of a column are.
    pub(super) fn column(&self, index: usize) -> Option<&Column> {
        self.profile.columns.get(index)
    }

    /// What a column is headed; empty beyond the last.
    pub(super) fn header(&self, index: usize) -> &str {
        self.header.get(index).map_or("", String::as_str)
    }

    /// The column that a person named.
    pub(super) fn find(&self, wanted: &str) -> Result<usize, Box<Diagnostic>> {
        self.columns().find(wanted)
    }

    /// A column as it can be found again: by its header, or by its position where another one has the same.
    pub(super) fn named(&self, index: usize) -> String {
        let header = self.header(index);
        let is_found = self.find(header).is_ok_and(|found| found == index);
        if is_found { header.to_owned() } else { format!("#{}", index + 1) }
    }

    /// The end of a sentence that says what to set, with the lines of `retain.toml` to paste that name a score column:
    /// its dimension, how it is found, and what else is said of it.
    pub(super) fn score_lines(&self, (header, column): (&str, &str), rest: &str) -> String {
        let is_overall = headers::overall(header).is_some();
        let dimension = if is_overall { "overall".to_owned() } else { Dimension::id_of(header) };
        let column = toml_text(column);
        self.setting(&format!("[[source.score]]\ndimension = \"{dimension}\"\ncolumn = {column}\n{rest}"))
    }

    /// The end of a sentence that says what to set, with the lines of `retain.toml` to paste for this file.
    pub(super) fn setting(&self, lines: &str) -> String {
        self.columns().setting(lines)
    }

    /// Words that a header stands twice where one column is meant, with the setting that names one of them.
    pub(super) fn equal_headers(&self, (first, second): (usize, usize), setting: &str) -> Diagnostic {
        let problem = self.columns().equal_headers(self.header(second), first, second);
        let hint = format!("rename one of them, or name the right one by its position {setting}");
        problem.hint(hint)
    }

    fn columns(&self) -> Columns<'_> {
        Columns { file: self.file, line: self.header_line, names: self.header, codes: self.codes }
    }
}
