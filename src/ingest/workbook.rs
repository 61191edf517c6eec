//! Turns the bytes of a workbook into the table on one of its sheets, which stands before its first row.

use std::io::{self, Cursor, Read};

use calamine::{Reader, SheetType, SheetVisible, Style, Xlsx};

use super::cells::Cells;
use super::container::{self, PackageFault};
use super::dialect::Dialect;
use super::file_shape::{ReadOptions, RowTally, Shape};
use super::limits::COLUMNS;
use super::opening::{self, NamingRows, Refusal, name_columns, names_in};
use super::records::{Origin, Records};
use super::sample::{self, Row, is_blank};
use super::sheet_choice::{self, SheetName};
use super::sheet_rows::{SheetRow, SheetRows, padded};
use super::source::Source;
use super::workbook_package::{self, UNPACKED_BYTES, Unseen};
use super::{header_below, sheet_cell};
use crate::config::SheetChoice;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{TableName, letters};

/// What a cell takes beside its text.
const CELL_OVERHEAD_BYTES: u64 = 8;

/// A workbook, open.
type Workbook<'b> = Xlsx<Cursor<&'b [u8]>>;

/// A sheet that was read, without the blank rows and columns around its cells.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name, and what else is known without a look at its cells.
    pub(super) name: SheetName,
    /// Its rows that are not blank.
    pub(super) rows: Vec<SheetRow>,
    /// How many blank columns it begins with.
    pub(super) blank_columns: usize,
    /// How many columns it has after those.
    pub(super) width: usize,
}

impl Sheet {
    /// Its first rows, as those of a text are looked at.
    pub(super) fn dialect(&self) -> Dialect {
        let rows = self.rows.iter().take(sample::RECORDS);
        let rows = rows.map(|(line, cells)| Row { cells: padded(cells.clone(), self.width), line: *line });
        Dialect { delimiter: b',', usual_width: self.width, rows: rows.collect() }
    }
}

/// Opens the table of a workbook. Everything that is read of it is in memory.
pub(super) fn open<'a>(
    content: &mut dyn Read,
    source: &dyn Source,
    (options, is_known): (&ReadOptions, &dyn Fn(&str) -> bool),
    notes: &mut Vec<Diagnostic>,
) -> Result<Records<'a>, Refusal> {
    let (bytes, sheets) = read(content, &options.sheet)?;
    let sheet = sheet_choice::choose(sheets, options, is_known, notes)?;
    let unseen = workbook_package::unseen(&bytes, &sheet.name.name);
    Ok(table(sheet, &unseen, source, (options, is_known), notes)?)
}

/// The sheet of this name as it stands, with its header and what is above it.
///
/// # Errors
/// When the workbook cannot be read.
pub(super) fn sheet_of(source: &dyn Source, name: &str) -> io::Result<Sheet> {
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let sheets = read(&mut source.open()?, &SheetChoice::Name(name.to_owned()));
    let (_, sheets) = sheets.map_err(|refusal| match refusal {
        Refusal::Machine(error) => error,
        Refusal::File(_) => damaged(),
    })?;
    sheets.into_iter().next().ok_or_else(damaged)
}

/// Reads a workbook: its bytes, and the sheets that have to be looked at.
fn read(content: &mut dyn Read, choice: &SheetChoice) -> Result<(Vec<u8>, Vec<Sheet>), Refusal> {
    let mut bytes = Vec::new();
    content.take(UNPACKED_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > UNPACKED_BYTES {
        return Err(refused(PackageFault::TooLarge));
    }
    workbook_package::check(&bytes, UNPACKED_BYTES).map_err(refused)?;
    let mut workbook =
        Xlsx::new(Cursor::new(bytes.as_slice())).map_err(|_| refused(PackageFault::Damaged))?;
    let names = sheet_choice::wanted(sheets_of(&mut workbook), choice)?;
    let (mut sheets, mut room) = (Vec::new(), UNPACKED_BYTES);
    for name in names {
        sheets.push(read_sheet(&mut workbook, name, &mut room)?);
    }
    drop(workbook);
    Ok((bytes, sheets))
}

fn refused(fault: PackageFault) -> Refusal {
    Refusal::File(container::refuse_package(fault).into())
}

/// The sheets with cells on them, in the order of their tabs.
fn sheets_of(workbook: &mut Workbook<'_>) -> Vec<SheetName> {
    // Without its list of tables a workbook is read all the same.
    let has_tables = workbook.load_tables().is_ok();
    let all = workbook.sheets_metadata().to_vec();
    let sheets = (1..).zip(all).filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet);
    let sheets = sheets.map(|(number, sheet)| SheetName {
        number,
        is_visible: sheet.visible == SheetVisible::Visible,
        tables: if has_tables {
            workbook.table_names_in_sheet(&sheet.name).into_iter().cloned().collect()
        } else {
            Vec::new()
        },
        name: sheet.name,
    });
    sheets.collect()
}

/// Reads the cells of a sheet; `room` is how many bytes of them may still be kept.
fn read_sheet(workbook: &mut Workbook<'_>, name: SheetName, room: &mut u64) -> Result<Sheet, Refusal> {
    let damaged = || refused(PackageFault::Damaged);
    let mut cells = workbook.worksheet_cells_reader(&name.name).map_err(|_| damaged())?;
    let (mut rows, mut text) = (Vec::<SheetRow>::new(), String::new());
    let (mut first, mut end) = (usize::MAX, 0);
    let format = |style: &Style| {
        style.number_format.as_ref().map(|format| sheet_cell::shows_percent(&format.format_code))
    };
    let percents: Vec<bool> = cells.styles().iter().map(|style| format(style).unwrap_or_default()).collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| damaged())? {
        text.clear();
        sheet_cell::write(cell.get_value(), percents.get(style).copied().unwrap_or_default(), &mut text);
        if is_blank(text.as_bytes()) {
            continue;
        }
        let (row, column) = cell.get_position();
        let (line, column) = (u64::from(row) + 1, column as usize);
        if column >= COLUMNS {
            return Err(Refusal::File(too_wide(&name.name, column).into()));
        }
        if rows.last().is_none_or(|(last, _)| *last < line) {
            rows.push((line, Cells::new()));
        }
        // Cells stand in order in a sound sheet.
        let here = rows.last_mut().filter(|(last, cells)| *last == line && cells.len() <= column);
        let Some((_, record)) = here else { return Err(damaged()) };
        let taken = text.len() as u64 + (column + 1 - record.len()) as u64 * CELL_OVERHEAD_BYTES;
        *room = room.checked_sub(taken).ok_or_else(|| refused(PackageFault::TooLarge))?;
        for _ in record.len()..column {
            record.push_field(b"");
        }
        record.push_field(text.as_bytes());
        (first, end) = (first.min(column), end.max(column + 1));
    }
    let blank_columns = if rows.is_empty() { 0 } else { first };
    if blank_columns > 0 {
        for (_, cells) in &mut rows {
            *cells = cells.iter().skip(blank_columns).collect();
        }
    }
    Ok(Sheet { name, rows, blank_columns, width: end.saturating_sub(blank_columns) })
}

fn too_wide(sheet: &str, column: usize) -> Diagnostic {
    let message = format!(
        "sheet `{sheet}` has something in column {}, and {COLUMNS} columns are the most that are read",
        letters(column)
    );
    Diagnostic::error("too-many-columns", message)
        .hint("delete what stands far to the right, or export only the questions that matter")
}

/// Finds the header of a sheet, and stands before the first row below it.
fn table<'a>(
    sheet: Sheet,
    unseen: &Unseen,
    source: &dyn Source,
    (options, is_known): (&ReadOptions, &dyn Fn(&str) -> bool),
    notes: &mut Vec<Diagnostic>,
) -> Result<Records<'a>, Box<Diagnostic>> {
    let file = source.name();
    let dialect = sheet.dialect();
    let header_line = opening::header_line(&dialect, options, is_known)?;
    let below = header_below::find(&dialect.rows, header_line, options.header_rows);
    let last_line = below.map_or(header_line, |below| below.last_line);
    let rows_below: Vec<Cells> = dialect
        .rows
        .iter()
        .filter(|row| row.line > header_line && row.line <= last_line)
        .map(|row| row.cells.clone())
        .collect();
    let row_at = |line: u64| dialect.rows.iter().find(|row| row.line == line).map(|row| &row.cells);
    let above = || dialect.rows.iter().take_while(|row| row.line < header_line);
    let mut shape = Shape {
        encoding: "workbook".to_owned(),
        delimiter: None,
        sheet: Some(sheet.name.name.clone()),
        table: sheet.name.tables.first().cloned(),
        header_line,
        header: Vec::new(),
        codes: Vec::new(),
        row_above: above().last().map(|row| names_in(&row.cells)),
        duplicates: Vec::new(),
        line_ends: super::line_ends::LineEnds::Lf,
    };
    let tally = RowTally { title_rows: above().count() as u64, ..RowTally::default() };
    let named = |header: &[String]| TableName::of_sheet(file, &sheet.name.name, sheet.blank_columns, header);
    let header = row_at(header_line).cloned().unwrap_or_default();
    let at = named(&[]).row(header_line);
    let naming = NamingRows {
        cells: &header,
        below: below.map(|below| (below, rows_below.as_slice())),
        join_with: options.header_join.as_deref(),
    };
    name_columns(&mut shape, &tally, naming, &at, notes);
    let name = named(&shape.header);
    let rows: Vec<SheetRow> = sheet.rows.into_iter().skip_while(|(line, _)| *line <= last_line).collect();
    let columns = sheet.blank_columns..sheet.blank_columns + sheet.width;
    notes.extend(say_hidden(unseen, &rows, columns.clone(), file));
    notes.extend(say_formulas(unseen, &rows, (last_line, columns), &name));
    let rows = SheetRows::new(rows, shape.header.len(), last_line);
    Ok(Records::new(Origin::Sheet(rows), name, shape, tally))
}

/// Says that some of what is read cannot be seen: a filter leaves rows out of sight, and not out of the file.
fn say_hidden(
    unseen: &Unseen,
    rows: &[SheetRow],
    columns: std::ops::Range<usize>,
    file: &str,
) -> Option<Diagnostic> {
    let count = |count: usize, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        count => Some(format!("{count} {noun}s")),
    };
    let of_rows = count(rows.iter().filter(|(line, _)| unseen.rows.contains(line)).count(), "row");
    let of_columns = count(unseen.columns.range(columns).count(), "column");
    let parts: Vec<String> = of_rows.into_iter().chain(of_columns).collect();
    let message = format!(
        "{} of the sheet cannot be seen in Excel; what is hidden is read like the rest",
        parts.join(" and ")
    );
    let hint =
        "delete the rows that are not meant to count: a filter or a hidden row takes nothing out of the file";
    let note = Diagnostic::note("hidden-cells", message).at(Place::File { file: file.to_owned() }).hint(hint);
    (!parts.is_empty()).then_some(note)
}

/// Says that cells of the table hold formulas that were never worked out: what wrote the file does not calculate.
fn say_formulas(
    unseen: &Unseen,
    rows: &[SheetRow],
    (header_line, columns): (u64, std::ops::Range<usize>),
    name: &TableName,
) -> Option<Diagnostic> {
    let is_empty = |line: u64, column: usize| {
        let row = rows.binary_search_by_key(&line, |(line, _)| *line).ok().and_then(|at| rows.get(at));
        row.and_then(|(_, cells)| cells.get(column - columns.start)).is_none_or(is_blank)
    };
    let is_lost = |(line, column): &&(u64, usize)| {
        *line > header_line && columns.contains(column) && is_empty(*line, *column)
    };
    let mut lost = unseen.formulas.iter().filter(is_lost);
    let (line, column) = lost.next()?;
    let cells = match lost.count() {
        0 => "this cell holds a formula that was never worked out: it is read as empty".to_owned(),
        more => format!(
            "{} cells hold formulas that were never worked out, this one first: they are read as empty",
            more + 1
        ),
    };
    let place = name.cell(*line, column - columns.start);
    let hint = "open it in Excel or LibreOffice, save it there, and give that file: what wrote it does not calculate";
    Some(Diagnostic::warning("formula-without-result", cells).at(place).hint(hint))
}
