//! Turns what is wrong with a row into the words for it: why it is left out, or how it is read all the same.

use super::dialect::name;
use crate::diagnostic::{Diagnostic, Severity};

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowFault {
    /// Text follows a closing quote; `lines` further lines are within the row.
    TextAfterQuote {
        /// How many lines the row has after its first.
        lines: u64,
    },
    /// A quote opens within one cell and closes at the end of another.
    QuoteAcrossCells,
    /// A quoted cell holds what look like rows.
    ClosedLate {
        /// How many lines are within the cell after its first.
        lines: u64,
    },
    /// A cell is longer than is read.
    CellTooLong,
    /// A zero byte is in the row.
    Nul,
    /// The row has another number of cells than the header.
    Width {
        /// How many it has.
        found: usize,
        /// How many the header has.
        expected: usize,
        /// What stands between cells in this file.
        delimiter: u8,
        /// Another delimiter that gives the row its right number of cells.
        other: Option<u8>,
    },
    /// The last row has too few cells and no line end.
    CutOff {
        /// How many cells it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// The row sums up or says when it was exported.
    Footer,
    /// A quote within a cell that is not in quotes, read as written.
    QuoteInCell,
    /// A carriage return alone, read as a space.
    BareReturn,
    /// A mark of UTF-8 at the beginning of a row, removed.
    SecondMark,
    /// The header again, skipped.
    RepeatedHeader,
}

impl RowFault {
    /// The name of the kind of problem.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::TextAfterQuote { .. } => "text-after-quote",
            Self::QuoteAcrossCells => "quote-across-cells",
            Self::ClosedLate { .. } => "quote-closed-late",
            Self::CellTooLong => "cell-too-long",
            Self::Nul => "nul-in-row",
            Self::Width { .. } => "row-width",
            Self::CutOff { .. } => "cut-off",
            Self::Footer => "footer",
            Self::QuoteInCell => "quote-in-cell",
            Self::BareReturn => "bare-return",
            Self::SecondMark => "second-mark",
            Self::RepeatedHeader => "repeated-header",
        }
    }

    /// How much it matters.
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::SecondMark | Self::RepeatedHeader => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// Words it, without a place.
    pub(super) fn diagnostic(self) -> Diagnostic {
        let (message, hint) = self.words();
        let problem = match self.severity() {
            Severity::Note => Diagnostic::note(self.code(), message),
            _ => Diagnostic::warning(self.code(), message),
        };
        problem.hint(hint)
    }

    fn words(self) -> (String, String) {
        let (message, hint) = match self {
            Self::TextAfterQuote { lines } => return text_after_quote(lines),
            Self::ClosedLate { lines } => return closed_late(lines),
            Self::Width { found, expected, delimiter, other } => {
                return width(found, expected, delimiter, other);
            }
            Self::CutOff { found, expected } => return cut_off(found, expected),
            Self::QuoteAcrossCells => (
                "a quote opens within one cell and closes at the end of another: the row is left out",
                "put the missing delimiter before the quoted cell",
            ),
            Self::CellTooLong => (
                "a cell of this row is longer than 1 MiB: the row is left out",
                "look for a quote that closes too late, or shorten the cell",
            ),
            Self::Nul => {
                ("the row has a NUL byte in it: it is left out", "export it again, or remove the byte")
            }
            Self::Footer => (
                "this looks like a footer or another table, not like an answer: it is left out",
                "remove it, if you do not want to be told again",
            ),
            Self::QuoteInCell => (
                "a quote stands within a cell that is not in quotes: it is read as written",
                "if it is meant to open a cell, put it right after the delimiter; otherwise nothing is to be done",
            ),
            Self::BareReturn => (
                "a carriage return stands alone in this row: it is read as a space",
                "put cells with line breaks in quotes",
            ),
            Self::SecondMark => (
                "a second UTF-8 mark stands at the beginning of this row: it is removed",
                "join files without their marks, if you do not want to be told again",
            ),
            Self::RepeatedHeader => (
                "the header stands here again: it is skipped",
                "join files without their headers, if you do not want to be told again",
            ),
        };
        (message.to_owned(), hint.to_owned())
    }
}

/// Refuses to read on where another table begins.
pub(super) fn second_table(columns: &str) -> Diagnostic {
    Diagnostic::error("second-table", format!("another header begins here, with {columns}"))
        .hint("put each table in a file of its own")
}

fn text_after_quote(lines: u64) -> (String, String) {
    let lost = match lines {
        0 => "the row is left out".to_owned(),
        1 => "the row is left out with the line after it, which the quote swallowed".to_owned(),
        lines => format!("the row is left out with the {lines} lines after it, which the quote swallowed"),
    };
    let hint = "write a quote within a quoted cell twice (\"\"), or remove the stray quote from this row";
    (format!("text follows a closing quote: {lost}"), hint.to_owned())
}

fn closed_late(lines: u64) -> (String, String) {
    let lost =
        if lines == 1 { "the line after it".to_owned() } else { format!("the {lines} lines after it") };
    let message =
        format!("a quote opened here closes too late and swallows {lost}: they are left out with this row");
    (message, "close the quote on this line, or remove it".to_owned())
}

fn width(found: usize, expected: usize, delimiter: u8, other: Option<u8>) -> (String, String) {
    let cells = if found == 1 { "cell" } else { "cells" };
    let message = format!("the row has {found} {cells}, the header has {expected}: the row is left out");
    let hint = match other {
        Some(other) => format!("it has {} between its cells: replace it by {}", name(other), name(delimiter)),
        None if found > expected => format!("put a cell that has {} in it in quotes", name(delimiter)),
        None => format!(
            "look for {} that is missing, or a line break in a cell that is not in quotes",
            name(delimiter)
        ),
    };
    (message, hint)
}

fn cut_off(found: usize, expected: usize) -> (String, String) {
    let message = format!(
        "the last row has {found} of {expected} cells and no line end: the file seems to be cut off here; the row is left out"
    );
    (
        message,
        "export it again, and compare the number of rows; if this is a footer, nothing is missing".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_worded_with_both_numbers_and_the_likely_cause() {
        let words =
            |found, other| RowFault::Width { found, expected: 6, delimiter: b',', other }.diagnostic();
        assert!(words(7, None).message.contains("7 cells, the header has 6"));
        assert!(words(7, None).hint.unwrap().contains("in quotes"));
        assert!(words(5, None).hint.unwrap().contains("missing"));
        assert!(words(1, Some(b';')).hint.unwrap().contains("a semicolon"));
    }

    #[test]
    fn swallowed_lines_are_counted_in_words() {
        assert!(RowFault::TextAfterQuote { lines: 0 }.diagnostic().message.ends_with("left out"));
        assert!(RowFault::TextAfterQuote { lines: 1 }.diagnostic().message.contains("the line after it"));
        assert!(RowFault::ClosedLate { lines: 9 }.diagnostic().message.contains("9 lines"));
    }

    #[test]
    fn what_changes_nothing_is_a_note() {
        assert_eq!(RowFault::RepeatedHeader.diagnostic().severity, Severity::Note);
        assert_eq!(RowFault::Nul.diagnostic().severity, Severity::Warning);
    }
}
