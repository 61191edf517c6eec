//! Finds the cells of a row that a mapping points to, and what they are not.

use super::cell_faults::{CellFault, Wrong};
use super::cells::Cells;
use super::header_row::is_number_or_date;
use super::headers::{self, Role};
use super::mapping::{Mapping, ScaleBy, ScoreColumn};
use super::shaping::folded_cell;

/// A cell of a row; nothing where the row or the file has no such column.
pub(super) fn cell(record: &Cells, column: Option<usize>) -> &[u8] {
    column.and_then(|column| record.get(column)).unwrap_or_default()
}

/// The first customer cell that is not blank.
pub(super) fn customer_cell<'a>(mapping: &Mapping, record: &'a Cells) -> &'a [u8] {
    let cells = mapping.customer.iter().map(|column| cell(record, Some(*column)));
    let mut filled = cells.filter(|cell| !cell.trim_ascii().is_empty());
    filled.next().unwrap_or_default()
}

/// Whether a row in which something is wrong is the header of another table: it names the customers' column where they
/// stand, and holds words alone.
pub(super) fn is_another_header(mapping: &Mapping, record: &Cells) -> bool {
    let customer = String::from_utf8_lossy(customer_cell(mapping, record));
    let is_named = matches!(headers::role(&customer), Some((Role::Customer | Role::CustomerId, _)));
    is_named && record.iter().all(|cell| !is_number_or_date(cell))
}

/// An index plus one in 16 bits; 0 is "none".
pub(super) fn small(index: u32) -> u16 {
    u16::try_from(index).map_or(u16::MAX, |index| index.saturating_add(1))
}

pub(super) fn is_missing(column: &ScoreColumn, cell: &[u8]) -> bool {
    !column.missing.is_empty() && column.missing.iter().any(|missing| missing.as_bytes() == cell.trim_ascii())
}

/// Which of the scales a row is answered on, by their number; a row that answers nothing needs none.
///
/// # Errors
/// When what stands there has no scale.
pub(super) fn variant_of(by: &ScaleBy, record: &Cells, answers_anything: bool) -> Result<u16, Wrong> {
    let value = folded_cell(cell(record, Some(by.column)));
    match by.values.iter().position(|known| *known == value) {
        Some(variant) => Ok(u16::try_from(variant).unwrap_or(0)),
        None if !answers_anything => Ok(0),
        None => Err((Some(by.column), CellFault::NoScale)),
    }
}
