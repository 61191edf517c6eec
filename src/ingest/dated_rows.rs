//! Turns rows that are about a customer on a day into both, and says which of them are not, and which are of later.

use std::cmp::Ordering;
use std::io;

use chrono::NaiveDate;

use super::beside::SideFile;
use super::directory::Directory;
use super::table::{Known, Table, TableRow};
use super::{dates, table_dates};
use crate::config::{DateOrder, SourceKind};
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Files, Spot};

/// Where that of the date does.
pub(super) const DATE: usize = 1;

/// What became of the rows of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DatedCounts {
    /// Rows that were read.
    pub read: u64,
    /// Rows left out because something in them is wrong.
    pub left_out: u64,
    /// Rows that say what another one says.
    pub repeated: u64,
    /// Rows dated after the day: not read.
    pub later: u64,
}

impl DatedCounts {
    /// These and those of another file.
    pub(super) fn add(&mut self, other: Self) {
        self.read += other.read;
        self.left_out += other.left_out;
        self.repeated += other.repeated;
        self.later += other.later;
    }
}

/// What a row is about.
pub(super) enum Dated<'r> {
    /// A customer on a day.
    Row(&'r str, NaiveDate),
    /// A day that has not come yet.
    Later,
    /// Nobody, or no day, as was said.
    Unusable,
}

/// Which rows count: the order of day and month in their dates, and the last day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) order: Option<DateOrder>,
    pub(super) until: NaiveDate,
}

impl Days {
    /// Reads the customer and the day of a row.
    pub(super) fn read<'r>(self, table: &Table, row: &'r TableRow, problems: &mut Problems) -> Dated<'r> {
        let Some(customer) = table.customer(row, problems) else { return Dated::Unusable };
        let day = row.cell(DATE).and_then(|cell| dates::parse(cell.as_bytes(), self.order).ok());
        match day.map(crate::model::Moment::day) {
            None => {
                table.warn(row, DATE, "not-a-date", ("not a date", "write it as 2026-10-05"), problems);
                Dated::Unusable
            }
            Some(day) if day > self.until => Dated::Later,
            Some(day) => Dated::Row(customer, day),
        }
    }
}

/// A file that fits into memory, with the order of its dates.
pub(super) struct DatedTable {
    /// The table.
    pub(super) table: Table,
    /// Which rows count.
    pub(super) days: Days,
    /// The number that places of the file carry.
    pub(super) number: u16,
}

/// Reads such a file; `None` where it cannot be used. With a header alone it has no rows: nothing has happened yet.
pub(super) fn read(
    file: &SideFile<'_>,
    (kind, known): (SourceKind, &[Known]),
    until: NaiveDate,
    files: &mut Files,
    problems: &mut Problems,
) -> io::Result<Option<DatedTable>> {
    let mut found = Problems::default();
    let table = Table::read(file.source, file.settings, known, &mut found)?;
    if found.has_only_errors_of("header-only") {
        let number = files.add(file.source.name());
        let table = Table {
            file: file.source.name().into(),
            found: Vec::new(),
            rows: Vec::new(),
            decimal: None,
            left_out: 0,
        };
        return Ok(Some(DatedTable { table, days: Days { order: None, until }, number }));
    }
    problems.extend(found);
    let Some(table) = table else { return Ok(None) };
    let number = files.add(table.file.clone());
    let order = table_dates::order_of(&table, DATE, (file, kind), None, problems);
    Ok(order.ok().map(|order| DatedTable { table, days: Days { order, until }, number }))
}

impl DatedTable {
    /// Hands on every row of a customer on a day, with its place; gives what became of the rows.
    pub(super) fn rows(
        &self,
        (file, many): (&SideFile<'_>, &str),
        problems: &mut Problems,
        each: &mut dyn FnMut(&TableRow, &str, NaiveDate, Spot, &mut Problems),
    ) -> DatedCounts {
        let (mut counts, mut first_later) = (DatedCounts::default(), None);
        for row in &self.table.rows {
            match self.days.read(&self.table, row, problems) {
                Dated::Row(customer, day) => {
                    each(row, customer, day, Spot::new(self.number, row.line), problems);
                    counts.read += 1;
                }
                Dated::Later => {
                    counts.later += 1;
                    first_later = first_later.or(Some(row.line));
                }
                Dated::Unusable => counts.left_out += 1,
            }
        }
        self.table.refuse_if_thin(counts.left_out, file.is_strict, problems);
        counts.left_out += self.table.left_out;
        say_later(
            &self.table,
            (counts.later, first_later),
            (many, self.table.rows.len() as u64),
            self.days.until,
        )
        .into_iter()
        .for_each(|problem| problems.add(problem));
        counts
    }
}

/// The rows by customer index, each customer's in their order, with those of a customer that turned out to be another.
pub(super) fn by_customer<T>(
    rows: impl IntoIterator<Item = (u32, T)>,
    directory: &Directory,
    order: impl Fn(&T, &T) -> Ordering,
) -> Vec<Vec<T>> {
    let mut by_customer: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(directory.len()).collect();
    for (customer, row) in rows {
        if let Some(known) = by_customer.get_mut(directory.stands_for(customer)) {
            known.push(row);
        }
    }
    by_customer.iter_mut().for_each(|known| known.sort_by(&order));
    by_customer
}

/// Says how many rows are dated after the day.
pub(super) fn say_later(
    table: &Table,
    (later, first): (u64, Option<u64>),
    (many, all): (&str, u64),
    until: NaiveDate,
) -> Option<Diagnostic> {
    let line = first?;
    let (are, were) = if later == 1 { ("is", "was") } else { ("are", "were") };
    let message = format!("{later} of {all} {many} {are} dated after {until} and {were} not read");
    Some(Diagnostic::note("rows-later", message).at(table.file.row(line)))
}
