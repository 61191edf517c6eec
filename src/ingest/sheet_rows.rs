//! Turns the rows of a sheet, which are in memory, into records as those of a text.

use super::cells::Cells;
use super::judge::Met;
use super::records::{Origin, Records};
use crate::diagnostic::Problems;

/// A row of a sheet: its number, and its cells up to the last that has anything in it.
pub(super) type SheetRow = (u64, Cells);

/// The rows of a sheet below its header.
#[derive(Debug)]
pub(super) struct SheetRows {
    rows: std::vec::IntoIter<SheetRow>,
    width: usize,
    next_line: u64,
}

impl SheetRows {
    /// The rows, which begin below the row `header_line`, each with `width` cells.
    pub(super) fn new(rows: Vec<SheetRow>, width: usize, header_line: u64) -> Self {
        Self { rows: rows.into_iter(), width, next_line: header_line + 1 }
    }

    /// The number of the row after the header.
    pub(super) fn next_line(&self) -> u64 {
        self.next_line
    }

    /// Moves the next row into `cells`, and says its number.
    fn next_into(&mut self, cells: &mut Cells) -> Option<u64> {
        let (line, row) = self.rows.next()?;
        *cells = padded(row, self.width);
        Some(line)
    }
}

/// A row with blank cells at its end, as all rows of its table have.
pub(super) fn padded(mut row: Cells, width: usize) -> Cells {
    for _ in row.len()..width {
        row.push_field(b"");
    }
    row
}

impl Records<'_> {
    /// Reads the next row of a sheet.
    pub(super) fn read_sheet_row(&mut self, cells: &mut Cells, problems: &mut Problems) -> Option<u64> {
        loop {
            let Origin::Sheet(rows) = &mut self.origin else { return None };
            let Some(line) = rows.next_into(cells) else {
                self.finish(problems);
                return None;
            };
            let before = std::mem::replace(&mut self.next_line, line + 1);
            self.tally.blank += line.saturating_sub(before);
            if self.judge.is_plain(cells) && self.narrow.is_empty() {
                return Some(line);
            }
            if let Some(line) = self.settle(cells, (line, line > before), Met::default(), problems) {
                return Some(line);
            }
        }
    }
}
