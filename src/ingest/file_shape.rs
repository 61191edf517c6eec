//! Holds what is fixed about reading a file, what is found out about it, and how many of its records became what.

use encoding_rs::Encoding;

use super::header_row::DuplicateName;
use super::line_ends::LineEnds;
use crate::config::SheetChoice;

/// What the user fixed about reading a file; `None` is "find out".
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The encoding; bytes that are not of it are an error.
    pub encoding: Option<&'static Encoding>,
    /// Whether `encoding` was not the user's wish, but is what is left after an earlier reading met bytes that are
    /// not UTF-8: then it is said as a note, and refused when the beginning of the file is good UTF-8.
    pub is_fall_back: bool,
    /// What stands between cells.
    pub delimiter: Option<u8>,
    /// How many lines there are above the header.
    pub skip_rows: Option<u64>,
    /// How many rows name the columns.
    pub header_rows: Option<u8>,
    /// What stands between the names of a column that several rows name.
    pub header_join: Option<String>,
    /// Which sheet of a workbook is read.
    pub sheet: SheetChoice,
}

/// What was found out about a file, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The encoding, such as `UTF-8 with BOM` or `Windows-1252`, or `workbook`.
    pub encoding: String,
    /// What stands between cells; `None` in a workbook.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The table that Excel keeps on it, where there is one.
    pub table: Option<String>,
    /// The line on which the header starts, from 1.
    pub header_line: u64,
    /// The names of the columns, cleaned; a column without a name has an empty one.
    pub header: Vec<String>,
    /// The row right above the header, cleaned like it: some tools write two header rows.
    pub row_above: Option<Vec<String>>,
    /// What another header row calls the columns; empty where there is none.
    pub codes: Vec<String>,
    /// The names that stand over several columns.
    pub duplicates: Vec<DuplicateName>,
    /// How lines end.
    pub line_ends: LineEnds,
}

/// How many records became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowTally {
    /// Rows that were handed on.
    pub delivered: u64,
    /// Faulty rows, with the lines that a stray quote swallowed.
    pub left_out: u64,
    /// Rows and lines without content.
    pub blank: u64,
    /// Headers that stood among the rows.
    pub repeated_headers: u64,
    /// Rows above the header that are not blank.
    pub title_rows: u64,
    /// Rows that a rule of the settings leaves out.
    pub dropped: u64,
}
