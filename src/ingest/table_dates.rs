//! Decides whether the day or the month stands first in a column of a file beside the survey, or asks.

use super::beside::SideFile;
use super::dates::{self, Evidence};
use super::table::Table;
use crate::config::{DateOrder, SourceKind};
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
    (file, kind): (&SideFile<'_>, SourceKind),
    other: Option<DateOrder>,
    problems: &mut Problems,
) -> Result<Option<DateOrder>, Undecided> {
    if let Some(stated) = file.settings.and_then(|settings| settings.read.date_order) {
        return Ok(Some(stated));
    }
    let other = other.or(file.date_order);
    let line_of = |wanted: Evidence| {
        let mut rows = table.rows.iter();
        let is_so = |cell: &str| dates::evidence(cell.as_bytes()) == wanted;
        rows.find(|row| row.cell(position).is_some_and(is_so)).map(|row| row.line)
    };
    let (message, code, line) = match (line_of(Evidence::DayFirst), line_of(Evidence::MonthFirst)) {
        (Some(_), None) => return Ok(Some(DateOrder::Dmy)),
        (None, Some(_)) => return Ok(Some(DateOrder::Mdy)),
        (Some(day), Some(month)) => {
            let message =
                format!("some dates have the day first (line {day}), others the month (line {month})");
            (message, "date-order-mixed", day.max(month))
        }
        (None, None) => match (line_of(Evidence::Either), line_of(Evidence::EitherWithPoints)) {
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
        "{mend}\n[[source]]\nkind = \"{}\"\nfiles = [{:?}]\n[source.read]\ndate-order = \"dmy\"",
        kind.id(),
        table.file.file()
    );
    let field = table.found.get(position).cloned().flatten().unwrap_or_default();
    let place = table.file.field(line, field);
    problems.add(Diagnostic::error(code, message).at(place).hint(hint));
    Err(Undecided)
}

/// The order of day and month has to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Undecided;
