//! Turns a file and a line into one small number, so that every answer can say where it stands.

use super::table_name::TableName;
use crate::diagnostic::Place;

/// A line of an input file, packed: 16 bits for the file, 48 for the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot(u64);

const LINE_BITS: u32 = 48;

impl Spot {
    /// A line (from 1) of the file with this index.
    #[must_use]
    pub fn new(file: u16, line: u64) -> Self {
        Self(u64::from(file) << LINE_BITS | line & ((1 << LINE_BITS) - 1))
    }

    /// The index of the file.
    #[must_use]
    pub fn file(self) -> usize {
        (self.0 >> LINE_BITS) as usize
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(self) -> u64 {
        self.0 & ((1 << LINE_BITS) - 1)
    }
}

/// The names of the input files, as the user wrote them, with the sheet that was read of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Files(Vec<TableName>);

impl Files {
    /// Adds a file and gives its index; more than 65,535 files share the last.
    pub fn add(&mut self, name: impl Into<TableName>) -> u16 {
        self.0.push(name.into());
        u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX)
    }

    /// Where a spot is.
    #[must_use]
    pub fn place(&self, spot: Spot) -> Place {
        self.name(spot).row(spot.line())
    }

    /// A place as people write it: `scores.csv:14`, or `scores.xlsx:Answers!14`, where a row of a sheet is meant.
    #[must_use]
    pub fn show(&self, spot: Spot) -> String {
        self.name(spot).show(spot.line())
    }

    fn name(&self, spot: Spot) -> TableName {
        self.0.get(spot.file()).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_past_two_to_the_thirty_two_keep_their_number() {
        let mut files = Files::default();
        files.add("a.csv");
        let file = files.add("b.csv");
        assert_eq!(files.show(Spot::new(file, 1 << 40)), "b.csv:1099511627776");
    }
}
