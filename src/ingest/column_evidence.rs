//! Gathers what the columns of a survey are decided from.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::profile::{Column, Profile};
use super::recognition::Recognised;
use super::survey_options::SurveyOptions;
use crate::config::SourceSettings;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Scale, TableName};

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
    /// Whether a column has to name the wave.
    pub(super) needs_wave: bool,
}

impl Evidence<'_> {
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

    /// Words that a header stands twice where one column is meant.
    pub(super) fn equal_headers(&self, header: &str, first: usize, second: usize) -> Diagnostic {
        self.columns().equal_headers(header, first, second)
    }

    fn columns(&self) -> Columns<'_> {
        Columns { file: self.file, line: self.header_line, names: self.header, codes: self.codes }
    }
}
