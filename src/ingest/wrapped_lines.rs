//! Turns lines that stand in quotes as a whole, with the quotes within them doubled, back into the lines that were
//! meant: a spreadsheet writes them so where it took every line of a file for one cell.

use std::io::{self, Read};

use super::dialect;
use super::encoding::read_some;
use super::sample::Head;
use crate::diagnostic::Diagnostic;

/// Bytes taken at a time.
const BLOCK: usize = 64 * 1024;

/// Whether all lines of the beginning of a text are such lines: what is within has columns, one with a known name.
pub(super) fn are_in(head: &[u8], is_whole: bool, is_known: &dyn Fn(&str) -> bool) -> bool {
    // What nearly every file begins with.
    if head.first() != Some(&b'"') {
        return false;
    }
    let mut unwrapping = Unwrapping::new(head);
    let mut bare = Vec::new();
    // Where every cell is in quotes the first line tells.
    while let Ok(count) = unwrapping.by_ref().take(BLOCK as u64).read_to_end(&mut bare)
        && count > 0
    {
        if unwrapping.is_broken {
            return false;
        }
    }
    if unwrapping.is_broken || is_whole && unwrapping.is_open() {
        return false;
    }
    let bare = Head { text: &bare, is_whole, is_old_mac: false };
    dialect::choose(bare, None, is_known).is_ok_and(|dialect| {
        // A header of one cell is that of a column of names with commas in them.
        let header = dialect.rows.first().filter(|row| row.cells.len() == dialect.usual_width);
        let cells = header.into_iter().flat_map(|row| row.cells.iter());
        let mut names = cells.filter_map(|cell| std::str::from_utf8(cell).ok());
        dialect.usual_width > 1 && names.any(|name| is_known(&super::header_row::clean_name(name)))
    })
}

/// What to say of them.
pub(super) fn note() -> Diagnostic {
    let message = "every line stands in quotes as a whole, as in a table that was opened as one column and saved again: \
                   what is within the quotes is read";
    Diagnostic::note("lines-in-quotes", message).hint("export it again, if you do not want to be told again")
}

/// Where in a line the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At its beginning.
    Start,
    /// Within its quotes.
    Within,
    /// Behind a quote that is the first of two, or the last of the line.
    Quote,
    /// Behind its quotes, or in a line that has none.
    Behind,
}

/// A reader that takes the quotes off.
#[derive(Debug)]
pub(super) struct Unwrapping<R> {
    inner: R,
    state: State,
    block: Vec<u8>,
    /// What of the block is passed on, from here on.
    at: usize,
    /// Whether a line was met that does not stand in quotes as a whole.
    is_broken: bool,
}

impl<R: Read> Unwrapping<R> {
    /// Reads what is within the lines of a text.
    pub(super) fn new(inner: R) -> Self {
        Self { inner, state: State::Start, block: Vec::new(), at: 0, is_broken: false }
    }

    /// Whether the text ends within quotes.
    fn is_open(&self) -> bool {
        self.state == State::Within
    }

    /// What becomes of a byte.
    fn step(&mut self, byte: u8) -> Option<u8> {
        let (state, passed) = match (self.state, byte) {
            (State::Start, b'"') => (State::Within, None),
            (State::Start | State::Behind | State::Quote, b'\n') => (State::Start, Some(byte)),
            (State::Start | State::Quote, b'\r') => (State::Behind, Some(byte)),
            (State::Within, b'"') => (State::Quote, None),
            (State::Within, _) => (State::Within, Some(byte)),
            (State::Quote, b'"') => (State::Within, Some(byte)),
            (State::Start | State::Behind | State::Quote, _) => {
                self.is_broken = true;
                (State::Behind, Some(byte))
            }
        };
        self.state = state;
        passed
    }
}

impl<R: Read> Read for Unwrapping<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.block.len() {
            let mut raw = vec![0; BLOCK];
            let count = read_some(&mut self.inner, &mut raw)?;
            if count == 0 {
                return Ok(0);
            }
            raw.truncate(count);
            self.block = raw.into_iter().filter_map(|byte| self.step(byte)).collect();
            self.at = 0;
        }
        let rest = self.block.get(self.at..).unwrap_or_default();
        let count = rest.len().min(into.len());
        for (to, from) in into.iter_mut().zip(rest) {
            *to = *from;
        }
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wrapped(text: &str, is_whole: bool) -> bool {
        are_in(text.as_bytes(), is_whole, &|name| ["Customer", "Overall"].contains(&name))
    }

    #[test]
    fn only_lines_that_all_stand_in_quotes_are_such_lines() {
        for (text, expected) in [
            ("\"Customer,Overall\"\n\"Acme,4\"\n", true),
            ("\"Customer;Overall\"\r\n\"\"\"Acme\"\";4\"\r\n\r\n", true),
            ("\"Customer,Overall\"\n\"Acme,4\"", true),
            ("\"Customer,Overall\"\n\"Acme,4", false),
            ("\"Customer\",\"Overall\"\n\"Acme\",\"4\"\n", false),
            ("\"Customer,Overall\"\nAcme,4\n", false),
            ("\"Comment, if any\"\n\"good, fine\"\n", false),
            ("\"Customer\"\n\"Acme\"\n", false),
            ("Customer,Overall\n", false),
        ] {
            assert_eq!(is_wrapped(text, true), expected, "{text:?}");
        }
        // The beginning of a longer text may end anywhere.
        assert!(is_wrapped("\"Customer,Overall\"\n\"Acme,4", false));
    }

    #[test]
    fn quotes_within_a_line_become_single_ones() {
        let text = "\"a,\"\"b, c\"\"\"\r\n\"1,\"\"two\nlines\"\"\"\n\n\"2,3\"";
        let mut bare = String::new();
        Unwrapping::new(text.as_bytes()).read_to_string(&mut bare).unwrap();
        assert_eq!(bare, "a,\"b, c\"\r\n1,\"two\nlines\"\n\n2,3");
    }
}
