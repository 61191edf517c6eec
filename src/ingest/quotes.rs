//! Turns raw text into text that a reader of CSV cannot misread in silence: line ends made one, quote faults written down.
//!
//! A reader of CSV accepts text after a closing quote, a quote that never closes and a bare carriage return without
//! a word. This reader sits below it, sees every block first and looks only at the bytes that matter (quotes,
//! carriage returns, NUL), so that text without them costs a memchr. Its notion of "within quotes" is that
//! of the reader of records (`splitting`). Each fault has the offset at which that meets it, so that it can be laid to
//! a record.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::encoding::read_some;
use super::limits::{COLUMNS, RECORD_BYTES, Stop};

/// What is wrong at a place of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The text ends within quotes.
    NeverClosed,
    /// Something other than a delimiter or a line end follows a closing quote.
    TextAfterQuote,
    /// A quote stands within a cell that is not in quotes.
    QuoteInCell,
    /// A quote within one cell seems to be closed at the end of another: a delimiter is missing before it.
    QuoteAcrossCells,
    /// A carriage return alone, outside quotes; it is passed on as a space.
    BareReturn,
    /// A zero byte.
    Nul,
}

/// Something wrong, and where the reader of records meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// The offset in the text that is passed on.
    pub at: u64,
    /// What it is.
    pub kind: FaultKind,
}

/// A reader that passes text on with LF line ends and keeps what is wrong with it.
#[derive(Debug)]
pub(super) struct Watch<R> {
    inner: R,
    delimiter: u8,
    is_old_mac: bool,
    is_in_quotes: bool,
    /// The byte passed on last; a text begins like a line.
    before: u8,
    /// The offset just after a closing quote.
    closed_at: u64,
    /// A quote within a cell, until its partner or the end of the line.
    lone: Option<Lone>,
    /// Bytes read that cannot be judged before the next one is seen (at most a CR CR or one quote).
    held: [u8; 2],
    held_count: usize,
    passed: u64,
    is_at_end: bool,
    ends_without_newline: bool,
    faults: VecDeque<Fault>,
    next_fault: u64,
    record_start: u64,
    delimiters_in_record: usize,
}

/// A quote within a cell that may belong to another one.
#[derive(Debug, Clone, Copy, Default)]
struct Lone {
    has_delimiter: bool,
}

impl<R: Read> Watch<R> {
    /// Watches over `inner`, which is UTF-8 or compatible with ASCII and has no mark at its beginning.
    pub(super) fn new(inner: R, delimiter: u8, is_old_mac: bool) -> Self {
        Self {
            inner,
            delimiter,
            is_old_mac,
            is_in_quotes: false,
            before: b'\n',
            closed_at: u64::MAX,
            lone: None,
            held: [0; 2],
            held_count: 0,
            passed: 0,
            is_at_end: false,
            ends_without_newline: false,
            faults: VecDeque::new(),
            next_fault: u64::MAX,
            record_start: 0,
            delimiters_in_record: 0,
        }
    }

    /// Says that a record ended at `offset`, and whether anything is wrong before it.
    #[inline]
    pub(super) fn end_record(&mut self, offset: u64) -> bool {
        self.record_start = offset;
        self.next_fault < offset
    }

    /// Takes out the first fault before `offset`.
    pub(super) fn take_fault(&mut self, offset: u64) -> Option<Fault> {
        let is_due = self.faults.front().is_some_and(|fault| fault.at < offset);
        let fault = if is_due { self.faults.pop_front() } else { None };
        self.next_fault = self.faults.front().map_or(u64::MAX, |fault| fault.at);
        fault
    }

    /// Whether the last line had no line end of its own.
    pub(super) fn ends_without_newline(&self) -> bool {
        self.ends_without_newline
    }

    fn fault(&mut self, at: u64, kind: FaultKind) {
        // A run of zeros is one fault.
        let is_run = kind == FaultKind::Nul
            && self.before == 0
            && self.faults.back().is_some_and(|last| last.kind == FaultKind::Nul);
        if !is_run {
            self.faults.push_back(Fault { at, kind });
            self.next_fault = self.next_fault.min(at);
        }
    }

    /// Judges the first `len` bytes of `buffer` in place and says how many of them, moved to the front, can be passed on.
    fn judge(&mut self, buffer: &mut [u8], len: usize) -> usize {
        let mut block = Block { bytes: buffer, len, read: 0, written: 0 };
        loop {
            let found = self.find(block.rest());
            let plain = found.unwrap_or(block.len - block.read);
            if plain > 0 {
                self.note_delimiters(block.rest().get(..plain).unwrap_or_default());
                self.before = block.pass(plain).unwrap_or(self.before);
            }
            if found.is_none() {
                break;
            }
            let at = self.passed + block.written as u64;
            let is_judged = match block.peek(0) {
                Some(b'"') if self.is_in_quotes => self.quote_in_quotes(&mut block, at),
                Some(b'"') => self.quote_outside(&mut block, at),
                Some(b'\r') => self.carriage_return(&mut block, at),
                _ => {
                    self.fault(at, FaultKind::Nul);
                    self.pass_one(&mut block);
                    true
                }
            };
            if !is_judged {
                self.hold(block.rest());
                break;
            }
        }
        self.passed += block.written as u64;
        block.written
    }

    fn find(&self, bytes: &[u8]) -> Option<usize> {
        if self.is_in_quotes && !self.is_old_mac {
            return memchr::memchr2(b'"', 0, bytes);
        }
        memchr::memchr3(b'"', b'\r', 0, bytes)
    }

    fn hold(&mut self, rest: &[u8]) {
        for (to, from) in self.held.iter_mut().zip(rest) {
            *to = *from;
        }
        self.held_count = rest.len().min(self.held.len());
    }

    fn pass_one(&mut self, block: &mut Block<'_>) {
        self.before = block.pass(1).unwrap_or(self.before);
    }

    fn note_delimiters(&mut self, plain: &[u8]) {
        let Some(lone) = &mut self.lone else { return };
        let line = memchr::memchr(b'\n', plain);
        lone.has_delimiter |=
            memchr::memchr(self.delimiter, plain.get(..line.unwrap_or(plain.len())).unwrap_or_default())
                .is_some();
        if line.is_some() {
            self.lone = None;
        }
    }

    /// A quote within quotes is the first of two, or closes, or is followed by text that should not be there.
    fn quote_in_quotes(&mut self, block: &mut Block<'_>, at: u64) -> bool {
        match block.peek(1) {
            None if !self.is_at_end => return false,
            Some(b'"') => {
                self.pass_one(block);
                self.pass_one(block);
                return true;
            }
            None | Some(b'\n' | b'\r') => {}
            Some(next) if next == self.delimiter => {}
            Some(_) => self.fault(at, FaultKind::TextAfterQuote),
        }
        self.is_in_quotes = false;
        self.pass_one(block);
        self.closed_at = at + 1;
        true
    }

    /// A quote outside quotes opens a cell at its beginning, and is a letter like any other elsewhere.
    fn quote_outside(&mut self, block: &mut Block<'_>, at: u64) -> bool {
        if self.before == self.delimiter || self.before == b'\n' {
            self.is_in_quotes = true;
            if let Some(lone) = &mut self.lone {
                lone.has_delimiter = true;
            }
            self.pass_one(block);
            return true;
        }
        let ends_cell = match block.peek(1) {
            None if !self.is_at_end => return false,
            None | Some(b'\n' | b'\r') => true,
            Some(next) => next == self.delimiter,
        };
        let kind = match self.lone.take() {
            Some(lone) if lone.has_delimiter && ends_cell => FaultKind::QuoteAcrossCells,
            None if !ends_cell => {
                self.lone = Some(Lone::default());
                FaultKind::QuoteInCell
            }
            _ => FaultKind::QuoteInCell,
        };
        self.fault(at, kind);
        self.pass_one(block);
        true
    }

    fn carriage_return(&mut self, block: &mut Block<'_>, at: u64) -> bool {
        if self.is_old_mac {
            block.replace(b'\n');
            self.lone = None;
            self.pass_one(block);
            return true;
        }
        match (block.peek(1), block.peek(2)) {
            (None, _) if self.is_at_end => {
                block.replace(b'\n');
                self.pass_one(block);
            }
            (None, _) | (Some(b'\r'), None) if !self.is_at_end => return false,
            (Some(b'\n'), _) => block.drop(1),
            // What comes of writing CR LF through something that turns LF into CR LF.
            (Some(b'\r'), Some(b'\n')) => block.drop(2),
            _ => {
                let is_after_quote = self.closed_at == at;
                self.fault(
                    at,
                    if is_after_quote { FaultKind::TextAfterQuote } else { FaultKind::BareReturn },
                );
                block.replace(b' ');
                self.pass_one(block);
            }
        }
        true
    }

    /// Keeps a record from growing without end: it would be held as a whole.
    fn guard_size(&mut self, block: &[u8]) -> io::Result<()> {
        let length = self.passed.saturating_sub(self.record_start);
        if length <= RECORD_BYTES / 16 {
            self.delimiters_in_record = 0;
            return Ok(());
        }
        if length > RECORD_BYTES {
            return Err(Stop::RecordTooLong { in_quotes: self.is_in_quotes }.into_io());
        }
        if !self.is_in_quotes {
            self.delimiters_in_record += memchr::memchr_iter(self.delimiter, block).count();
        }
        if self.delimiters_in_record > COLUMNS * 256 {
            return Err(Stop::TooManyCells.into_io());
        }
        Ok(())
    }

    fn finish(&mut self, buffer: &mut [u8]) -> usize {
        if self.is_in_quotes {
            self.is_in_quotes = false;
            self.fault(self.passed.saturating_sub(1), FaultKind::NeverClosed);
        }
        if self.before == b'\n' {
            return 0;
        }
        // Every record ends in a line feed, which makes counting lines certain.
        let Some(first) = buffer.first_mut() else { return 0 };
        *first = b'\n';
        self.before = b'\n';
        self.passed += 1;
        self.ends_without_newline = true;
        1
    }
}

impl<R: Read> Read for Watch<R> {
    /// Needs room for three bytes, which a reader of records always has.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_at_end {
                return Ok(self.finish(buffer));
            }
            let held = self.held_count;
            let too_small = || io::Error::from(io::ErrorKind::InvalidInput);
            let (front, room) = buffer.split_at_mut_checked(held).ok_or_else(too_small)?;
            if room.is_empty() {
                return Err(too_small());
            }
            front.copy_from_slice(self.held.get(..held).unwrap_or_default());
            self.held_count = 0;
            let got = read_some(&mut self.inner, room)?;
            self.is_at_end = got == 0;
            let written = self.judge(buffer, held + got);
            self.guard_size(buffer.get(..written).unwrap_or_default())?;
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

/// A block of text that is judged in place: read at one position, written at another that is never ahead.
struct Block<'b> {
    bytes: &'b mut [u8],
    len: usize,
    read: usize,
    written: usize,
}

impl Block<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.read..self.len).unwrap_or_default()
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.rest().get(ahead).copied()
    }

    /// Passes bytes on and gives the last of them.
    fn pass(&mut self, count: usize) -> Option<u8> {
        if self.read != self.written {
            self.bytes.copy_within(self.read..self.read + count, self.written);
        }
        self.read += count;
        self.written += count;
        self.bytes.get(self.written.checked_sub(1)?).copied()
    }

    fn drop(&mut self, count: usize) {
        self.read += count;
    }

    fn replace(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.read) {
            *place = byte;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FaultKind::*;

    /// Gives one byte at a time, or as many as it is told.
    struct Dripping<'t>(&'t [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn watched(text: &[u8], step: usize, is_old_mac: bool) -> (Vec<u8>, Vec<Fault>) {
        let mut watch = Watch::new(Dripping(text, step), b',', is_old_mac);
        let (mut out, mut buffer) = (Vec::new(), [0; 64]);
        loop {
            match watch.read(&mut buffer).unwrap() {
                0 => break,
                count => out.extend_from_slice(&buffer[..count]),
            }
        }
        (out, watch.faults.into_iter().collect())
    }

    fn kinds(text: &str) -> Vec<FaultKind> {
        let whole = watched(text.as_bytes(), 64, false);
        for step in [1, 2, 3, 7] {
            assert_eq!(watched(text.as_bytes(), step, false), whole, "in steps of {step}: {text:?}");
        }
        whole.1.into_iter().map(|fault| fault.kind).collect()
    }

    #[test]
    fn sound_quoting_has_no_faults() {
        for text in [
            "",
            "a,b\n",
            "\"a\",\"b\"\n",
            "\"a, \"\"b\"\"\",c\n",
            "a,\"\"\n",
            "\"\"\"\",\"x\ny\"\r\n",
            "\"a\"",
            "a,\"b\r\nc\"\r\n",
        ] {
            assert_eq!(kinds(text), [], "{text:?}");
        }
    }

    #[test]
    fn every_fault_is_found_whatever_the_blocks() {
        let cases: &[(&str, &[FaultKind])] = &[
            ("a,\"b\n", &[NeverClosed]),
            ("a,\"b\"\"\n", &[NeverClosed]),
            ("\"", &[NeverClosed]),
            ("a,\"b\"c\n", &[TextAfterQuote]),
            ("a,\"b\" \n", &[TextAfterQuote]),
            ("5\" pipe,x\n", &[QuoteInCell]),
            ("say \"hi\" now,x\n", &[QuoteInCell, QuoteInCell]),
            ("5\",6\"\n", &[QuoteInCell, QuoteInCell]),
            ("9\"Globex, Inc.\",x\n", &[QuoteInCell, QuoteAcrossCells]),
            ("9\"Globex\nInc.\",x\n", &[QuoteInCell, QuoteInCell]),
            ("a\rb,c\n", &[BareReturn]),
            ("\"a\"\rb,c\n", &[TextAfterQuote]),
            ("a\0\0\0b\n", &[Nul]),
            ("a\0b\0\n", &[Nul, Nul]),
            ("a,\"b\0\"\n", &[Nul]),
        ];
        for (text, expected) in cases {
            assert_eq!(kinds(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn line_ends_become_line_feeds_outside_quotes_and_the_last_line_gets_one() {
        for (text, expected) in [
            ("a,b\r\nc,d\r\n", "a,b\nc,d\n"),
            ("a\r\r\nb", "a\nb\n"),
            ("a\r\nb\r", "a\nb\n"),
            ("\"a\r\nb\"\r\nc\n", "\"a\r\nb\"\nc\n"),
            ("a\rb\n", "a b\n"),
        ] {
            for step in [1, 2, 64] {
                assert_eq!(watched(text.as_bytes(), step, false).0, expected.as_bytes(), "{text:?}");
            }
        }
        assert_eq!(watched(b"a,\"b\rc\"\rd\r", 1, true), (b"a,\"b\nc\"\nd\n".to_vec(), Vec::new()));
    }

    #[test]
    fn a_quote_that_never_closes_stops_before_memory_is_full() {
        let endless = io::repeat(b'x');
        let mut watch = Watch::new((&b"a,\""[..]).chain(endless), b',', false);
        let error = io::copy(&mut watch, &mut io::sink()).unwrap_err();
        assert_eq!(Stop::of(&error), Some(Stop::RecordTooLong { in_quotes: true }));
        let mut watch = Watch::new(io::repeat(b','), b',', false);
        assert_eq!(Stop::of(&io::copy(&mut watch, &mut io::sink()).unwrap_err()), Some(Stop::TooManyCells));
    }
}
