//! Turns the beginning of a text into its first records, read with one delimiter, to judge whether it is the right one.

use std::io::Read;

use super::cells::Cells;
use super::limits::COLUMNS;
use super::quotes::Watch;

/// How many records show the shape of a table.
pub(super) const RECORDS: usize = 60;

/// The beginning of a text, as it was read ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'h> {
    /// The text, without a mark.
    pub text: &'h [u8],
    /// Whether this is all there is.
    pub is_whole: bool,
    /// Whether lines end in CR alone.
    pub is_old_mac: bool,
}

/// A record of the beginning.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its cells, as they stand.
    pub cells: Cells,
    /// The line on which it starts.
    pub line: u64,
}

impl Row {
    /// How many cells it has, without blank ones at its end.
    pub(super) fn full_width(&self) -> usize {
        self.cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1)
    }
}

/// Whether a cell has nothing to read.
pub(super) fn is_blank(cell: &[u8]) -> bool {
    let mut rest = cell.trim_ascii_start();
    while let Some(after) = rest.strip_prefix(b"\xc2\xa0") {
        rest = after.trim_ascii_start();
    }
    rest.is_empty()
}

impl Head<'_> {
    /// Reads the first records that are not blank, with or without regard to quotes.
    pub(super) fn rows(&self, delimiter: u8, with_quotes: bool) -> Vec<Row> {
        if with_quotes {
            return self.collect(Watch::new(self.text, delimiter, self.is_old_mac), delimiter, true);
        }
        if self.is_old_mac {
            let text: Vec<u8> =
                self.text.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
            return self.collect(&text[..], delimiter, false);
        }
        self.collect(self.text, delimiter, false)
    }

    fn collect(&self, text: impl Read, delimiter: u8, with_quotes: bool) -> Vec<Row> {
        let mut builder = csv::ReaderBuilder::new();
        builder
            .delimiter(delimiter)
            .quoting(with_quotes)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(16 * 1024);
        if with_quotes {
            builder.terminator(csv::Terminator::Any(b'\n'));
        }
        let mut reader = builder.from_reader(text);
        let (mut rows, mut record) = (Vec::new(), csv::ByteRecord::new());
        let mut line = reader.position().line();
        while rows.len() <= RECORDS && reader.read_byte_record(&mut record).unwrap_or(false) {
            let next = reader.position().line();
            if !record.iter().all(is_blank) && record.len() <= COLUMNS * 2 {
                let cells: Cells = record.iter().collect();
                let start = start_line(line, next, &cells);
                rows.push(Row { cells, line: start });
            }
            line = next;
        }
        // The last one may be cut by the end of the head.
        if rows.len() > RECORDS || !self.is_whole && !rows.is_empty() {
            rows.pop();
        }
        rows
    }
}

/// The line on which a record starts, from the lines before and after it: blank lines may come before it.
pub(super) fn start_line(before: u64, after: u64, cells: &Cells) -> u64 {
    let within = memchr::memchr_iter(b'\n', cells.as_slice()).count() as u64;
    after.saturating_sub(1 + within).max(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, is_whole: bool, with_quotes: bool) -> Vec<(usize, u64)> {
        let head = Head { text: text.as_bytes(), is_whole, is_old_mac: !text.contains('\n') };
        head.rows(b',', with_quotes).iter().map(|row| (row.cells.len(), row.line)).collect()
    }

    #[test]
    fn rows_have_the_line_on_which_they_start() {
        assert_eq!(rows("\n\na,b\r\n\r\n\"x\ny\",2\n,\n3,4,5", true, true), [(2, 3), (2, 5), (3, 8)]);
        assert_eq!(rows("a,b\rc,d\r", true, true), [(2, 1), (2, 2)]);
    }

    #[test]
    fn a_row_cut_by_the_end_of_the_head_is_no_witness() {
        assert_eq!(rows("a,b\nc", false, true), [(2, 1)]);
    }

    #[test]
    fn without_regard_to_quotes_each_line_is_a_row() {
        assert_eq!(rows("a,b\n\"c,d\ne,f\n", true, false), [(2, 1), (2, 2), (2, 3)]);
    }

    #[test]
    fn a_no_break_space_is_blank() {
        assert!(is_blank("\u{a0} \u{a0}\t".as_bytes()) && !is_blank(b" x "));
    }
}
