//! Turns the first rows of a table into the row that names the columns, and its cells into clean names.

use super::dialect::Dialect;
use super::sample::{Row, is_blank};
use crate::diagnostic::Diagnostic;

/// Among how many rows the header is looked for.
const FIRST_ROWS: usize = 30;

/// A column name that occurs more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateName {
    /// The name, as cleaned.
    pub name: String,
    /// The columns that have it, from 1.
    pub columns: Vec<usize>,
}

/// Finds the line on which the header starts.
///
/// # Errors
/// When the first full row is data.
pub(super) fn find(
    dialect: &Dialect,
    skip_rows: Option<u64>,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<u64, Box<Diagnostic>> {
    if let Some(skipped) = skip_rows {
        let row = dialect.rows.iter().find(|row| row.line > skipped);
        return row.map(|row| row.line).ok_or_else(|| {
            let message = format!("there is no header within the first rows after {skipped} skipped lines");
            Diagnostic::error("no-header-row", message).hint("skip fewer lines").into()
        });
    }
    let first = || dialect.rows.iter().take(FIRST_ROWS);
    let full = first().map(Row::full_width).max().unwrap_or(0);
    let is_full = |row: &&Row| {
        row.cells.len() <= dialect.usual_width && row.cells.len() >= full.min(dialect.usual_width)
    };
    let known =
        first().find(|row| has_known(row, is_known) && (is_full(row) || known_names(row, is_known) > 1));
    let likely = || first().find(|row| is_full(row) && is_like_names(row));
    known.or_else(likely).map(|row| row.line).ok_or_else(|| {
        Diagnostic::error("no-header-row", "no row names the columns: the first full row has numbers or dates in it, as data has")
            .hint("add a first line with the names of the columns; if it is further down: [source.read] skip-rows = 3, for three lines above it")
            .into()
    })
}

fn known_names(row: &Row, is_known: &dyn Fn(&str) -> bool) -> usize {
    row.cells
        .iter()
        .filter(|cell| std::str::from_utf8(cell).is_ok_and(|text| is_known(&clean_name(text))))
        .count()
}

/// A known name among data is a coincidence; among other names it makes a header, even if one of them is a year.
fn has_known(row: &Row, is_known: &dyn Fn(&str) -> bool) -> bool {
    let numbers = row.cells.iter().filter(|cell| is_number_or_date(cell)).count();
    let names = row.cells.iter().filter(|cell| !is_blank(cell)).count() - numbers;
    names > numbers && known_names(row, is_known) > 0
}

fn is_like_names(row: &Row) -> bool {
    let filled = row.cells.iter().filter(|cell| !is_blank(cell)).count();
    (filled * 2 > row.cells.len() || filled >= 4) && !row.cells.iter().any(is_number_or_date)
}

/// Whether a cell begins like a number or a date and has nothing else in it.
pub(super) fn is_number_or_date(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let unsigned = cell.strip_prefix(b"-").or_else(|| cell.strip_prefix(b"+")).unwrap_or(cell);
    let unsigned =
        unsigned.strip_prefix(b"$").or_else(|| unsigned.strip_prefix("€".as_bytes())).unwrap_or(unsigned);
    unsigned.first().is_some_and(u8::is_ascii_digit)
        && unsigned
            .iter()
            .all(|byte| byte.is_ascii_digit() || b".,:/-+% TZAPM".contains(&byte.to_ascii_uppercase()))
}

/// Cleans a header cell: no mark, no HTML tags, one space for any run of white space, none at the ends.
pub(super) fn clean_name(cell: &str) -> String {
    let text = without_tags(cell);
    let is_space = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    let mut name = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    name
}

/// Survey tools export questions with the tags their authors used; `<5 years` is no tag.
fn without_tags(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag =
            after.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/' || letter == '!');
        if !is_tag {
            text.push('<');
            rest = after;
            continue;
        }
        // Without a `>` there is no tag left, and no need to look for one again.
        let Some((_, behind)) = after.split_once('>') else {
            text.push('<');
            text.push_str(after);
            return text;
        };
        text.push(' ');
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// The names that stand over more than one column; blank ones name nothing.
pub(super) fn duplicates(names: &[String]) -> Vec<DuplicateName> {
    let mut columns = std::collections::BTreeMap::<&str, Vec<usize>>::new();
    for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        columns.entry(name).or_default().push(at + 1);
    }
    let repeated = columns.into_iter().filter(|(_, columns)| columns.len() > 1);
    repeated.map(|(name, columns)| DuplicateName { name: name.to_owned(), columns }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{dialect, sample::Head};
    use super::*;

    fn line(text: &str, skip_rows: Option<u64>) -> Option<u64> {
        let head = Head { text: text.as_bytes(), is_whole: true, is_old_mac: false };
        let is_known = |name: &str| ["customer", "score", "date"].contains(&name);
        let dialect = dialect::choose(head, None, &is_known).unwrap();
        find(&dialect, skip_rows, &is_known).ok()
    }

    #[test]
    fn the_header_is_the_first_full_row_of_names() {
        for (text, expected) in [
            ("customer,score\nAcme,9\n", 1),
            ("who,how\nAcme,9\n", 1),
            ("Report,\nMarch 2026,\n\nwho,how\nAcme,9\nBeta,8\n", 4),
            ("Some report\n\"made by\nme\"\nwho,how\nAcme,9\nBeta,8\nGamma,1\nDelta,2\n", 4),
            ("One,Two\ncustomer,score\nAcme,9\n", 2),
            ("customer,2024,what\nAcme,9,x\n", 1),
            ("who,how\nAcme,9,\nBeta,8,\nGamma,8,\n", 1),
            ("who,how,\nAcme,9,\nBeta,8,\nGamma,8,\n", 1),
            ("customer,,,\nAcme,9,1,2\nBeta,8,1,2\n", 1),
        ] {
            assert_eq!(line(text, None), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn data_is_no_header() {
        for text in ["Acme,9\nBeta,8\n", "2026-01-05,x\n2026-01-06,y\n", "1\n2\n3\n"] {
            assert_eq!(line(text, None), None, "{text:?}");
        }
    }

    #[test]
    fn skipped_lines_are_obeyed() {
        assert_eq!(line("customer,score\nx,y\nAcme,9\n", Some(1)), Some(2));
        assert_eq!(line("customer,score\n", Some(5)), None);
    }

    #[test]
    fn names_are_cleaned() {
        for (cell, name) in [
            ("\u{feff} Customer\u{a0}\r\n name ", "Customer name"),
            ("<p>How <b>likely</b>?</p>", "How likely ?"),
            ("Age <5 years", "Age <5 years"),
            ("", ""),
        ] {
            assert_eq!(clean_name(cell), name);
        }
    }

    #[test]
    fn names_that_occur_twice_are_found_with_their_columns() {
        let names = ["a", "", "b", "", "a"].map(str::to_owned);
        assert_eq!(duplicates(&names), [DuplicateName { name: "a".to_owned(), columns: vec![1, 5] }]);
    }

    #[test]
    fn numbers_and_dates_are_told_from_names() {
        for cell in ["1", "-2.5", "€1.200,50", "2026-01-05T10:00:00Z", "01/02/2026 10:00 am", "8/10", "50%"]
        {
            assert!(is_number_or_date(cell.as_bytes()), "{cell}");
        }
        for cell in ["Q1", "", "score 1", "10 - Extremely likely", "#"] {
            assert!(!is_number_or_date(cell.as_bytes()), "{cell}");
        }
    }
}
