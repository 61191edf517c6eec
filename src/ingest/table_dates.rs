//! Decides whether the day or the month stands first in a column of a file beside the survey, or asks.

use super::beside::SideFile;
use super::dates::{self, Evidence};
use super::table::Table;
use crate::config::{DateOrder, SourceKind, toml_text};
use crate::diagnostic::{Diagnostic, Problems};

/// The order of day and month in a column, from `retain.toml` or from its cells; `None` where the cells do not need
/// one. The order of another column of the same file, since one tool wrote both, or else that of the command line is the
/// last resort.
///
/// # Errors
/// When the cells leave it open: the question is among the problems.
pub(super) fn order_of(
    table: &Table,
    position: usize,
    of: (&SideFile<'_>, SourceKind),
    other: Option<DateOrder>,
    problems: &mut Problems,
) -> Result<Option<DateOrder>, Undecided> {
    let mut seen = DatesSeen::default();
    for row in &table.rows {
        row.cell(position).iter().for_each(|cell| seen.add(cell, row.line));
    }
    seen.order((table, position), of, other, problems)
}

/// The first lines whose dates say something about the order of day and month.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DatesSeen {
    day_first: Option<u64>,
    month_first: Option<u64>,
    either: Option<u64>,
    either_with_points: Option<u64>,
}

impl DatesSeen {
    /// Looks at one more cell, which stands in this line.
    pub(super) fn add(&mut self, cell: &str, line: u64) {
        let known = match dates::evidence(cell.as_bytes()) {
            Evidence::DayFirst => &mut self.day_first,
            Evidence::MonthFirst => &mut self.month_first,
            Evidence::Either => &mut self.either,
            Evidence::EitherWithPoints => &mut self.either_with_points,
            Evidence::AnyOrder | Evidence::None => return,
        };
        *known = known.or(Some(line));
    }

    /// The order, as [`order_of`] has it.
    pub(super) fn order(
        self,
        (table, position): (&Table, usize),
        (file, kind): (&SideFile<'_>, SourceKind),
        other: Option<DateOrder>,
        problems: &mut Problems,
    ) -> Result<Option<DateOrder>, Undecided> {
        if let Some(stated) = file.settings.and_then(|settings| settings.read.date_order) {
            return Ok(Some(stated));
        }
        let other = other.or(file.date_order);
        let (message, code, line) = match (self.day_first, self.month_first) {
            (Some(_), None) => return Ok(Some(DateOrder::Dmy)),
            (None, Some(_)) => return Ok(Some(DateOrder::Mdy)),
            (Some(day), Some(month)) => {
                let message =
                    format!("some dates have the day first (line {day}), others the month (line {month})");
                (message, "date-order-mixed", day.max(month))
            }
            (None, None) => match (self.either, self.either_with_points) {
                (Some(_), _) if other.is_some() => return Ok(other),
                (Some(line), _) => {
                    let message = "day or month first? no date of the column decides it".to_owned();
                    (message, "date-order-undecided", line)
                }
                (None, Some(_)) => return Ok(other.or(Some(DateOrder::Dmy))),
                (None, None) => return Ok(other),
            },
        };
        let mend = if code == "date-order-mixed" {
            "make the column one format (in a spreadsheet: format it as 2026-10-05), or say in retain.toml what it is:"
        } else {
            "say which: --date-order dmy or --date-order mdy\nor in retain.toml:"
        };
        let hint = format!(
            "{mend}\n[[source]]\nkind = \"{}\"\nfiles = [{}]\n[source.read]\ndate-order = \"dmy\"",
            kind.id(),
            toml_text(table.file.file())
        );
        problems.add(Diagnostic::error(code, message).at(table.place_on(line, position)).hint(hint));
        Err(Undecided)
    }
}

/// The order of day and month has to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Undecided;
