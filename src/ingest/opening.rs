//! Turns a source into a table that stands before its first row: container, encoding, line ends, delimiter, header, in this order.

use std::io::{self, Cursor, Read};

use super::cells::Cells;
use super::dialect::Dialect;
use super::encoding::{self, Decoding, Wanted, read_some};
use super::file_shape::{ReadOptions, RowTally, Shape};
use super::header_below::{self, Below};
use super::header_row::{self, clean_name};
use super::limits::{BLOCK_BYTES, COLUMNS, HEAD_BYTES, Stop};
use super::line_ends::{self, LineEnds};
use super::quotes::{FaultKind, Watch};
use super::records::{Origin, Records, TextReader};
use super::sample::{Head, Row, is_blank, start_line};
use super::source::Source;
use super::splitting::Splitter;
use super::wrapped_lines::{self, Unwrapping};
use super::{container, dialect, workbook};
use crate::diagnostic::{Diagnostic, Place, Problems};

/// Why a table cannot be read: the machine's fault, or the file's.
pub(super) enum Refusal {
    /// The machine's.
    Machine(io::Error),
    /// The file's.
    File(Box<Diagnostic>),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Box<Diagnostic>> for Refusal {
    fn from(problem: Box<Diagnostic>) -> Self {
        Self::File(problem)
    }
}

/// Opens a table; see [`Records::open`].
pub(super) fn open<'a>(
    source: &'a dyn Source,
    options: &ReadOptions,
    is_known: &dyn Fn(&str) -> bool,
    problems: &mut Problems,
) -> io::Result<Option<Records<'a>>> {
    let file = || Place::File { file: source.name().to_owned() };
    let mut notes = Vec::new();
    let opened = open_or_refuse(source, options, is_known, &mut notes);
    for note in notes {
        problems.add(if note.place.is_none() { note.at(file()) } else { note });
    }
    match opened {
        Ok(records) => Ok(Some(records)),
        Err(Refusal::Machine(error)) => Err(error),
        Err(Refusal::File(problem)) => {
            problems.add(if problem.place.is_none() { problem.at(file()) } else { *problem });
            Ok(None)
        }
    }
}

fn open_or_refuse<'a>(
    source: &'a dyn Source,
    options: &ReadOptions,
    is_known: &dyn Fn(&str) -> bool,
    notes: &mut Vec<Diagnostic>,
) -> Result<Records<'a>, Refusal> {
    let mut raw = source.open()?;
    let head = read_head(&mut raw).map_err(|(error, _)| error)?;
    if container::is_zip(&head) {
        return workbook::open(&mut Cursor::new(head).chain(raw), source, (options, is_known), notes);
    }
    if container::is_compound(&head) {
        let problem = container::refuse_compound(&mut Cursor::new(head).chain(raw))?;
        return Err(Box::new(problem).into());
    }
    let (mut text, encoding) = open_text(head, raw, options, notes)?;
    let mut head =
        read_head(&mut text).map_err(|(error, line)| refused_head(error, line, source, &encoding))?;
    let is_whole = head.len() < HEAD_BYTES;
    while head.starts_with(b"\xef\xbb\xbf") {
        head.drain(..3);
    }
    refuse(container::refuse_text(&head, is_whole))?;
    let (text, head, is_whole) = if wrapped_lines::are_in(&head, is_whole, is_known) {
        notes.push(wrapped_lines::note());
        let mut bare: Box<dyn Read + 'a> = Box::new(Unwrapping::new(Cursor::new(head).chain(text)));
        let head =
            read_head(&mut bare).map_err(|(error, line)| refused_head(error, line, source, &encoding))?;
        let is_whole = head.len() < HEAD_BYTES;
        (bare, head, is_whole)
    } else {
        (text, head, is_whole)
    };
    let line_ends = line_ends::detect(&head);
    if line_ends == LineEnds::Cr {
        let note = Diagnostic::note(
            "old-mac-lines",
            "lines end in a carriage return alone, as on old Macs; they are read so",
        );
        notes.push(note.hint("save it with the line ends of today, if you do not want to be told again"));
    }
    let is_old_mac = line_ends == LineEnds::Cr;
    let dialect = dialect::choose(Head { text: &head, is_whole, is_old_mac }, options.delimiter, is_known)?;
    let header_line = header_line(&dialect, options, is_known)?;
    let text: Box<dyn Read + 'a> = Box::new(Cursor::new(head).chain(text));
    let watch = Watch::new(text, dialect.delimiter, is_old_mac);
    let reader = Splitter::new(watch, dialect.delimiter, BLOCK_BYTES);
    let shape = Shape {
        encoding,
        delimiter: Some(dialect.delimiter),
        sheet: None,
        table: None,
        header_line,
        header: Vec::new(),
        row_above: None,
        codes: Vec::new(),
        duplicates: Vec::new(),
        line_ends,
    };
    let below = header_below::find(&dialect.rows, header_line, options.header_rows);
    read_header(reader, source, (shape, below, options.header_join.as_deref()), notes)
}

/// The line of the first row that names the columns.
pub(super) fn header_line(
    dialect: &Dialect,
    options: &ReadOptions,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<u64, Box<Diagnostic>> {
    // Who says how many rows name the columns means the first.
    let skip_rows = options.skip_rows.or(options.header_rows.map(|_| 0));
    let found = header_row::find(dialect, skip_rows, is_known)?;
    Ok(numbered_line(&dialect.rows, found))
}

/// The line above a header that numbers its columns: it belongs to it.
fn numbered_line(rows: &[Row], header_line: u64) -> u64 {
    let header = rows.iter().position(|row| row.line == header_line);
    let above = header.and_then(|at| Some((rows.get(at.checked_sub(1)?)?, rows.get(at)?)));
    let is_numbered = |(above, header): &(&Row, &Row)| header_below::is_numbered(&above.cells, &header.cells);
    above.filter(is_numbered).map_or(header_line, |(above, _)| above.line)
}

fn refuse(problem: Option<Diagnostic>) -> Result<(), Box<Diagnostic>> {
    problem.map_or(Ok(()), |problem| Err(problem.into()))
}

/// Opens the text of a file, decoded where it is not UTF-8, and says its encoding.
fn open_text<'a>(
    head: Vec<u8>,
    raw: Box<dyn Read + 'a>,
    options: &ReadOptions,
    notes: &mut Vec<Diagnostic>,
) -> Result<(Box<dyn Read + 'a>, String), Refusal> {
    refuse(container::refuse_bytes(&head))?;
    let wanted = options.encoding.map(|encoding| Wanted { encoding, is_fall_back: options.is_fall_back });
    let chosen = encoding::decide(&head, head.len() < HEAD_BYTES, wanted)?;
    notes.extend(chosen.note);
    let mut bytes = Cursor::new(head);
    bytes.set_position(chosen.mark_bytes as u64);
    let bytes = bytes.chain(raw);
    let text: Box<dyn Read + 'a> = match chosen.decode {
        Some(encoding) => Box::new(Decoding::new(bytes, encoding)),
        None => Box::new(bytes),
    };
    Ok((text, chosen.label))
}

/// Reads the beginning; an error comes with the line that it is on.
fn read_head(reader: &mut dyn Read) -> Result<Vec<u8>, (io::Error, u64)> {
    let mut reader = reader;
    let mut head = vec![0; HEAD_BYTES];
    let mut filled = 0;
    while let Some(room) = head.get_mut(filled..).filter(|room| !room.is_empty()) {
        match read_some(&mut reader, room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) => {
                let lines = memchr::memchr_iter(b'\n', head.get(..filled).unwrap_or_default()).count();
                return Err((error, lines as u64 + 1));
            }
        }
    }
    head.truncate(filled);
    Ok(head)
}

fn refused_head(error: io::Error, line: u64, source: &dyn Source, encoding: &str) -> Refusal {
    match Stop::of(&error) {
        None => Refusal::Machine(error),
        Some(stop) => Refusal::File(
            stopped(stop, encoding).at(Place::Line { file: source.name().to_owned(), line }).into(),
        ),
    }
}

/// Words what stopped a reader below the records.
pub(super) fn stopped(stop: Stop, encoding: &str) -> Diagnostic {
    let shorten = "look for a missing line end, or a quote that closes too late";
    match stop {
        Stop::RecordTooLong { in_quotes: true } => {
            let message = "a quote opened in the row that begins here goes on for more than 16 MiB: it is never closed, or too late";
            Diagnostic::error("quote-never-closed", message).hint("close the quote, or remove it")
        }
        Stop::RecordTooLong { in_quotes: false } => {
            Diagnostic::error("row-too-long", "the row that begins here is longer than 16 MiB").hint(shorten)
        }
        Stop::TooManyCells => {
            let message =
                format!("the row that begins here has far more than the {COLUMNS} cells that are read");
            Diagnostic::error("row-too-long", message).hint(shorten)
        }
        Stop::Undecodable => {
            let message = format!("a byte in the row that begins here is not of the encoding {encoding}");
            Diagnostic::error("wrong-encoding", message)
                .hint("export it again as UTF-8, or say the encoding in which it was saved: [source.read] encoding = \"...\"")
        }
        Stop::CutInACharacter => Diagnostic::error(
            "cut-in-a-character",
            format!("the file ends in the middle of a character ({encoding}): it is cut off in the row that begins here"),
        )
        .hint("export it again: rows may be missing from its end"),
    }
}

fn read_header<'a>(
    mut reader: TextReader<'a>,
    source: &dyn Source,
    (mut shape, below, join_with): (Shape, Option<Below>, Option<&str>),
    notes: &mut Vec<Diagnostic>,
) -> Result<Records<'a>, Refusal> {
    let place = Place::Line { file: source.name().to_owned(), line: shape.header_line };
    let at = || place.clone();
    let mut cells = Cells::new();
    let mut tally = RowTally::default();
    loop {
        let before = reader.line();
        let no_header = || {
            let problem = Diagnostic::error("no-header-row", "the header cannot be read");
            Box::new(problem.hint("look at the quotes in it and above it"))
        };
        if !reader.read_row(&mut cells).map_err(|_| no_header())? {
            return Err(no_header().into());
        }
        let (byte, line) = (reader.byte(), start_line(before, reader.line(), &cells));
        let is_faulty = take_quote_faults(reader.get_mut(), byte);
        if line >= shape.header_line {
            if is_faulty || line > shape.header_line {
                let problem =
                    Diagnostic::error("header-quotes", "the quotes in the header, or above it, are at fault");
                let hint = "write a quote within a quoted cell twice (\"\"), or remove the stray quote";
                return Err(Box::new(problem.at(at()).hint(hint)).into());
            }
            break;
        }
        if !cells.iter().all(is_blank) {
            tally.title_rows += 1;
            shape.row_above = Some(names_in(&cells));
        }
    }
    let rows = below.map(|below| read_below(&mut reader, below)).transpose()?;
    let naming = NamingRows { cells: &cells, below: below.zip(rows.as_deref()), join_with };
    name_columns(&mut shape, &tally, naming, &at(), notes);
    Ok(Records::new(Origin::Text(Box::new(reader)), source.name().into(), shape, tally))
}

/// The rows that name the columns.
pub(super) struct NamingRows<'a> {
    /// The header.
    pub(super) cells: &'a Cells,
    /// The rows below that belong to it.
    pub(super) below: Option<(Below, &'a [Cells])>,
    /// What stands between the names of a column that several rows name.
    pub(super) join_with: Option<&'a str>,
}

/// Names the columns by the header and the rows below that belong to it, and says what is odd about them.
pub(super) fn name_columns(
    shape: &mut Shape,
    tally: &RowTally,
    NamingRows { cells, below, join_with }: NamingRows<'_>,
    at: &Place,
    notes: &mut Vec<Diagnostic>,
) {
    let lines = shape.header_line.saturating_sub(1);
    if tally.title_rows > 0 {
        let rows = if tally.title_rows == 1 { "1 row" } else { &format!("{} rows", tally.title_rows) };
        let note = Diagnostic::note("title-rows", format!("this is the header; {rows} above it skipped"));
        notes.push(note.at(at.clone()).hint(format!(
            "to settle it in retain.toml: [source.read] skip-rows = {lines}, the number of lines above the header"
        )));
    }
    let mut names = names_in(cells);
    if let Some((below, rows)) = below {
        let header = header_below::header(names, below, rows, join_with);
        notes.push(header_below::note(below, header.zone.as_deref()).at(at.clone()));
        names = header.names;
        shape.codes = header.codes;
    }
    let duplicates = header_row::duplicates(&names);
    for duplicate in &duplicates {
        let columns = duplicate.columns.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let message = format!("several columns are called `{}`: columns {columns}", duplicate.name);
        notes.push(
            Diagnostic::warning("duplicate-column", message)
                .at(at.clone())
                .hint("rename all but one of them"),
        );
    }
    shape.header = names;
    shape.duplicates = duplicates;
}

/// Reads the header rows below the first.
fn read_below(reader: &mut TextReader<'_>, below: Below) -> Result<Vec<Cells>, Refusal> {
    let (mut rows, mut cells) = (Vec::new(), Cells::new());
    let mut line = 0;
    while line < below.last_line {
        let before = reader.line();
        let unreadable = || {
            let problem = Diagnostic::error("no-header-row", "the rows below the header cannot be read");
            Box::new(problem.hint("look at the quotes in them"))
        };
        if !reader.read_row(&mut cells).map_err(|_| unreadable())? {
            return Err(unreadable().into());
        }
        let byte = reader.byte();
        line = start_line(before, reader.line(), &cells);
        take_quote_faults(reader.get_mut(), byte);
        if !cells.iter().all(is_blank) {
            rows.push(cells.clone());
        }
    }
    Ok(rows)
}

/// The names in a row, cleaned.
pub(super) fn names_in(cells: &Cells) -> Vec<String> {
    cells.iter().map(|cell| clean_name(&String::from_utf8_lossy(cell))).collect()
}

/// Takes the faults of what was just read, and says whether one of them makes its cells uncertain.
fn take_quote_faults<R: Read>(watch: &mut Watch<R>, end: u64) -> bool {
    watch.end_record(end);
    let mut is_faulty = false;
    while let Some(fault) = watch.take_fault(end) {
        is_faulty |= !matches!(fault.kind, FaultKind::QuoteInCell | FaultKind::BareReturn);
    }
    is_faulty
}
