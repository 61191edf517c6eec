//! Turns the records of a table, batch by batch, into the rows of its shape, and says what became of them.

use super::batch::Batch;
use super::file_shape::RowTally;
use super::records::Records;
use super::shaping::{Fate, Shaping};
use crate::diagnostic::{Problems, Severity};

impl Records<'_> {
    /// Turns the rows from here on into those of a shape; `None` leaves them as they are.
    pub(super) fn reshape(&mut self, shaping: Option<Shaping>) {
        if let Some(shaping) = &shaping {
            self.shape.header = shaping.header().to_vec();
        }
        self.shaping = shaping;
    }

    /// What a message calls a column.
    pub(super) fn field(&self, column: usize) -> &str {
        let made = self.shaping.as_ref().and_then(|shaping| shaping.field(column));
        made.or_else(|| self.shape.header.get(column).map(String::as_str)).unwrap_or_default()
    }

    /// Says what became of rows by the rules of the settings, once all are read.
    pub(super) fn say_shaping(&self, problems: &mut Problems) {
        let RowTally { delivered, left_out, dropped, .. } = self.tally;
        let rows = delivered + left_out + dropped;
        let notes = self.shaping.iter().flat_map(|shaping| shaping.notes(self.name.file(), dropped, rows));
        notes.for_each(|note| problems.add(note));
    }

    /// Turns the rows of a batch into those of the shape; says whether nothing is left of it and more may follow.
    #[cold]
    pub(super) fn shape_batch(&mut self, batch: &mut Batch, problems: &mut Problems) -> bool {
        let (read, mut kept) = (batch.lines.len(), 0);
        for at in 0..read {
            let (Some(cells), Some(line)) = (batch.cells.get_mut(at), batch.lines.get(at).copied()) else {
                break;
            };
            let Some(shaping) = &mut self.shaping else { return false };
            match shaping.row(cells) {
                Fate::Kept => {
                    batch.cells.swap(kept, at);
                    batch.lines.swap(kept, at);
                    kept += 1;
                }
                Fate::Dropped => self.tally.dropped += 1,
                Fate::Wrong(column, fault) => {
                    self.tally.left_out += 1;
                    let (code, severity) = (fault.code(), Severity::Warning);
                    self.left_out.add(code, 1, self.lines_of(cells, line));
                    let place = self.name.field(line, self.field(column).to_owned());
                    problems.add_with(code, severity, || fault.diagnostic().at(place));
                }
            }
        }
        batch.lines.truncate(kept);
        kept == 0 && read > 0
    }
}
