//! Turns rows of text into workbooks as people have them: dates as date cells, scores as numbers, and the oddities of
//! real exports.

pub(crate) mod shapes;

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Formula, Table, TableColumn, Workbook, Worksheet, XlsxError,
};

pub(crate) type Made = Result<Vec<u8>, XlsxError>;

/// A cell as Excel keeps what a person types.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'c> {
    /// A number, a day (`2026-09-28`), a day with its time (`2026-09-28 14:05:00`), or else a text.
    Typed(&'c str),
    /// A text, whatever it looks like.
    Text(&'c str),
    /// What a formula last gave.
    Result(&'c str),
    /// Yes or no.
    Bool(bool),
    /// A text of which the first word is bold.
    Rich(&'c str, &'c str),
    /// A number below a format that shows a time of day, a duration or a percentage.
    Time(f64, &'c str),
}

/// Writes one cell; a blank one is left out.
pub(crate) fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Typed("") | Cell::Text("") => {}
        Cell::Typed(text) => {
            let is_number = text.parse::<f64>().is_ok_and(f64::is_finite)
                && !text.starts_with('+')
                && (text.len() == 1 || !text.starts_with('0') || text.starts_with("0."));
            if is_number {
                sheet.write_number(row, column, text.parse::<f64>().unwrap_or_default())?;
            } else if text.len() >= 10
                && text.as_bytes().get(4) == Some(&b'-')
                && ExcelDateTime::parse_from_str(text).is_ok()
            {
                let format = if text.len() == 10 { "d mmm yyyy" } else { "m/d/yy h:mm" };
                let day = ExcelDateTime::parse_from_str(text)?;
                sheet.write_datetime_with_format(row, column, &day, &Format::new().set_num_format(format))?;
            } else {
                sheet.write_string(row, column, text)?;
            }
        }
        Cell::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        Cell::Result(result) => {
            sheet.write_formula(row, column, Formula::new("=A1").set_result(result))?;
        }
        Cell::Bool(is_true) => {
            sheet.write_boolean(row, column, is_true)?;
        }
        Cell::Rich(bold, rest) => {
            let parts = [(&Format::new().set_bold(), bold), (&Format::default(), rest)];
            sheet.write_rich_string(row, column, &parts)?;
        }
        Cell::Time(value, format) => {
            sheet.write_number_with_format(row, column, value, &Format::new().set_num_format(format))?;
        }
    }
    Ok(())
}

/// Writes rows of typed cells, the first at this row and column.
pub(crate) fn fill(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    rows: &[&[&str]],
) -> Result<(), XlsxError> {
    for (row, cells) in (row..).zip(rows) {
        for (column, cell) in (column..).zip(*cells) {
            write(sheet, row, column, Cell::Typed(cell))?;
        }
    }
    Ok(())
}

/// An empty workbook that does not say when it was made, so that making it again gives the same.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 10, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(workbook)
}

/// A workbook with one sheet of typed cells.
pub(crate) fn of_rows(name: &str, rows: &[&[&str]]) -> Made {
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet().set_name(name)?;
    fill(sheet, (0, 0), rows)?;
    workbook.save_to_buffer()
}

/// A workbook with what a CSV file says, as Excel would keep it.
pub(crate) fn of_csv(name: &str, text: &str) -> Made {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().flatten().collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    of_rows(name, &rows)
}

/// Writes rows as an Excel table of this name, as Microsoft Forms writes its answers.
pub(crate) fn fill_table(sheet: &mut Worksheet, name: &str, rows: &[&[&str]]) -> Result<(), XlsxError> {
    let (Some((header, _)), Ok(last)) = (rows.split_first(), u32::try_from(rows.len())) else {
        return Ok(());
    };
    let columns: Vec<TableColumn> = header.iter().map(|name| TableColumn::new().set_header(*name)).collect();
    let width = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    sheet.add_table(0, 0, last - 1, width - 1, &Table::new().set_name(name).set_columns(&columns))?;
    fill(sheet, (0, 0), rows)
}

/// A workbook with one of its parts changed; parts that are not there are added.
pub(crate) fn with_part(
    workbook: &[u8],
    part: &str,
    change: impl Fn(&str) -> String,
) -> std::io::Result<Vec<u8>> {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook)).map_err(std::io::Error::other)?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut parts = Vec::new();
    for index in 0..from.len() {
        let mut entry = from.by_index(index).map_err(std::io::Error::other)?;
        let mut text = String::new();
        entry.read_to_string(&mut text)?;
        parts.push((entry.name().map_err(std::io::Error::other)?.into_owned(), text));
    }
    if parts.iter().all(|(name, _)| name != part) {
        parts.push((part.to_owned(), String::new()));
    }
    for (name, text) in parts {
        let text = if name == part { change(&text) } else { text };
        to.start_file(name, options).map_err(std::io::Error::other)?;
        to.write_all(text.as_bytes())?;
    }
    Ok(to.finish().map_err(std::io::Error::other)?.into_inner())
}

/// A zip archive of these files.
pub(crate) fn zip_of(files: &[(&str, &[u8])]) -> std::io::Result<Vec<u8>> {
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        to.start_file(*name, zip::write::SimpleFileOptions::default()).map_err(std::io::Error::other)?;
        to.write_all(bytes)?;
    }
    Ok(to.finish().map_err(std::io::Error::other)?.into_inner())
}
