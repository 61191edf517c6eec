//! Turns text with LF line ends into rows of cells, as the csv crate does and faster: a line without quotes, as nearly
//! all are, is split at once.
//!
//! What is below it (`quotes`) made the line ends one and wrote down what is wrong with quotes. So the rules that are
//! left are few: blank lines are no rows; a cell is in quotes where it begins with one; two quotes within are one; what
//! follows a closing quote belongs to the cell. A law holds it against the csv crate.

use std::io::{self, Read};

use super::cells::Cells;

/// Reads rows from a text.
#[derive(Debug)]
pub(super) struct Splitter<R> {
    inner: R,
    delimiter: u8,
    buffer: Vec<u8>,
    /// What of the buffer is not split yet.
    start: usize,
    end: usize,
    /// How many bytes were split.
    byte: u64,
    /// The line that is split next, from 1.
    line: u64,
    is_at_end: bool,
    /// What keeps the text from being read further, once what was read is split.
    stopped: Option<io::Error>,
}

/// Less room than this is not worth a read.
const LEAST_ROOM: usize = 4096;

/// The part of a text that was split: how many bytes and lines it has.
struct Split {
    bytes: usize,
    lines: u64,
}

impl<R: Read> Splitter<R> {
    /// Begins at the beginning of a text, which is read in blocks of so many bytes.
    pub(super) fn new(inner: R, delimiter: u8, block_bytes: usize) -> Self {
        let buffer = vec![0; block_bytes.max(LEAST_ROOM)];
        Self { inner, delimiter, buffer, start: 0, end: 0, byte: 0, line: 1, is_at_end: false, stopped: None }
    }

    /// What the text comes from.
    pub(super) fn get_ref(&self) -> &R {
        &self.inner
    }

    /// What the text comes from.
    pub(super) fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    /// How many bytes were split.
    pub(super) fn byte(&self) -> u64 {
        self.byte
    }

    /// The line that follows what was split, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next row; says whether there is one.
    ///
    /// # Errors
    /// When the text cannot be read.
    #[inline]
    pub(super) fn read_row(&mut self, cells: &mut Cells) -> io::Result<bool> {
        loop {
            self.pass_blank_lines();
            let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
            if let Some(split) = split(rest, self.delimiter, self.is_at_end, cells) {
                self.start += split.bytes;
                self.byte += split.bytes as u64;
                self.line += split.lines;
                return Ok(true);
            }
            if self.is_at_end {
                return Ok(false);
            }
            self.fill()?;
        }
    }

    #[inline]
    fn pass_blank_lines(&mut self) {
        while self.start < self.end && self.buffer.get(self.start) == Some(&b'\n') {
            self.start += 1;
            self.byte += 1;
            self.line += 1;
        }
    }

    /// Reads more of the text behind what is left of it: as much again at the least, so that a long row is not looked
    /// at over and over.
    #[cold]
    fn fill(&mut self) -> io::Result<()> {
        if let Some(error) = self.stopped.take() {
            return Err(error);
        }
        let left = self.end - self.start;
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, left);
        if left * 2 + LEAST_ROOM > self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        while self.end < left.saturating_mul(2).max(1) && !self.is_at_end {
            match self.inner.read(self.buffer.get_mut(self.end..).unwrap_or_default()) {
                Ok(count) => {
                    self.end += count;
                    self.is_at_end = count == 0;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.end == left => return Err(error),
                Err(error) => {
                    self.stopped = Some(error);
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Splits the first row off a text; `None` where it ends behind the text, of which more may come.
#[inline]
fn split(text: &[u8], delimiter: u8, is_all: bool, cells: &mut Cells) -> Option<Split> {
    if is_all && text.is_empty() {
        return None;
    }
    cells.clear();
    cells.begin();
    let (mut rest, mut lines, mut opens_cell) = (text, 0, true);
    loop {
        // All cells up to the next quote or the end of the row at once.
        let found = memchr::memchr2(b'\n', b'"', rest);
        if found.is_none() && !is_all {
            return None;
        }
        let end = found.unwrap_or(rest.len());
        cells.add_cells(rest, end, delimiter);
        let (plain, marked) = rest.split_at_checked(end)?;
        let Some((b'"', behind)) = marked.split_first() else {
            cells.end();
            let line_end = usize::from(!marked.is_empty());
            let bytes = text.len() - marked.len() + line_end;
            return Some(Split { bytes, lines: lines + line_end as u64 });
        };
        opens_cell = plain.last().map_or(opens_cell, |last| *last == delimiter);
        if opens_cell {
            rest = unquote(behind, is_all, cells)?;
            let quoted = behind.get(..behind.len() - rest.len()).unwrap_or_default();
            // Few cells have line breaks, and looking for one costs less than counting them.
            if memchr::memchr(b'\n', quoted).is_some() {
                lines += memchr::memchr_iter(b'\n', quoted).count() as u64;
            }
            opens_cell = false;
        } else {
            cells.add(b"\"");
            rest = behind;
        }
    }
}

/// Adds what stands in quotes to a cell, and gives what follows the closing quote.
fn unquote<'t>(text: &'t [u8], is_all: bool, cells: &mut Cells) -> Option<&'t [u8]> {
    let mut rest = text;
    loop {
        let Some(at) = memchr::memchr(b'"', rest) else {
            cells.add(rest);
            return is_all.then_some(&[]);
        };
        let (part, behind) = rest.split_at_checked(at)?;
        cells.add(part);
        let behind = behind.get(1..).unwrap_or_default();
        match behind.strip_prefix(b"\"") {
            Some(after) => {
                cells.add(b"\"");
                rest = after;
            }
            None if behind.is_empty() && !is_all => return None,
            None => return Some(behind),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives so many bytes at a time.
    struct Dripping<'t>(&'t [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    type Rows = Vec<(Vec<Vec<u8>>, u64, u64)>;

    fn ours(text: &[u8], delimiter: u8, step: usize) -> Rows {
        let mut splitter = Splitter::new(Dripping(text, step), delimiter, 0);
        let (mut rows, mut cells) = (Vec::new(), Cells::new());
        while splitter.read_row(&mut cells).unwrap() {
            let row = cells.iter().map(<[u8]>::to_vec).collect();
            rows.push((row, splitter.byte(), splitter.line()));
        }
        rows.push((Vec::new(), splitter.byte(), splitter.line()));
        rows
    }

    fn theirs(text: &[u8], delimiter: u8) -> Rows {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(delimiter).terminator(csv::Terminator::Any(b'\n'));
        let mut reader = builder.flexible(true).has_headers(false).from_reader(text);
        let (mut rows, mut record) = (Vec::new(), csv::ByteRecord::new());
        while reader.read_byte_record(&mut record).unwrap() {
            let row = record.iter().map(<[u8]>::to_vec).collect();
            rows.push((row, reader.position().byte(), reader.position().line()));
        }
        rows.push((Vec::new(), reader.position().byte(), reader.position().line()));
        rows
    }

    #[test]
    fn a_row_longer_than_a_block_is_read_whole() {
        let text = format!("a,\"{}\n\"\"{}\"\n\nb,c\n", "x".repeat(50_000), "y".repeat(9_000));
        assert_eq!(ours(text.as_bytes(), b',', 700), theirs(text.as_bytes(), b','));
    }

    #[test]
    fn what_was_read_before_an_error_is_split() {
        struct Broken(bool);
        impl Read for Broken {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(io::Error::other("gone"));
                }
                buffer[..5].copy_from_slice(b"a,b\nc");
                Ok(5)
            }
        }
        let (mut splitter, mut cells) = (Splitter::new(Broken(false), b',', 0), Cells::new());
        assert!(splitter.read_row(&mut cells).unwrap());
        assert_eq!(cells, Cells::from(vec!["a", "b"]));
        assert!(splitter.read_row(&mut cells).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn rows_are_those_of_the_csv_crate(
            text in proptest::collection::vec(proptest::sample::select(&b"ab1,;\"\"\n \0\xc3\xa9"[..]), 0..60),
            delimiter in proptest::sample::select(&b",;\t"[..]),
            step in 1_usize..9,
            is_closed in any::<bool>(),
        ) {
            // The text that is split ends in a line end.
            let mut text = text;
            if is_closed {
                text.push(b'\n');
            }
            prop_assert_eq!(ours(&text, delimiter, step), theirs(&text, delimiter));
        }
    }
}
