//! Turns a small file beside the survey (accounts, invitations) into rows of named cells.

use std::io;

use super::cell_faults::Interrupt;
use super::columns::Columns;
use super::headers::folded;
use super::score_cell::{self, is_failed_formula};
use super::source::Source;
use super::table_walk::Walk;
use crate::config::{DecimalMark, SourceSettings};
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::model::TableName;

/// Where the column of the customer stands among the known ones.
pub(super) const CUSTOMER: usize = 0;

/// What is wrong with a row that names no customer, and what to do about it.
pub(super) const UNNAMED: (&str, &str) = ("the row names no customer", "fill the cell in");
/// The same where a spreadsheet shows an error in the place of the customer.
pub(super) const FAILED: (&str, &str) = (
    "the row names no customer: a formula of a spreadsheet failed here",
    "mend the formula, or type the name in its place",
);

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
    /// What it is called in places.
    pub(super) file: TableName,
    /// The headers that were found, by the position of the known column.
    pub(super) found: Vec<Option<String>>,
    /// The rows.
    pub(super) rows: Vec<TableRow>,
    /// The mark before decimals, where `retain.toml` says it.
    pub(super) decimal: Option<DecimalMark>,
    /// Rows that cannot be used; those who read the cells add theirs.
    pub(super) left_out: u64,
}

/// One row.
#[derive(Debug, Clone)]
pub(super) struct TableRow {
    /// Where it starts.
    pub(super) line: u64,
    pub(super) cells: Vec<Option<String>>,
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
        let walk = Walk { source, settings, known };
        for is_fall_back in [false, true] {
            let (mut rows, mut found) = (Vec::new(), Problems::default());
            match walk.rows(is_fall_back, &mut found, &mut |_, row| rows.push(row)) {
                Ok(table) => {
                    problems.extend(found);
                    return Ok(table.map(|table| Self { rows, ..table }));
                }
                Err(Interrupt::Io(error)) => return Err(error),
                Err(Interrupt::NotUtf8) => {}
            }
        }
        Ok(None)
    }

    /// Refuses a file of so many rows if too many of them cannot be used.
    pub(super) fn refuse_if_thin_of(
        &self,
        (unusable, rows): (u64, u64),
        is_strict: bool,
        problems: &mut Problems,
    ) {
        let left_out = self.left_out + unusable;
        let problem = super::refusal::too_many(left_out, self.left_out + rows, is_strict);
        problem
            .into_iter()
            .for_each(|problem| problems.add(problem.at(Place::File { file: self.file.file().to_owned() })));
    }

    /// Refuses the file if too many of its rows cannot be used.
    pub(super) fn refuse_if_thin(&self, unusable: u64, is_strict: bool, problems: &mut Problems) {
        self.refuse_if_thin_of((unusable, self.rows.len() as u64), is_strict, problems);
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: &TableRow, position: usize) -> Place {
        self.place_on(row.line, position)
    }

    /// The place of a cell on a line.
    pub(super) fn place_on(&self, line: u64, position: usize) -> Place {
        let field = self.found.get(position).cloned().flatten().unwrap_or_default();
        self.file.field(line, field)
    }

    /// The customer of a row, who stands in the first known column; says so where the row names nobody.
    pub(super) fn customer<'r>(&self, row: &'r TableRow, problems: &mut Problems) -> Option<&'r str> {
        let cell = row.cell(CUSTOMER);
        let failed = cell.filter(|cell| is_failed_formula(cell));
        let customer = cell.filter(|cell| failed.is_none() && !score_cell::is_not_answered(cell.as_bytes()));
        if customer.is_none() {
            let words = if failed.is_some() { FAILED } else { UNNAMED };
            self.warn(row, CUSTOMER, "no-customer", words, problems);
        }
        customer
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
    columns: &Columns<'_>,
    settings: Option<&SourceSettings>,
    known: &[Known],
    problems: &mut Problems,
) -> Vec<Option<usize>> {
    let mut places = Vec::new();
    for column in known {
        let configured = settings.and_then(|settings| settings.columns.get(column.key));
        let found = match configured {
            Some(names) => names.iter().find_map(|name| columns.find(name).ok()),
            None => {
                let headed = |name: &&str| columns.names.iter().position(|header| folded(header) == **name);
                column.headers.iter().find_map(headed)
            }
        };
        if found.is_none() && configured.is_none() && column.is_required {
            let message = format!("no column `{}`", column.key.replace('-', "_"));
            let hint = format!(
                "{}; or name it: [source.columns] {} = \"...\"",
                columns_hint(columns.names),
                column.key
            );
            problems.add(Diagnostic::error("column-missing", message).at(columns.place()).hint(hint));
        }
        places.push(found);
    }
    places
}

fn columns_hint(header: &[String]) -> String {
    let names: Vec<_> =
        header.iter().filter(|name| !name.is_empty()).take(12).map(|name| format!("`{name}`")).collect();
    format!("the columns are: {}", names.join(", "))
}
