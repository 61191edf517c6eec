//! Turns the bytes of a file into its records, in batches, each with the line on which it starts; what is no record is said.

use std::io::{self, Read};
use std::ops::Range;

use super::batch::Batch;
use super::cells::Cells;
use super::file_shape::{ReadOptions, RowTally, Shape};
use super::judge::{Judge, Met, Verdict};
use super::left_out::LeftOut;
use super::limits::Stop;
use super::opening;
use super::quotes::Watch;
use super::row_faults::{RowFault, second_table};
use super::sample::start_line;
use super::shaping::Shaping;
use super::sheet_rows::SheetRows;
use super::source::Source;
use super::splitting::Splitter;
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::TableName;

/// How many records are read at once: enough for the waits for the state of their customers to overlap, and few enough
/// for all of it to stay near until it is used.
const BATCH_ROWS: usize = 64;
/// How many rows with too few cells wait to see whether a good row follows.
const WAITING_ROWS: usize = 8;

/// A row with too few cells: a footer, unless a good row follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrow {
    line: u64,
    /// The line after it.
    after: u64,
    found: usize,
    is_footer: bool,
    is_below_blank: bool,
    other: Option<u8>,
}

/// The text of a file, as records.
pub(super) type TextReader<'a> = Splitter<Watch<Box<dyn Read + 'a>>>;

/// Where records come from.
pub(super) enum Origin<'a> {
    /// A text, read as it comes.
    Text(Box<TextReader<'a>>),
    /// A sheet, which is in memory.
    Sheet(SheetRows),
}

/// A table that is being read.
pub struct Records<'a> {
    pub(super) origin: Origin<'a>,
    pub(super) name: TableName,
    pub(super) shape: Shape,
    pub(super) judge: Judge,
    pub(super) tally: RowTally,
    pub(super) next_line: u64,
    /// How many columns the file has.
    width: usize,
    pub(super) shaping: Option<Shaping>,
    pub(super) narrow: Vec<Narrow>,
    /// The rows that were left out.
    pub(super) left_out: LeftOut,
    header_lines: Range<u64>,
    is_finished: bool,
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records")
            .field("name", &self.name)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

impl<'a> Records<'a> {
    /// Opens a table: finds its encoding, its delimiter and its header. What keeps it from being read at all goes to
    /// `problems` as errors, and gives `None`. `is_known_header` says whether a name is one of a column that the
    /// program knows, which confirms a guess.
    ///
    /// # Errors
    /// When the file cannot be opened or read.
    pub fn open(
        source: &'a dyn Source,
        options: &ReadOptions,
        is_known_header: &dyn Fn(&str) -> bool,
        problems: &mut Problems,
    ) -> io::Result<Option<Self>> {
        opening::open(source, options, is_known_header, problems)
    }

    /// Begins with the first row after the header.
    pub(super) fn new(origin: Origin<'a>, name: TableName, shape: Shape, tally: RowTally) -> Self {
        let first = if shape.codes.is_empty() { &shape.header } else { &shape.codes };
        let judge = Judge::new(first, shape.delimiter);
        let next_line = match &origin {
            Origin::Text(reader) => reader.line(),
            Origin::Sheet(rows) => rows.next_line(),
        };
        let (width, header_lines) = (shape.header.len(), shape.header_line..next_line);
        Self {
            origin,
            name,
            shape,
            judge,
            tally,
            next_line,
            width,
            shaping: None,
            narrow: Vec::new(),
            left_out: LeftOut::default(),
            header_lines,
            is_finished: false,
        }
    }

    /// What it is called in places.
    #[must_use]
    pub fn name(&self) -> &TableName {
        &self.name
    }

    /// What was found out about the file.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The lines of the header, from 1: the first row stands behind them.
    pub(super) fn header_lines(&self) -> Range<u64> {
        self.header_lines.clone()
    }

    /// The lines on which a row stands: of a sheet, where a row is one whatever its cells hold, its number. What was
    /// made of its cells stands on no line.
    pub(super) fn lines_of(&self, cells: &Cells, line: u64) -> Range<u64> {
        let breaks = |cell: &[u8]| memchr::memchr_iter(b'\n', cell).count() as u64;
        let breaks = match &self.origin {
            Origin::Text(_) => cells.iter().take(self.width).map(breaks).sum(),
            Origin::Sheet(_) => 0,
        };
        line..line + 1 + breaks
    }

    /// How many records became what, so far.
    #[must_use]
    pub fn tally(&self) -> RowTally {
        self.tally
    }

    /// Reads the next records into `batch` and says how many; 0 is the end. Faulty records are counted and reported,
    /// not delivered. An error among `problems` ends the reading.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_batch(&mut self, batch: &mut Batch, problems: &mut Problems) -> io::Result<usize> {
        batch.cells.resize(BATCH_ROWS, Cells::new());
        loop {
            batch.lines.clear();
            for cells in &mut batch.cells {
                match self.read_row(cells, problems)? {
                    Some(line) => batch.lines.push(line),
                    None => break,
                }
            }
            if self.shaping.is_none() || !self.shape_batch(batch, problems) {
                break;
            }
        }
        self.tally.delivered += batch.lines.len() as u64;
        if self.is_finished {
            self.refuse_header_alone(problems);
        }
        Ok(batch.lines.len())
    }

    #[inline]
    fn read_row(&mut self, cells: &mut Cells, problems: &mut Problems) -> io::Result<Option<u64>> {
        while !self.is_finished {
            let reader = match &mut self.origin {
                Origin::Text(reader) => reader,
                Origin::Sheet(_) => return Ok(self.read_sheet_row(cells, problems)),
            };
            match reader.read_row(cells) {
                Ok(true) => {}
                Ok(false) => {
                    self.finish(problems);
                    break;
                }
                Err(error) => {
                    self.stop(error, problems)?;
                    break;
                }
            }
            let (byte, after) = (reader.byte(), reader.line());
            let has_fault = reader.get_mut().end_record(byte);
            let before = std::mem::replace(&mut self.next_line, after);
            if !has_fault && self.judge.is_plain(cells) && self.narrow.is_empty() {
                if after - before == 1 {
                    return Ok(Some(before));
                }
                if self.judge.swallowed(cells).is_none() {
                    let line = start_line(before, after, cells);
                    self.tally.blank += line - before;
                    return Ok(Some(line));
                }
            }
            if let Some(line) = self.look_closely(cells, before, problems) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    #[cold]
    fn look_closely(&mut self, cells: &mut Cells, before: u64, problems: &mut Problems) -> Option<u64> {
        let line = start_line(before, self.next_line, cells);
        self.tally.blank += line - before;
        let mut met = Met::default();
        if let Origin::Text(reader) = &mut self.origin {
            let end = reader.byte();
            while let Some(fault) = reader.get_mut().take_fault(end) {
                met.add(fault.kind);
            }
        }
        if met.never_closed {
            self.refuse_open_quote(cells, line, problems);
            return None;
        }
        if Judge::strip_mark(cells) {
            self.say(RowFault::SecondMark, line, problems);
        }
        self.settle(cells, (line, line > before), met, problems)
    }

    /// Decides what becomes of a record that is out of the ordinary, which stands below blank lines or not.
    pub(super) fn settle(
        &mut self,
        cells: &Cells,
        (line, is_apart): (u64, bool),
        met: Met,
        problems: &mut Problems,
    ) -> Option<u64> {
        match self.judge.judge(cells, met) {
            Verdict::Row => {
                self.settle_narrow(problems);
                for (is_met, fault) in
                    [(met.quote_in_cell, RowFault::QuoteInCell), (met.bare_return, RowFault::BareReturn)]
                {
                    if is_met {
                        self.say(fault, line, problems);
                    }
                }
                return Some(line);
            }
            Verdict::Blank => self.tally.blank += 1,
            Verdict::RepeatedHeader => {
                self.tally.repeated_headers += 1;
                self.say(RowFault::RepeatedHeader, line, problems);
            }
            Verdict::SecondTable => {
                self.end_with(second_table("its columns in another order"), line, problems);
            }
            Verdict::Damage => self.end_with(super::encoding::nul_tail(line), line, problems),
            Verdict::LeftOut(fault, rows_within) => {
                self.settle_narrow(problems);
                self.tally.left_out += 1 + rows_within;
                self.left_out.add(fault.code(), 1 + rows_within, line..self.next_line);
                self.say(fault, line, problems);
            }
            Verdict::Narrow { found, is_footer, other } => {
                self.tally.left_out += 1;
                if self.narrow.len() == WAITING_ROWS {
                    self.settle_narrow(problems);
                }
                let is_below_blank = is_apart || self.narrow.last().is_some_and(|row| row.is_below_blank);
                let after = self.next_line;
                self.narrow.push(Narrow { line, after, found, is_footer, is_below_blank, other });
            }
        }
        None
    }

    fn say(&self, fault: RowFault, line: u64, problems: &mut Problems) {
        problems.add_with(fault.code(), fault.severity(), || fault.diagnostic().at(self.name.row(line)));
    }

    fn end_with(&mut self, problem: Diagnostic, line: u64, problems: &mut Problems) {
        problems.add(problem.at(self.name.row(line)));
        self.is_finished = true;
    }

    fn width_fault(&self, row: Narrow) -> RowFault {
        let (expected, delimiter) = (self.width, self.shape.delimiter.unwrap_or(b','));
        RowFault::Width { found: row.found, expected, delimiter, other: row.other }
    }

    fn leave_out(&mut self, row: Narrow, fault: RowFault, problems: &mut Problems) {
        self.left_out.add(fault.code(), 1, row.line..row.after);
        self.say(fault, row.line, problems);
    }

    /// A good row follows: those that waited are no footers.
    fn settle_narrow(&mut self, problems: &mut Problems) {
        for row in std::mem::take(&mut self.narrow) {
            self.leave_out(row, self.width_fault(row), problems);
        }
    }

    pub(super) fn finish(&mut self, problems: &mut Problems) {
        self.is_finished = true;
        let (end, is_cut) = match &self.origin {
            Origin::Text(reader) => (reader.line(), reader.get_ref().ends_without_newline()),
            Origin::Sheet(_) => (self.next_line, false),
        };
        self.tally.blank += end.saturating_sub(self.next_line);
        let waiting = std::mem::take(&mut self.narrow);
        let expected = self.width;
        // A row that lost cells must not pass for a footer: a footer says so, is one cell, or stands apart.
        let is_apart = |row: &Narrow| row.is_footer || row.is_below_blank || row.found <= 1;
        let last_body = waiting.iter().rposition(|row| row.other.is_some() || !is_apart(row));
        for (at, row) in waiting.iter().enumerate() {
            let is_last_line = is_cut && at + 1 == waiting.len() && row.line + 1 == self.next_line;
            let fault = match last_body {
                _ if is_last_line && row.other.is_none() && !row.is_footer => {
                    RowFault::CutOff { found: row.found, expected }
                }
                Some(last) if at <= last => self.width_fault(*row),
                _ => RowFault::Footer,
            };
            self.leave_out(*row, fault, problems);
        }
    }

    /// A file with a header and nothing else is not "nobody at risk".
    fn refuse_header_alone(&mut self, problems: &mut Problems) {
        let RowTally { delivered, left_out, dropped, .. } = self.tally;
        if delivered + left_out + dropped > 0 || problems.has_errors() {
            return;
        }
        let problem = Diagnostic::error("header-only", "the file has a header and no row below it");
        let problem =
            problem.hint("export it again, with its answers; look at the filter and the dates of the export");
        self.end_with(problem, self.shape.header_line, problems);
    }

    fn refuse_open_quote(&mut self, cells: &Cells, line: u64, problems: &mut Problems) {
        let breaks = |text: &[u8]| memchr::memchr_iter(b'\n', text).count() as u64;
        let last = cells.iter().next_back().map_or(0, breaks);
        let opened = line + breaks(cells.as_slice()) - last;
        self.tally.left_out += 1 + last;
        let lost = match last.saturating_sub(1) {
            0 => "nothing after it can be read".to_owned(),
            1 => "the line after it cannot be read".to_owned(),
            lines => format!("nothing of the {lines} lines after it can be read"),
        };
        let problem = Diagnostic::error(
            "quote-never-closed",
            format!("a quote is opened here and never closed: {lost}"),
        );
        self.end_with(problem.hint("close the quote on this line, or remove it"), opened, problems);
    }

    /// Turns what stopped the readers below into a problem, unless it is the machine's.
    fn stop(&mut self, error: io::Error, problems: &mut Problems) -> io::Result<()> {
        self.is_finished = true;
        let Some(stop) = Stop::of(&error) else { return Err(error) };
        let problem = opening::stopped(stop, &self.shape.encoding);
        let line = self.next_line;
        self.tally.left_out += 1;
        self.end_with(problem, line, problems);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Place;

    struct Text(Vec<u8>);

    impl Source for Text {
        fn name(&self) -> &str {
            "survey.csv"
        }

        fn open(&self) -> io::Result<Box<dyn Read + '_>> {
            Ok(Box::new(&self.0[..]))
        }
    }

    type Rows = Vec<(u64, Vec<Vec<u8>>)>;

    fn is_known(name: &str) -> bool {
        ["customer", "score", "comment", "date"].contains(&name)
    }

    fn read_with(bytes: &[u8], options: &ReadOptions) -> (Rows, RowTally, Problems) {
        let (source, mut problems, mut rows) = (Text(bytes.to_vec()), Problems::default(), Rows::new());
        let Some(mut records) = Records::open(&source, options, &is_known, &mut problems).unwrap() else {
            return (rows, RowTally::default(), problems);
        };
        let mut batch = Batch::default();
        while records.read_batch(&mut batch, &mut problems).unwrap() > 0 {
            rows.extend(batch.rows().map(|(cells, line)| (line, cells.iter().map(<[u8]>::to_vec).collect())));
        }
        (rows, records.tally(), problems)
    }

    fn read(text: &str) -> (Rows, RowTally, Problems) {
        read_with(text.as_bytes(), &ReadOptions::default())
    }

    /// The lines of the rows that are delivered, and each problem with its line (0 for the file).
    fn outcome(bytes: &[u8]) -> (Vec<u64>, Vec<(&'static str, u64)>) {
        let (rows, _, problems) = read_with(bytes, &ReadOptions::default());
        let line = |problem: &Diagnostic| match problem.place {
            Some(Place::Line { line, .. }) => line,
            _ => 0,
        };
        let found = problems.shown().iter().map(|problem| (problem.code, line(problem))).collect();
        (rows.iter().map(|(line, _)| *line).collect(), found)
    }

    const HEADER: &str = "customer,score,comment\n";

    type Expected<'e> = (&'e str, &'e [u64], &'e [(&'e str, u64)]);

    const ROWS: &[Expected<'_>] = &[
        ("Acme,9,ok\nBeta,8,fine\n", &[2, 3], &[]),
        ("Acme,9,ok\nBeta,8,fine", &[2, 3], &[]),
        ("Acme,9,\"great\nBeta,8,\"fine\"\nGamma,7,no\n", &[4], &[("text-after-quote", 2)]),
        ("Acme,9,\"great\nBeta,8,\"fine, really\"\nGamma,7,no\n", &[4], &[("text-after-quote", 2)]),
        ("Acme,9,ok\nBeta,8,\"fine\nGamma,7,no\nDelta,6,no\n", &[2], &[("quote-never-closed", 3)]),
        ("Acme,9,\"great\nBeta,8,fine\nGamma,7,no\"\nDelta,6,no\n", &[5], &[("quote-closed-late", 2)]),
        ("Acme,9,\"great\nBeta,8,fine\"\nDelta,6,no\n", &[4], &[("quote-closed-late", 2)]),
        ("Acme,9,\"Line one\nline two\"\nBeta,8,fine\n", &[2, 4], &[]),
        ("Acme,9,\"ok\" x\nBeta,8,fine\n", &[3], &[("text-after-quote", 2)]),
        ("Acme,9,say \"hi\" now\nBeta,8,5\" pipe\n", &[2, 3], &[("quote-in-cell", 2), ("quote-in-cell", 3)]),
        ("Acme,9\"Globex, Inc.\"\nBeta,8,x\n", &[3], &[("quote-across-cells", 2)]),
        ("Acme, Inc.,9,ok\nBeta,8,x\n", &[3], &[("row-width", 2)]),
        ("Acme,9\nBeta,8,x\n", &[3], &[("row-width", 2)]),
        ("Acme;9;ok\nBeta,8,x\n", &[3], &[("row-width", 2)]),
        ("Acme,9,ok,,\nBeta,8,x,,\n", &[2, 3], &[]),
        ("\nAcme,9,ok\n\n,,\nBeta,8,x\n\n", &[3, 6], &[]),
        ("Acme,9,ok\ncustomer,score,comment\nBeta,8,x\n", &[2, 4], &[("repeated-header", 3)]),
        (
            "Acme,9,ok\n\u{feff}customer,score,comment\nBeta,8,x\n",
            &[2, 4],
            &[("second-mark", 3), ("repeated-header", 3)],
        ),
        (
            "Acme,9,ok\n\u{feff}\"customer\",score,comment\nBeta,8,x\n",
            &[2, 4],
            &[("second-mark", 3), ("repeated-header", 3)],
        ),
        ("Acme,9,ok\nscore,customer,comment\n8,Beta,x\n", &[2], &[("second-table", 3)]),
        ("Acme,9,ok\nBeta,8,x\nExported on 2026-05-01\n", &[2, 3], &[("footer", 4)]),
        ("Acme,9,ok\nBeta,8,x\n\nTotal,17,\n", &[2, 3], &[("footer", 5)]),
        ("Acme,9,ok\nBeta,8,x\nGam", &[2, 3], &[("cut-off", 4)]),
        ("Acme,9,ok\nBeta,8\n", &[2], &[("row-width", 3)]),
        ("Acme,9,ok\n\nmonth,mean\nMay,8\n", &[2], &[("footer", 4), ("footer", 5)]),
        ("Acme,9,ok\rstill\nBeta,8,x\n", &[2, 3], &[("bare-return", 2)]),
        ("Acme,9,ok\r\nBeta,8,x\nGamma,7,y\r\n", &[2, 3, 4], &[]),
        (
            "Acme,9,o\0k\nBeta,8,a comment that is long enough for one zero not to spoil the file\n",
            &[3],
            &[("nul-in-row", 2)],
        ),
        ("", &[], &[("header-only", 1)]),
        ("\n,,\n", &[], &[("header-only", 1)]),
    ];

    #[test]
    fn polluted_rows_are_read_right_or_left_out_by_name_and_line() {
        for (rows, lines, problems) in ROWS {
            let (found, said) = outcome(format!("{HEADER}{rows}").as_bytes());
            assert_eq!((&found[..], &said[..]), (*lines, *problems), "{rows:?}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_code_and_a_remedy() {
        let utf_16: Vec<u8> = "customer,score\nŁ,9\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cut = [&b"\xff\xfe"[..], &utf_16, b"x"].concat();
        let nuls = [HEADER.as_bytes(), b"Acme,9,ok\nBeta,8,fi", &[0; 4096]].concat();
        let cases: &[(&[u8], &str)] = &[
            (b"", "empty-file"),
            (b"\n \r\n", "blank-file"),
            (b"\x1f\x8b\x08", "gzip-file"),
            (b"PK\x03\x04xl/", "damaged-workbook"),
            (b"PK\x03\x04export.csv", "zip-file"),
            (b"\xd0\xcf\x11\xe0", "workbook"),
            (b"<!doctype html><title>Sign in</title>", "html-page"),
            (b"{\"error\":\"unauthorized\"}", "json-file"),
            (&nuls, "nul-tail"),
            (&cut, "cut-in-a-character"),
            (b"Acme,9\nBeta,8\n", "no-header-row"),
            (b" 1 19970101 1 11.77\n 2 19970112 1 12.00\n", "space-aligned"),
            (b"customer,\"score\" x\nAcme,9\n", "header-quotes"),
        ];
        for (bytes, code) in cases {
            let (rows, _, problems) = read_with(bytes, &ReadOptions::default());
            assert_eq!((rows.len(), problems.count(code)), (0, 1), "{code}: {problems:?}");
            assert!(
                problems.has_errors() && problems.shown().iter().all(|problem| problem.hint.is_some()),
                "{code}"
            );
        }
    }

    #[test]
    fn titles_encodings_and_old_line_ends_are_said_and_lines_stay_right() {
        assert_eq!(
            outcome(b"Report\n\ncustomer,score\nAcme,9\nBeta,8\n"),
            (vec![4, 5], vec![("title-rows", 3)])
        );
        assert_eq!(outcome(b"customer,score\rAcme,9\r\rBeta,8\r"), (vec![2, 4], vec![("old-mac-lines", 0)]));
        assert_eq!(outcome(b"customer,score\nM\xfcller,9\n"), (vec![2], vec![("windows-1252", 0)]));
        assert_eq!(
            outcome(b"\xef\xbb\xbf\"customer\";score\r\nA;9\r\n\"B\r\nC\";8\r\nD;7\r\n"),
            (vec![2, 3, 5], vec![])
        );
        assert_eq!(outcome(b"\xef\xbb\xbf\xef\xbb\xbfcustomer,score\nA,9\n"), (vec![2], vec![]));
    }

    #[test]
    fn what_the_user_fixed_is_obeyed() {
        let codes = |bytes: &[u8], options: ReadOptions| {
            let (rows, _, problems) = read_with(bytes, &options);
            (rows.len(), problems.shown().iter().map(|problem| problem.code).collect::<Vec<_>>())
        };
        let utf_8 = ReadOptions { encoding: Some(encoding_rs::UTF_8), ..ReadOptions::default() };
        assert_eq!(codes(b"customer,score\nM\xfcller,9\n", utf_8), (0, vec!["wrong-encoding"]));
        let semicolon = ReadOptions { delimiter: Some(b';'), ..ReadOptions::default() };
        assert_eq!(codes(b"customer,score\nA,9\n", semicolon), (0, vec!["wrong-delimiter"]));
        let skip = ReadOptions { skip_rows: Some(1), ..ReadOptions::default() };
        assert_eq!(codes(b"1,2\n3,4\nA,9\n", skip), (1, vec!["title-rows"]));
        let fall_back = ReadOptions {
            encoding: Some(encoding_rs::WINDOWS_1252),
            is_fall_back: true,
            ..ReadOptions::default()
        };
        assert_eq!(codes(b"customer,score\nM\xfcller,9\n", fall_back), (1, vec!["windows-1252"]));
    }

    #[test]
    fn undecodable_bytes_far_down_are_an_error_with_their_line() {
        let mut bytes = b"customer,score\n".to_vec();
        bytes.extend(b"A,9\n".repeat(100_000));
        bytes.extend(b"M\xfcller,9\nB,8\n");
        let options = ReadOptions { encoding: Some(encoding_rs::UTF_8), ..ReadOptions::default() };
        let (_, _, problems) = read_with(&bytes, &options);
        let place = Place::Line { file: "survey.csv".to_owned(), line: 100_002 };
        assert_eq!(
            (problems.shown()[0].code, problems.shown()[0].place.clone()),
            ("wrong-encoding", Some(place))
        );
    }

    #[test]
    fn duplicate_names_are_said_with_both_columns() {
        let source = Text(b"customer,score,score\nA,9,8\n".to_vec());
        let mut problems = Problems::default();
        let records =
            Records::open(&source, &ReadOptions::default(), &is_known, &mut problems).unwrap().unwrap();
        assert_eq!(
            records.shape().duplicates,
            [super::super::header_row::DuplicateName { name: "score".to_owned(), columns: vec![2, 3] }]
        );
        assert!(problems.shown()[0].message.contains("columns 2, 3"));
    }

    #[test]
    fn every_row_is_accounted_for() {
        let (rows, tally, _) = read(
            "Title\n\ncustomer,score,comment\nA,9,x\n\nB,8\nC,7,\"a\nD,6,\"b\"\ncustomer,score,comment\nE,5,z\n,,\n",
        );
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [4, 10]);
        let expected =
            RowTally { delivered: 2, left_out: 3, blank: 2, repeated_headers: 1, title_rows: 1, dropped: 0 };
        assert_eq!(tally, expected);
    }

    #[test]
    fn a_cell_of_a_hundred_megabytes_is_an_error_with_its_line() {
        struct Huge;
        impl Source for Huge {
            fn name(&self) -> &str {
                "survey.csv"
            }
            fn open(&self) -> io::Result<Box<dyn Read + '_>> {
                Ok(Box::new((&b"customer,score\nA,9\nB,\""[..]).chain(io::repeat(b'x').take(100_000_000))))
            }
        }
        let (mut problems, mut batch) = (Problems::default(), Batch::default());
        let mut records =
            Records::open(&Huge, &ReadOptions::default(), &is_known, &mut problems).unwrap().unwrap();
        while records.read_batch(&mut batch, &mut problems).unwrap() > 0 {}
        let place = Place::Line { file: "survey.csv".to_owned(), line: 3 };
        assert_eq!(
            (problems.shown()[0].code, problems.shown()[0].place.clone()),
            ("quote-never-closed", Some(place))
        );
    }

    /// A cell as a table may have it, with everything that needs quotes.
    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            Just("Müller & Söhne".to_owned()),
            "[a-z]{1,4}",
            "[a-z \"]{1,6}",
            "[x-z,;\r\n\"]{1,6}",
            "\\PC{0,6}"
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), proptest::sample::select(&b"a1,;\t\"\r\n\0 \xef\xbb\xbf"[..])], 0..400)) {
            outcome(&bytes);
            outcome(&[HEADER.as_bytes(), &bytes].concat());
        }

        #[test]
        fn sound_csv_is_read_as_it_was_written(
            cells in proptest::collection::vec((cell(), cell(), cell()), 1..40),
            is_crlf in any::<bool>(),
            delimiter in proptest::sample::select(&b",;\t|"[..]),
        ) {
            let terminator = if is_crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
            writer.write_record(["customer", "score", "comment", "last"]).unwrap();
            for (one, two, three) in &cells {
                writer.write_record([&format!("#{one}"), two, three, "x"]).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let options = ReadOptions { delimiter: Some(delimiter), ..ReadOptions::default() };
            let (rows, tally, problems) = read_with(&bytes, &options);
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(&bytes[..]);
            let expected: Vec<Vec<Vec<u8>>> = reader.byte_records().map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect()).collect();
            // A comment that looks like rows may be left out, but then it is said.
            if tally.left_out == 0 {
                prop_assert_eq!(rows.into_iter().map(|row| row.1).collect::<Vec<_>>(), expected);
                prop_assert!(problems.is_empty(), "{:?}", problems);
            } else {
                prop_assert_eq!(problems.count("quote-closed-late"), expected.len() as u64 - tally.delivered);
            }
        }

        #[test]
        fn one_stray_byte_never_costs_more_than_its_row_in_silence(
            at in 0.0..1.0,
            byte in proptest::sample::select(&b"\",\n\r\0; x"[..]),
            replaces in any::<bool>(),
        ) {
            let comments = ["ok", "\"Fast, friendly\"", "", "\"They said \"\"soon\"\"\"", "\"One\ntwo, three\"", "late again"];
            let row = |number: usize| format!("C{number:03},{},{}\n", number % 11, comments[number % comments.len()]);
            let clean = format!("{HEADER}{}", (0..40).map(row).collect::<String>()).into_bytes();
            let (expected, _, none) = read_with(&clean, &ReadOptions::default());
            prop_assert!(none.is_empty() && expected.len() == 40);
            let place = HEADER.len() + ((clean.len() - HEADER.len()) as f64 * at) as usize;
            let mut polluted = clean.clone();
            polluted.splice(place..place + usize::from(replaces), [byte]);
            let (found, tally, problems) = read_with(&polluted, &ReadOptions::default());
            let kept: Vec<_> = expected.into_iter().map(|row| row.1).collect();
            let strange = found.iter().filter(|row| !kept.contains(&row.1)).count();
            prop_assert!(strange <= 1, "{} rows are new: {:?}", strange, problems);
            if problems.is_empty() {
                prop_assert_eq!(found.len(), kept.len());
            } else if !problems.has_errors() {
                prop_assert!(tally.delivered + tally.left_out + 2 >= kept.len() as u64, "{:?} {:?}", tally, problems);
            }
        }
    }
}
