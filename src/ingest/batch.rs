//! Holds some records of a table, each with the line on which it starts, in buffers that are used again.

use super::cells::Cells;

/// Records with their lines, in buffers that are used again.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) cells: Vec<Cells>,
    pub(super) lines: Vec<u64>,
}

impl Batch {
    /// The records and the lines on which they start, from 1.
    pub fn rows(&self) -> impl Iterator<Item = (&Cells, u64)> {
        self.cells.iter().zip(self.lines.iter().copied())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<(&Cells, u64)> {
        Some((self.cells.get(at)?, *self.lines.get(at)?))
    }
}
