//! Turns the sizes beyond which reading gives up into errors that know what was too much.

use std::fmt;
use std::io;

/// The most bytes a cell may have.
pub(super) const CELL_BYTES: usize = 1024 * 1024;
/// The most bytes a record may have, line breaks within quotes included.
pub(super) const RECORD_BYTES: u64 = 16 * 1024 * 1024;
/// The most columns a table may have.
pub(super) const COLUMNS: usize = 4096;
/// How much of a file is looked at before the first record is read.
pub(super) const HEAD_BYTES: usize = 256 * 1024;
/// How much is read at once.
pub(super) const BLOCK_BYTES: usize = 256 * 1024;

/// Why a reader below the records gave up; it travels inside an [`io::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A record is longer than [`RECORD_BYTES`]; `in_quotes` when that is within a quoted cell.
    RecordTooLong {
        /// Whether a quote was open when the limit was reached.
        in_quotes: bool,
    },
    /// A record has more delimiters than memory should be spent on.
    TooManyCells,
    /// The bytes are not of the encoding that was chosen.
    Undecodable,
    /// The bytes end within a character.
    CutInACharacter,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RecordTooLong { .. } => "a record is longer than 16 MiB",
            Self::TooManyCells => "a record has too many cells",
            Self::Undecodable => "the bytes are not of the encoding",
            Self::CutInACharacter => "the bytes end within a character",
        })
    }
}

impl std::error::Error for Stop {}

impl Stop {
    /// Wraps the reason, so that it passes through readers.
    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// Finds the reason in an error that came through readers.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_survives_the_way_through_an_io_error() {
        assert_eq!(Stop::of(&Stop::Undecodable.into_io()), Some(Stop::Undecodable));
        assert_eq!(Stop::of(&io::Error::other("else")), None);
        assert_eq!(Stop::TooManyCells.to_string(), "a record has too many cells");
    }
}
