//! Turns the further header rows that some survey tools write below the first into one header.

use super::header_row::{clean_name, is_number_or_date};
use super::sample::{Row, is_blank};
use crate::diagnostic::Diagnostic;

/// What an import description begins with; survey tools have written it with either quote.
const IMPORT_MARKS: [&[u8]; 2] = [b"{\"ImportId\"", b"{'ImportId'"];
/// What stands below a question that has one column.
const ONE_COLUMN: [&str; 2] = ["Response", "Open-Ended Response"];

/// The header rows below the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Below {
    /// The line on which the last of them starts.
    pub(super) last_line: u64,
    /// How many there are.
    pub(super) count: usize,
    /// Whether they add to the names of the first row, or only describe what it names.
    pub(super) is_joined: bool,
}

/// Finds the header rows below the one on `header_line`.
pub(super) fn find(rows: &[Row], header_line: u64) -> Option<Below> {
    let header = rows.iter().find(|row| row.line == header_line)?;
    let below: Vec<&Row> = rows.iter().filter(|row| row.line > header_line).take(2).collect();
    let describes =
        |row: &&Row| row.cells.iter().any(|cell| IMPORT_MARKS.iter().any(|mark| cell.starts_with(mark)));
    if let Some(at) = below.iter().position(describes) {
        let last_line = below.get(at)?.line;
        return Some(Below { last_line, count: at + 1, is_joined: false });
    }
    let row = below.first()?;
    let is_second = one_column_marks(row) >= 2 || is_continuation(header, row);
    is_second.then_some(Below { last_line: row.line, count: 1, is_joined: true })
}

/// Says that there are such rows, without a place.
pub(super) fn note(below: Below) -> Diagnostic {
    let (rows, are) = match below.count {
        1 => ("1 more header row".to_owned(), "is"),
        count => (format!("{count} more header rows"), "are"),
    };
    let fate = if below.is_joined { "joined to it" } else { "skipped" };
    Diagnostic::note("more-header-rows", format!("{rows} below the header {are} {fate}"))
        .hint("if the names of the columns look wrong, leave one header row in the file")
}

fn one_column_marks(row: &Row) -> usize {
    row.cells.iter().filter(|cell| ONE_COLUMN.iter().any(|mark| mark.as_bytes() == cell.trim_ascii())).count()
}

/// Whether a row names what the header leaves blank, and is no answer: it has neither a first cell nor a number.
fn is_continuation(header: &Row, row: &Row) -> bool {
    let fills = header.cells.iter().zip(&row.cells).any(|(name, below)| is_blank(name) && !is_blank(below));
    fills && row.cells.get(0).is_some_and(is_blank) && !row.cells.iter().any(is_number_or_date)
}

/// Joins two header rows: a question stands once, over the first of its columns.
pub(super) fn join(first: &[String], second: &csv::ByteRecord) -> Vec<String> {
    let mut question = String::new();
    let width = first.len().max(second.len());
    let names = (0..width).map(|at| {
        let name = first.get(at).map_or("", String::as_str);
        if !name.is_empty() {
            name.clone_into(&mut question);
        }
        let below = clean_name(&String::from_utf8_lossy(second.get(at).unwrap_or_default()));
        if below.is_empty() || ONE_COLUMN.contains(&below.as_str()) {
            name.to_owned()
        } else if question.is_empty() {
            below
        } else {
            format!("{question} - {below}")
        }
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&[&str]]) -> Vec<Row> {
        let row = |(line, cells): (u64, &&[&str])| Row { cells: csv::ByteRecord::from(cells.to_vec()), line };
        (1..).zip(lines).map(row).collect()
    }

    #[test]
    fn descriptions_for_an_import_are_header_rows_with_what_stands_above_them() {
        for mark in ["{\"ImportId\":\"QID1\"}", "{'ImportId': 'QID1'}"] {
            let found = find(&rows(&[&["Q1", "Q2"], &["How likely?", "Why?"], &[mark, ""], &["9", "ok"]]), 1);
            assert_eq!(found, Some(Below { last_line: 3, count: 2, is_joined: false }));
        }
    }

    #[test]
    fn a_row_that_names_the_columns_of_a_question_is_joined_to_it() {
        let table = rows(&[
            &["id", "Company", "How satisfied are you with", "", "Why?"],
            &["", "Open-Ended Response", "Accuracy", "Speed", "Open-Ended Response"],
            &["1", "Acme", "9", "8", ""],
        ]);
        assert_eq!(find(&table, 1), Some(Below { last_line: 2, count: 1, is_joined: true }));
        let first = ["id", "Company", "How satisfied are you with", "", "Why?"].map(str::to_owned);
        assert_eq!(
            join(&first, &table[1].cells),
            [
                "id",
                "Company",
                "How satisfied are you with - Accuracy",
                "How satisfied are you with - Speed",
                "Why?"
            ]
        );
    }

    #[test]
    fn answers_are_no_header_rows() {
        for second in [&["Acme", "9", ""][..], &["", "9", "x"], &["Acme", "good", "x"]] {
            assert_eq!(find(&rows(&[&["Customer", "Score", ""], second]), 1), None, "{second:?}");
        }
        assert_eq!(find(&rows(&[&["Customer", "Score"]]), 1), None);
    }
}
