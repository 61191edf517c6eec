//! Turns a record that is out of the ordinary into a row, or into the reason why it is none.

use std::collections::BTreeSet;

use super::cells::Cells;
use super::header_row::{clean_name, is_number_or_date};
use super::limits::CELL_BYTES;
use super::quotes::FaultKind;
use super::row_faults::RowFault;
use super::sample::is_blank;

/// A quoted cell with more lines than this is taken for one whose closing quote comes too late.
const LINES_OF_A_CELL: usize = 100;
/// So many NUL bytes at the end of a row are a damaged file, not a damaged row.
const NULS_OF_DAMAGE: usize = 16;
const MARK: &[u8] = b"\xef\xbb\xbf";
const FOOTER_WORDS: [&str; 8] =
    ["total", "totals", "total:", "grand total", "sum", "average", "subtotal", "count"];
const FOOTER_BEGINNINGS: [&str; 4] = ["exported on", "exported at", "generated on", "report generated"];

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a row.
    Row,
    /// It has no content.
    Blank,
    /// It is the header again.
    RepeatedHeader,
    /// It is another header, of the same columns in another order.
    SecondTable,
    /// It is the place from which on the file is zeros.
    Damage,
    /// It is faulty; so many lines of its inside look like rows that are lost with it.
    LeftOut(RowFault, u64),
    /// It has too few cells: a footer when only such rows follow.
    Narrow {
        /// How many cells it has.
        found: usize,
        /// Whether its first word is one with which footers begin.
        is_footer: bool,
        /// Another delimiter that gives the row its right number of cells.
        other: Option<u8>,
    },
}

/// The kinds of quote faults and bad bytes that were met in a record.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Met {
    /// Text after a closing quote.
    pub text_after_quote: bool,
    /// A quote closed in another cell.
    pub quote_across_cells: bool,
    /// A quote within an unquoted cell.
    pub quote_in_cell: bool,
    /// A carriage return alone.
    pub bare_return: bool,
    /// A zero byte.
    pub nul: bool,
    /// The file ends within quotes.
    pub never_closed: bool,
}

impl Met {
    /// Adds a kind.
    pub(super) fn add(&mut self, kind: FaultKind) {
        let met = match kind {
            FaultKind::TextAfterQuote => &mut self.text_after_quote,
            FaultKind::QuoteAcrossCells => &mut self.quote_across_cells,
            FaultKind::QuoteInCell => &mut self.quote_in_cell,
            FaultKind::BareReturn => &mut self.bare_return,
            FaultKind::Nul => &mut self.nul,
            FaultKind::NeverClosed => &mut self.never_closed,
        };
        *met = true;
    }
}

/// What a row of this table must be like.
#[derive(Debug)]
pub(super) struct Judge {
    header: Vec<String>,
    names: BTreeSet<String>,
    /// How many columns have a name or stand before one that has.
    named_width: usize,
    /// What stands between cells; nothing does in a sheet, where a cell cannot swallow rows.
    delimiter: Option<u8>,
    /// How records begin that need a closer look.
    looks_odd: Beginnings,
}

/// A set of the first two bytes of words: what begins otherwise is none of them.
#[derive(Debug)]
struct Beginnings {
    /// A bit for each second byte, by first byte.
    bits: Vec<[u64; 4]>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self { bits: vec![[0; 4]; 256] }
    }
}

impl Beginnings {
    /// Adds a word; one of a single byte stands for everything that begins with it.
    fn add(&mut self, word: &[u8]) {
        let Some(bits) = word.first().and_then(|first| self.bits.get_mut(usize::from(*first))) else {
            return;
        };
        match word.get(1) {
            None => *bits = [u64::MAX; 4],
            Some(second) => {
                if let Some(bits) = bits.get_mut(usize::from(second >> 6)) {
                    *bits |= 1 << (second & 63);
                }
            }
        }
    }

    /// Whether a text may begin like one of the words; one that has no two bytes is always looked at.
    #[inline]
    fn may_have(&self, first_two: Option<[u8; 2]>) -> bool {
        let Some([first, second]) = first_two else { return true };
        let bits = self.bits.get(usize::from(first)).and_then(|bits| bits.get(usize::from(second >> 6)));
        bits.is_none_or(|bits| bits >> (second & 63) & 1 == 1)
    }
}

impl Judge {
    /// Learns what the header says.
    pub(super) fn new(header: &[String], delimiter: Option<u8>) -> Self {
        let names: BTreeSet<String> = header.iter().filter(|name| !name.is_empty()).cloned().collect();
        let mut looks_odd = Beginnings::default();
        for byte in b" \t\r\n\xef\xc2\x0b\x0c<\0" {
            looks_odd.add(&[*byte]);
        }
        for word in FOOTER_WORDS.iter().chain(&FOOTER_BEGINNINGS) {
            let (lower, upper) = (word.as_bytes(), word.to_ascii_uppercase());
            let title = upper.bytes().take(1).chain(word.bytes().skip(1)).collect::<Vec<u8>>();
            [lower, upper.as_bytes(), &title].into_iter().for_each(|word| looks_odd.add(word));
        }
        names.iter().for_each(|name| looks_odd.add(name.as_bytes()));
        let named_width = header.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        Self { header: header.to_vec(), names, named_width, delimiter, looks_odd }
    }

    /// Whether a record that had no fault and one line is a row without a closer look.
    #[inline]
    pub(super) fn is_plain(&self, cells: &Cells) -> bool {
        let is_short = cells.as_slice().len() <= CELL_BYTES;
        cells.len() == self.header.len() && is_short && !self.looks_odd.may_have(cells.first_two_bytes())
    }

    /// Takes a second mark off the first cell, and the quotes that it kept from being seen.
    pub(super) fn strip_mark(cells: &mut Cells) -> bool {
        let Some(first) = cells.get(0).and_then(|cell| cell.strip_prefix(MARK)) else { return false };
        let unquoted = first.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
        let mut stripped = Cells::new();
        stripped.push_field(unquoted.unwrap_or(first));
        stripped.extend(cells.iter().skip(1));
        *cells = stripped;
        true
    }

    /// Looks closely at a record, given the faults that were met in it.
    pub(super) fn judge(&self, cells: &Cells, met: Met) -> Verdict {
        if let Some(verdict) = self.fault_of_quotes(cells, met) {
            return verdict;
        }
        if cells.iter().all(is_blank) {
            return Verdict::Blank;
        }
        if cells.iter().any(|cell| cell.len() > CELL_BYTES) {
            return Verdict::LeftOut(RowFault::CellTooLong, 0);
        }
        if let Some(lines) = self.swallowed(cells) {
            return Verdict::LeftOut(RowFault::ClosedLate { lines }, lines);
        }
        if let Some(verdict) = self.header_again(cells) {
            return verdict;
        }
        self.fault_of_width(cells).unwrap_or_else(|| {
            if is_footer(cells) { Verdict::LeftOut(RowFault::Footer, 0) } else { Verdict::Row }
        })
    }

    fn fault_of_quotes(&self, cells: &Cells, met: Met) -> Option<Verdict> {
        let text = cells.as_slice();
        let last = cells.iter().next_back().unwrap_or_default();
        if met.nul && last.iter().rev().take_while(|byte| **byte == 0).count() >= NULS_OF_DAMAGE {
            return Some(Verdict::Damage);
        }
        let lines = || memchr::memchr_iter(b'\n', text).count() as u64;
        let fault = match met {
            Met { text_after_quote: true, .. } => RowFault::TextAfterQuote { lines: lines() },
            Met { nul: true, .. } => RowFault::Nul,
            Met { quote_across_cells: true, .. } => RowFault::QuoteAcrossCells,
            _ => return None,
        };
        Some(Verdict::LeftOut(fault, lines()))
    }

    /// How many lines a quoted cell swallows, when most of them look like rows or they are too many.
    pub(super) fn swallowed(&self, cells: &Cells) -> Option<u64> {
        let delimiter = self.delimiter?;
        // Most cells lie before the first line break, and need no look.
        let first = memchr::memchr(b'\n', cells.as_slice())?;
        let is_before = |at: usize| cells.end_of(at).is_some_and(|end| end <= first);
        cells.iter().enumerate().skip_while(|(at, _)| is_before(*at)).find_map(|(at, cell)| {
            let count = memchr::memchr_iter(b'\n', cell).count();
            if count == 0 {
                return None;
            }
            let inner = || cell.split(|byte| *byte == b'\n').skip(1).take(count - 1);
            let rows = inner().filter(|line| self.is_like_row(line, delimiter)).count();
            let needed = if self.header.len() == 2 { 2 } else { 1 };
            let is_rows = rows >= needed && rows * 2 > count - 1;
            // With no whole line between, the last one begins a row that the rest of the record ends.
            let last = cell.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let is_row_end = count == 1
                && at >= 2
                && delimiters(last, delimiter) == Some(at)
                && cells.len() == self.header.len();
            let is_swallowed = is_rows || is_row_end || self.holds_rows_of_two(cell, delimiter);
            (is_swallowed || count > LINES_OF_A_CELL).then_some(count as u64)
        })
    }

    /// Whether a cell of a table of two columns is a number, and a number ends each row that follows in it.
    fn holds_rows_of_two(&self, cell: &[u8], delimiter: u8) -> bool {
        let mut lines = cell.split(|byte| *byte == b'\n');
        let is_row = |line: &[u8]| {
            let mut parts = line.split(|byte| *byte == delimiter);
            parts.nth(1).is_some_and(is_number_or_date) && parts.next().is_none()
        };
        self.header.len() == 2 && lines.next().is_some_and(is_number_or_date) && lines.all(is_row)
    }

    fn is_like_row(&self, line: &[u8], delimiter: u8) -> bool {
        self.header.len() > 1 && delimiters(line, delimiter) == Some(self.header.len() - 1)
    }

    fn header_again(&self, cells: &Cells) -> Option<Verdict> {
        let name = |cell| std::str::from_utf8(cell).ok().map(clean_name);
        let first = cells.get(0).and_then(name)?;
        let is_candidate = self.names.contains(&first)
            || first.is_empty() && self.header.first().is_some_and(String::is_empty);
        if !is_candidate {
            return None;
        }
        let found: Vec<String> = cells.iter().map(|cell| name(cell).unwrap_or_default()).collect();
        let named =
            |names: &[String]| names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        if found.get(..named(&found)) == self.header.get(..self.named_width) {
            return Some(Verdict::RepeatedHeader);
        }
        let known = found.iter().filter(|name| self.names.contains(*name)).count();
        let moved =
            found.iter().zip(&self.header).any(|(name, here)| name != here && self.names.contains(name));
        (known >= 2 && known * 2 >= self.names.len() && moved).then_some(Verdict::SecondTable)
    }

    fn fault_of_width(&self, cells: &Cells) -> Option<Verdict> {
        let (found, expected) = (cells.len(), self.header.len());
        let delimiter = self.delimiter?;
        let beyond = cells.iter().skip(expected).any(|cell| !is_blank(cell));
        if (self.named_width..=expected).contains(&found) || found > expected && !beyond {
            return None;
        }
        if found > expected {
            let fault = RowFault::Width { found, expected, delimiter, other: None };
            return Some(Verdict::LeftOut(fault, 0));
        }
        let count = |other: u8| memchr::memchr_iter(other, cells.as_slice()).count();
        let others = b",;\t|".iter().copied().filter(|other| *other != delimiter);
        let other = others.into_iter().find(|other| found == 1 && count(*other) + 1 == expected);
        Some(Verdict::Narrow { found, is_footer: begins_like_footer(cells), other })
    }
}

/// How many delimiters a line has; none at all is said when a space follows one, as in prose.
fn delimiters(line: &[u8], delimiter: u8) -> Option<usize> {
    let mut count = 0;
    for at in memchr::memchr_iter(delimiter, line) {
        if line.get(at + 1) == Some(&b' ') {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// Whether a row of the right width only sums up: its first word says so and little else is in it.
fn is_footer(cells: &Cells) -> bool {
    let filled = cells.iter().filter(|cell| !is_blank(cell)).count();
    cells.len() >= 3 && filled <= (cells.len() / 3).max(2) && begins_like_footer(cells)
}

fn begins_like_footer(cells: &Cells) -> bool {
    let first = cells.iter().find(|cell| !is_blank(cell)).and_then(|cell| std::str::from_utf8(cell).ok());
    let first = first.unwrap_or_default().trim().to_ascii_lowercase();
    FOOTER_WORDS.contains(&first.as_str())
        || FOOTER_BEGINNINGS.iter().any(|beginning| first.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(cells: &[&str]) -> Verdict {
        let header = ["customer", "score", "comment", ""].map(str::to_owned);
        Judge::new(&header, Some(b',')).judge(&Cells::from(cells.to_vec()), Met::default())
    }

    #[test]
    fn rows_are_rows_with_or_without_blank_cells_at_their_end() {
        for cells in [
            &["Acme", "9", "ok", ""][..],
            &["Acme", "9", "ok"],
            &["Acme", "9", "ok", "", "", " "],
            &["Total", "9", "ok", "x"],
        ] {
            assert_eq!(judged(cells), Verdict::Row, "{cells:?}");
        }
    }

    #[test]
    fn what_is_no_row_is_named() {
        assert_eq!(judged(&["", " ", "\u{a0}", ""]), Verdict::Blank);
        assert_eq!(judged(&["customer", " score", "comment"]), Verdict::RepeatedHeader);
        assert_eq!(judged(&["score", "customer", "comment"]), Verdict::SecondTable);
        assert_eq!(judged(&["Total", "", "27", ""]), Verdict::LeftOut(RowFault::Footer, 0));
        assert_eq!(
            judged(&["Exported on 1 May"]),
            Verdict::Narrow { found: 1, is_footer: true, other: None }
        );
        assert_eq!(
            judged(&["Acme;9;ok;"]),
            Verdict::Narrow { found: 1, is_footer: false, other: Some(b';') }
        );
        let fault = RowFault::Width { found: 5, expected: 4, delimiter: b',', other: None };
        assert_eq!(judged(&["Acme", "Inc.", "9", "ok", "x"]), Verdict::LeftOut(fault, 0));
        assert_eq!(
            judged(&["Acme", &"x".repeat(CELL_BYTES + 1), "", ""]),
            Verdict::LeftOut(RowFault::CellTooLong, 0)
        );
    }

    #[test]
    fn a_quote_that_closes_too_late_is_told_from_a_long_comment() {
        let late = |lines| Verdict::LeftOut(RowFault::ClosedLate { lines }, lines);
        assert_eq!(judged(&["Acme", "9", "good\nBeta,8,fine,\nGamma,7,bad", ""]), late(2));
        assert_eq!(judged(&["Acme", "9", "good\nBeta,8,fine", ""]), late(1));
        assert_eq!(judged(&["Acme", "9", &"x\n".repeat(101), ""]), late(101));
        for comment in [
            "First, we waited,\nthen, at last, it came\nand broke",
            "Pros:\n- quick\n\nCons:\n- pricey, really",
            &"x\n".repeat(99),
        ] {
            assert_eq!(judged(&["Acme", "9", comment, ""]), Verdict::Row, "{comment}");
        }
    }

    #[test]
    fn a_number_that_goes_on_for_a_row_is_no_cell_of_two_columns() {
        let swallowed = |cell: &str| {
            let header = ["customer", "score"].map(str::to_owned);
            Judge::new(&header, Some(b',')).swallowed(&Cells::from(vec!["Acme", cell]))
        };
        assert_eq!(swallowed("3\nGlobex,2"), Some(1));
        assert_eq!(swallowed("3\nGlobex,2\nInitech,8"), Some(2));
        for sound in ["3", "3\nGlobex", "3\n", "slow\nGlobex,2", "3\nno,really", "3\nGlobex,2,1"] {
            assert_eq!(swallowed(sound), None, "{sound}");
        }
    }

    #[test]
    fn a_second_mark_goes_with_the_quotes_behind_it() {
        let mut cells = Cells::from(vec!["\u{feff}\"customer\"", "score"]);
        assert!(Judge::strip_mark(&mut cells));
        assert_eq!(cells, Cells::from(vec!["customer", "score"]));
        assert!(!Judge::strip_mark(&mut cells));
    }
}
