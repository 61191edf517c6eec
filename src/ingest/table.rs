//! Turns a small file beside the survey (accounts, invitations) into rows of named cells.

use std::io;

use super::batch::Batch;
use super::column_evidence::find;
use super::headers::folded;
use super::read_options;
use super::records::Records;
use super::source::Source;
use crate::config::SourceSettings;
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};

/// A column that a kind of file can have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its key in `[source.columns]`.
    pub(super) key: &'static str,
    /// Its headers, folded.
    pub(super) headers: &'static [&'static str],
    /// Whether the file is of no use without it.
    pub(super) is_required: bool,
}

/// The rows of a file, each cell by the position of its column in the list of known ones.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The path as the user wrote it.
    pub(super) file: String,
    /// The headers that were found, by the position of the known column.
    pub(super) found: Vec<Option<String>>,
    /// The rows.
    pub(super) rows: Vec<TableRow>,
    /// Rows that cannot be used; those who read the cells add theirs.
    pub(super) left_out: u64,
}

/// One row.
#[derive(Debug, Clone)]
pub(super) struct TableRow {
    /// Where it starts.
    pub(super) line: u64,
    cells: Vec<Option<String>>,
}

impl TableRow {
    /// A cell, trimmed; `None` where it is blank or the file has no such column.
    pub(super) fn cell(&self, position: usize) -> Option<&str> {
        self.cells.get(position)?.as_deref()
    }
}

impl Table {
    /// Reads a file; `None` when it cannot be used, with the reasons among `problems`.
    pub(super) fn read(
        source: &dyn Source,
        settings: Option<&SourceSettings>,
        known: &[Known],
        problems: &mut Problems,
    ) -> io::Result<Option<Self>> {
        for is_fall_back in [false, true] {
            let mut found = Problems::default();
            let table = Self::attempt(source, settings, known, is_fall_back, &mut found)?;
            if let Some(table) = table {
                problems.extend(found);
                return Ok(table);
            }
        }
        Ok(None)
    }

    /// Reads a file in one encoding; the outer `None` asks for another.
    #[expect(clippy::option_option, reason = "refused and not decodable are two things")]
    fn attempt(
        source: &dyn Source,
        settings: Option<&SourceSettings>,
        known: &[Known],
        is_fall_back: bool,
        problems: &mut Problems,
    ) -> io::Result<Option<Option<Self>>> {
        let options = read_options(settings, is_fall_back);
        let is_known =
            |header: &str| known.iter().any(|column| column.headers.contains(&folded(header).as_str()));
        let Some(mut records) = Records::open(source, &options, &is_known, problems)? else {
            return Ok(Some(None));
        };
        let header = records.shape().header.clone();
        let place = Place::Line { file: source.name().to_owned(), line: records.shape().header_line };
        let columns = find_columns(&header, settings, known, &place, problems);
        let mut table = Self {
            file: source.name().to_owned(),
            found: columns
                .iter()
                .map(|column| column.and_then(|column| header.get(column).cloned()))
                .collect(),
            rows: Vec::new(),
            left_out: 0,
        };
        let mut batch = Batch::default();
        while records.read_batch(&mut batch, problems)? > 0 {
            for (record, line) in batch.rows() {
                let mut cells = Vec::with_capacity(columns.len());
                for column in &columns {
                    let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
                    let Ok(text) = std::str::from_utf8(cell) else { return Ok(None) };
                    cells.push(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
                }
                table.rows.push(TableRow { line, cells });
            }
        }
        table.left_out = records.tally().left_out;
        Ok(Some((!problems.has_errors()).then_some(table)))
    }

    /// Refuses the file if too many of its rows cannot be used.
    pub(super) fn refuse_if_thin(&self, unusable: u64, is_strict: bool, problems: &mut Problems) {
        let left_out = self.left_out + unusable;
        let total = self.left_out + self.rows.len() as u64;
        let problem = super::refusal::too_many(left_out, total, is_strict);
        problem
            .into_iter()
            .for_each(|problem| problems.add(problem.at(Place::File { file: self.file.clone() })));
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: &TableRow, position: usize) -> Place {
        let field = self.found.get(position).cloned().flatten().unwrap_or_default();
        Place::Field { file: self.file.clone(), line: row.line, field }
    }

    /// Says what is wrong with a cell.
    pub(super) fn warn(
        &self,
        row: &TableRow,
        position: usize,
        code: &'static str,
        words: (&str, &str),
        problems: &mut Problems,
    ) {
        problems.add_with(code, Severity::Warning, || {
            Diagnostic::warning(code, words.0).at(self.place(row, position)).hint(words.1)
        });
    }
}

/// Where each known column stands: by the configuration, else by its header.
pub(super) fn find_columns(
    header: &[String],
    settings: Option<&SourceSettings>,
    known: &[Known],
    place: &Place,
    problems: &mut Problems,
) -> Vec<Option<usize>> {
    let mut columns = Vec::new();
    for column in known {
        let configured = settings.and_then(|settings| settings.columns.get(column.key));
        let found = match configured {
            Some(names) => {
                let found: Vec<_> = names.iter().map(|name| find(header, name, place)).collect();
                let first = found.iter().flatten().next().copied();
                if first.is_none() {
                    found.into_iter().filter_map(Result::err).for_each(|problem| problems.add(*problem));
                }
                first
            }
            None => column
                .headers
                .iter()
                .find_map(|name| header.iter().position(|header| folded(header) == *name)),
        };
        if found.is_none() && configured.is_none() && column.is_required {
            let message = format!("no column `{}`", column.key.replace('-', "_"));
            let hint =
                format!("{}; or name it: [source.columns] {} = \"...\"", columns_hint(header), column.key);
            problems.add(Diagnostic::error("column-missing", message).at(place.clone()).hint(hint));
        }
        columns.push(found);
    }
    columns
}

fn columns_hint(header: &[String]) -> String {
    let names: Vec<_> =
        header.iter().filter(|name| !name.is_empty()).take(12).map(|name| format!("`{name}`")).collect();
    format!("the columns are: {}", names.join(", "))
}
