//! Turns what was recognised in files into tables for the terminal and into a document.

use crate::ingest::{ColumnSummary, Inspected, Inspection};

use super::Look;
use super::document::Document;
use super::inspection_words as words;
use super::screen::Screen;
use super::table::{Column, Grid};

/// From this width on, what a column holds has columns of its own.
const WIDE: u16 = 120;

/// Writes it for the terminal.
pub(super) fn screen(inspection: &Inspection<'_>, look: Look) -> String {
    let mut screen = Screen::new(look);
    for file in &inspection.files {
        screen.heading(&words::title(file));
        screen.line(&words::written(file));
        screen.table(&columns(file, look));
        screen.line(&words::rows(file, inspection));
        file.remarks.iter().for_each(|remark| screen.line(remark));
    }
    let together = words::together(inspection);
    if !together.is_empty() {
        screen.heading("Together");
        together.iter().for_each(|line| screen.line(line));
    }
    let in_the_way = words::in_the_way(inspection);
    if !in_the_way.is_empty() {
        screen.heading("What keeps it from being read");
        in_the_way.iter().for_each(|line| screen.line(line));
    }
    screen.finish()
}

fn columns(file: &Inspected, look: Look) -> Grid {
    let column = |header: &str, at_most: usize, lines: &dyn Fn(&ColumnSummary) -> Vec<String>| {
        Column::new(header, at_most, file.columns.iter().map(lines).collect())
    };
    let is_wide = look.width >= WIDE;
    let positions = file.columns.iter().map(|column| vec![words::place(column)]).collect();
    let why = |column: &ColumnSummary| {
        let below = if is_wide { String::new() } else { words::filled(column) };
        [words::why(column), below].into_iter().filter(|line| !line.is_empty()).collect()
    };
    let mut columns = vec![
        Column::figures("#", 7, positions),
        column("Column", if is_wide { 40 } else { 22 }, &|column| vec![column.header.clone()]),
        column("Used as", 20, &|column| vec![words::used_as(column)]),
    ];
    if is_wide {
        let filled = file.columns.iter().map(|column| vec![column.filled.to_string()]).collect();
        columns.push(Column::figures("Filled", 10, filled));
        columns.push(column("Holds", 26, &|column| vec![words::holds(column)]));
    }
    let wide = columns.len();
    columns.push(column("Why", 0, &why));
    Grid { columns, wide, ..Grid::default() }
}

/// Writes it as Markdown.
pub(super) fn document(inspection: &Inspection<'_>) -> String {
    let mut document = Document::default();
    document.heading(1, "What was recognised");
    for file in &inspection.files {
        document.heading(2, &words::title(file));
        document.paragraph(&words::written(file));
        let row = |column: &ColumnSummary| {
            vec![
                words::place(column),
                column.header.clone(),
                words::used_as(column),
                column.filled.to_string(),
                words::holds(column),
                words::why(column),
            ]
        };
        let rows: Vec<_> = file.columns.iter().map(row).collect();
        document.table(&["No.", "Column", "Used as", "Filled", "Holds", "Why"], &rows);
        document.points(&[vec![words::rows(file, inspection)], file.remarks.clone()].concat());
    }
    for (heading, lines) in [
        ("Together", words::together(inspection)),
        ("What keeps it from being read", words::in_the_way(inspection)),
    ] {
        if !lines.is_empty() {
            document.heading(2, heading);
            document.points(&lines);
        }
    }
    document.finish()
}
