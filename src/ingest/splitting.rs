//! Turns text with LF line ends into rows of cells, as the csv crate does and faster: it looks only at delimiters, line
//! ends and quotes, which are found for many bytes at once.
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
    marks: Marks,
    /// The quotes of a row that belong to no cell, each with its column and where it stands in the row.
    quotes: Vec<(usize, usize)>,
    is_at_end: bool,
    /// What keeps the text from being read further, once what was read is split.
    stopped: Option<io::Error>,
}

/// Less room than this is not worth a read.
const LEAST_ROOM: usize = 4096;

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// The marks of a block of text that were not passed yet, a bit each.
#[derive(Debug, Clone, Copy)]
struct Marks {
    /// Where the block begins.
    block: usize,
    /// Delimiters.
    delimiters: u64,
    /// Line ends and quotes.
    others: u64,
}

impl Marks {
    /// None; the next block is the first of a text.
    const BEFORE: Self = Self { block: 0_usize.wrapping_sub(BLOCK), delimiters: 0, others: 0 };

    /// Those of the next block; `None` behind the text.
    #[inline]
    fn next(self, text: &[u8], delimiter: u8) -> Option<Self> {
        let start = self.block.wrapping_add(BLOCK);
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let mut last = [0; BLOCK];
        let block = rest.first_chunk().unwrap_or_else(|| {
            last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
            &last
        });
        let delimiters = places(block, |byte| u8::from(byte == delimiter));
        let others = places(block, |byte| u8::from(byte == b'\n') | u8::from(byte == b'"'));
        Some(Self { block: start, delimiters, others })
    }

    /// Where the next line end or quote stands; the delimiters before it are passed as well.
    #[inline]
    fn next_other(&mut self, text: &[u8], delimiter: u8) -> Option<usize> {
        while self.others == 0 {
            self.delimiters = 0;
            *self = self.next(text, delimiter)?;
        }
        let at = self.others.trailing_zeros();
        self.others &= self.others - 1;
        self.delimiters &= u64::MAX << at;
        Some(self.block + at as usize)
    }
}

/// Where a block has bytes that are flagged with a 1, a bit each.
#[inline]
fn places(block: &[u8; BLOCK], flag: impl Fn(u8) -> u8) -> u64 {
    // Written so that the compiler compares sixteen bytes at once.
    let flags: [u8; BLOCK] = block.map(flag);
    let (words, _) = flags.as_chunks();
    // Gathers the lowest bits of eight bytes in the highest one.
    let gather = |word: &[u8; 8]| u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    (0_u32..).zip(words).fold(0, |places, (at, word)| places | gather(word) << (8 * at))
}

impl<R: Read> Splitter<R> {
    /// Begins at the beginning of a text, which is read in blocks of so many bytes.
    pub(super) fn new(inner: R, delimiter: u8, block_bytes: usize) -> Self {
        let buffer = vec![0; block_bytes.max(LEAST_ROOM)];
        Self {
            inner,
            delimiter,
            buffer,
            start: 0,
            end: 0,
            byte: 0,
            line: 1,
            marks: Marks::BEFORE,
            quotes: Vec::new(),
            is_at_end: false,
            stopped: None,
        }
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
        while !self.split_row(cells) {
            if self.is_at_end {
                return Ok(false);
            }
            self.fill()?;
        }
        Ok(true)
    }

    /// Splits the next row off the text that was read; `false` where it ends behind that.
    #[inline]
    fn split_row(&mut self, cells: &mut Cells) -> bool {
        cells.clear();
        self.quotes.clear();
        let text = self.buffer.get(..self.end).unwrap_or_default();
        // What changes with every mark is kept at hand.
        let (mut marks, mut start, mut cell, mut lines) = (self.marks, self.start, self.start, 1);
        let end = loop {
            // All cells up to the next line end or quote.
            let before = (1_u64 << (marks.others.trailing_zeros() & 63)) - 1;
            let mut delimiters = if marks.others == 0 { marks.delimiters } else { marks.delimiters & before };
            marks.delimiters ^= delimiters;
            while delimiters != 0 {
                let at = marks.block + delimiters.trailing_zeros() as usize;
                delimiters &= delimiters - 1;
                cells.push_place(cell - start, at - start);
                cell = at + 1;
            }
            if marks.others == 0 {
                if let Some(next) = marks.next(text, self.delimiter) {
                    marks = next;
                    continue;
                }
                self.marks = marks;
                // Nothing but a quote that is never closed keeps the text from ending in a line end.
                if !self.is_at_end || start == self.end {
                    return false;
                }
                lines -= 1;
                break self.end;
            }
            let at = marks.block + marks.others.trailing_zeros() as usize;
            marks.others &= marks.others - 1;
            if text.get(at) != Some(&b'"') {
                if at > start {
                    break at;
                }
                (start, cell) = (at + 1, at + 1);
                self.start = start;
                self.byte += 1;
                self.line += 1;
            } else if at == cell {
                let quotes = &mut self.quotes;
                let mut see = |at| quotes.push((cells.len(), at - start));
                see(at);
                lines += pass_quoted((text, self.delimiter), &mut marks, see);
            }
        };
        cells.push_place(cell - start, end - start);
        cells.set_text(text.get(start..end).unwrap_or_default(), &self.quotes);
        let after = self.end.min(end + 1);
        self.marks = marks;
        self.start = after;
        self.byte += (after - start) as u64;
        self.line += lines;
        true
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
        self.marks = Marks::BEFORE;
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

/// Passes what stands in quotes, shows where quotes stand that do not belong to the cell, and counts its line ends.
#[inline]
fn pass_quoted((text, delimiter): (&[u8], u8), marks: &mut Marks, mut see: impl FnMut(usize)) -> u64 {
    let mut lines = 0;
    while let Some(at) = marks.next_other(text, delimiter) {
        if text.get(at) != Some(&b'"') {
            lines += 1;
            continue;
        }
        see(at);
        if text.get(at + 1) != Some(&b'"') {
            break;
        }
        marks.next_other(text, delimiter);
    }
    lines
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
