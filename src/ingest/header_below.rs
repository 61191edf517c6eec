//! Turns the further header rows that some survey tools write below the first into one header.

use super::cells::Cells;
use super::header_row::{clean_name, duplicates, is_number_or_date};
use super::headers::folded;
use super::sample::{Row, is_blank};
use crate::diagnostic::Diagnostic;

/// What an import description begins with; survey tools have written it with either quote.
const IMPORT_MARKS: [&[u8]; 2] = [b"{\"ImportId\"", b"{'ImportId'"];
/// What stands below a question that has one column.
const ONE_COLUMN: [&str; 2] = ["Response", "Open-Ended Response"];

/// The columns of that tool under which no option stands.
const NUMBERS_ANSWERS: [&str; 2] = ["respondentid", "collectorid"];

/// What joins the names of several rows, unless the settings say otherwise.
const JOIN: &str = " - ";
/// What that tool called some of them.
const NAMED: [&str; 3] = ["ResponseID", "ResponseSet", "ExternalDataReference"];
/// How many cells of numbered columns (`V1`, `V2`) a row has that a survey tool wrote above the names.
const NUMBERED: usize = 5;

/// The header rows below the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Below {
    /// The line on which the last of them starts.
    pub(super) last_line: u64,
    /// How many there are.
    pub(super) count: usize,
    /// What they are for.
    pub(super) role: BelowRole,
}

/// What header rows below the first are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BelowRole {
    /// They go on with the names of the first row.
    Joined,
    /// They describe what the first row names: the words of the question, and how it is imported.
    Described,
    /// They name what the first row numbers.
    Named,
}

/// What several header rows make of the columns.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Their names.
    pub(super) names: Vec<String>,
    /// What else they are called; empty where they have one name.
    pub(super) codes: Vec<String>,
    /// The zone of the dates, where it is said.
    pub(super) zone: Option<String>,
}

/// Finds the header rows below the one on `header_line`, or as many as the settings say.
pub(super) fn find(rows: &[Row], header_line: u64, stated: Option<u8>) -> Option<Below> {
    let header = rows.iter().find(|row| row.line == header_line)?;
    let below: Vec<&Row> = rows.iter().filter(|row| row.line > header_line).take(2).collect();
    let describes =
        |row: &&Row| row.cells.iter().any(|cell| IMPORT_MARKS.iter().any(|mark| cell.starts_with(mark)));
    let described = below.iter().position(describes);
    let count = match stated {
        Some(rows) => usize::from(rows).saturating_sub(1),
        None => match (described, below.first()?) {
            (Some(at), _) => at + 1,
            (None, row) => {
                let is_second = is_numbered(&header.cells, &row.cells)
                    || one_column_marks(row) >= 2
                    || is_continuation(header, row);
                usize::from(is_second)
            }
        },
    };
    let last = below.get(count.checked_sub(1)?)?;
    let role = match described {
        Some(at) if at < count => BelowRole::Described,
        _ if count == 1 && is_numbered(&header.cells, &last.cells) => BelowRole::Named,
        _ => BelowRole::Joined,
    };
    Some(Below { last_line: last.line, count, role })
}

/// Whether a row only numbers the columns (`V1`, `V2`, `Q1`) that the next one names, as one survey tool did once.
pub(super) fn is_numbered(row: &Cells, next: &Cells) -> bool {
    let is_number = |cell: &[u8]| {
        let digits = clean_name(&String::from_utf8_lossy(cell));
        digits
            .strip_prefix('V')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_own =
        |cell: &[u8]| NAMED.iter().any(|name| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
    row.iter().filter(|cell| is_number(cell)).count() >= NUMBERED && next.iter().any(is_own)
}

/// Says that there are such rows, without a place.
pub(super) fn note(below: Below, zone: Option<&str>) -> Diagnostic {
    let (rows, are) = match below.count {
        1 => ("1 more header row".to_owned(), "is"),
        count => (format!("{count} more header rows"), "are"),
    };
    let fate = match below.role {
        BelowRole::Joined => format!("{are} joined to it"),
        BelowRole::Described if below.count > 1 => "give the questions their words".to_owned(),
        BelowRole::Described => format!("{are} skipped"),
        BelowRole::Named => "names the columns".to_owned(),
    };
    let zone = zone.map(|zone| format!("; times are those of {zone}")).unwrap_or_default();
    Diagnostic::note("more-header-rows", format!("{rows} below the header {fate}{zone}")).hint(
        "if the names of the columns look wrong, say how many rows name them: [source.read] header-rows = 1",
    )
}

fn one_column_marks(row: &Row) -> usize {
    row.cells.iter().filter(|cell| ONE_COLUMN.iter().any(|mark| mark.as_bytes() == cell.trim_ascii())).count()
}

/// Whether a row names what the header leaves blank, and is no answer: it has neither a first cell (nor one under the
/// respondent, where that is a column) nor a number.
fn is_continuation(header: &Row, row: &Row) -> bool {
    // Under the questions of this tool stand their options, which may be numbers.
    let is_own = |cell: &[u8]| NUMBERS_ANSWERS.contains(&folded(&String::from_utf8_lossy(cell)).as_str());
    let respondent = header.cells.iter().position(is_own);
    let fills =
        header.cells.iter().zip(row.cells.iter()).any(|(name, below)| is_blank(name) && !is_blank(below));
    fills
        && row.cells.get(respondent.unwrap_or(0)).is_some_and(is_blank)
        && (respondent.is_some() || !row.cells.iter().any(is_number_or_date))
}

/// Makes one header of the first row and those below it.
pub(super) fn header(first: Vec<String>, below: Below, rows: &[Cells], join_with: Option<&str>) -> Header {
    match (below.role, rows) {
        (BelowRole::Joined, _) => {
            let names = rows.iter().fold(first, |names, row| join(&names, row, join_with.unwrap_or(JOIN)));
            Header { names, ..Header::default() }
        }
        (BelowRole::Described, [labels, imports]) => described(first, &cleaned(labels), imports),
        (BelowRole::Described, [imports]) => {
            Header { names: first, zone: zone(imports), ..Header::default() }
        }
        (BelowRole::Described, _) => Header { names: first, ..Header::default() },
        (BelowRole::Named, _) => {
            let mut names = rows.first().map(cleaned).unwrap_or_default();
            let repeated: Vec<usize> = duplicates(&names).into_iter().flat_map(|name| name.columns).collect();
            // Two questions in the same words have a number each.
            for column in repeated.into_iter().filter_map(|column| column.checked_sub(1)) {
                if let (Some(name), Some(code)) = (names.get_mut(column), first.get(column)) {
                    name.clone_from(code);
                }
            }
            Header { names, codes: first, zone: None }
        }
    }
}

fn cleaned(row: &Cells) -> Vec<String> {
    row.iter().map(|cell| clean_name(&String::from_utf8_lossy(cell))).collect()
}

/// Questions get their words, which the second row has; what the tool adds keeps its name, since the second row has
/// that in the language of whoever exported it.
fn described(first: Vec<String>, labels: &[String], imports: &Cells) -> Header {
    let is_alone = |label: &String| labels.iter().filter(|other| *other == label).count() == 1;
    let names = first.iter().enumerate().map(|(at, name)| {
        let is_question = imports.get(at).is_some_and(is_question);
        let label = labels.get(at).filter(|label| is_question && !label.is_empty() && is_alone(label));
        label.unwrap_or(name).clone()
    });
    Header { names: names.collect(), zone: zone(imports), codes: first }
}

/// Whether an import description is that of a question, and not of what the tool makes of its answers.
fn is_question(import: &[u8]) -> bool {
    let text = String::from_utf8_lossy(import);
    let Some((_, id)) = text.split_once("QID") else { return false };
    let id = id.split(['"', '\'']).next().unwrap_or_default();
    id.trim_end_matches("_TEXT").bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
}

/// The zone of the dates, as an import description says it.
fn zone(imports: &Cells) -> Option<String> {
    imports.iter().find_map(|cell| {
        let text = String::from_utf8_lossy(cell);
        let (_, after) = text.split_once("timeZone")?;
        let zone = after
            .split(['"', '\''])
            .find(|part| part.starts_with(|letter: char| letter.is_ascii_alphabetic()));
        zone.map(clean_name)
    })
}

/// Joins two header rows: a question stands once, over the first of its columns.
fn join(first: &[String], second: &Cells, with: &str) -> Vec<String> {
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
            format!("{question}{with}{below}")
        }
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&[&str]]) -> Vec<Row> {
        let row = |(line, cells): (u64, &&[&str])| Row { cells: Cells::from(cells.to_vec()), line };
        (1..).zip(lines).map(row).collect()
    }

    #[test]
    fn descriptions_for_an_import_are_header_rows_with_what_stands_above_them() {
        for mark in ["{\"ImportId\":\"QID1\"}", "{'ImportId': 'QID1'}"] {
            let found =
                find(&rows(&[&["Q1", "Q2"], &["How likely?", "Why?"], &[mark, ""], &["9", "ok"]]), 1, None);
            assert_eq!(found, Some(Below { last_line: 3, count: 2, role: BelowRole::Described }));
        }
    }

    #[test]
    fn a_row_that_names_the_columns_of_a_question_is_joined_to_it() {
        let table = rows(&[
            &["id", "Company", "How satisfied are you with", "", "Why?"],
            &["", "Open-Ended Response", "Accuracy", "Speed", "Open-Ended Response"],
            &["1", "Acme", "9", "8", ""],
        ]);
        assert_eq!(find(&table, 1, None), Some(Below { last_line: 2, count: 1, role: BelowRole::Joined }));
        assert_eq!(find(&table, 1, Some(1)), None);
        let first = ["id", "Company", "How satisfied are you with", "", "Why?"].map(str::to_owned);
        assert_eq!(
            join(&first, &table[1].cells, JOIN),
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
            assert_eq!(find(&rows(&[&["Customer", "Score", ""], second]), 1, None), None, "{second:?}");
        }
        assert_eq!(find(&rows(&[&["Customer", "Score"]]), 1, None), None);
    }

    #[test]
    fn questions_get_their_words_and_what_the_tool_adds_keeps_its_name() {
        let table = rows(&[
            &["RecordedDate", "Q1", "Q1_NPS_GROUP", "Q2"],
            &["Erfassungsdatum", "How likely?", "Gruppe", "Why?"],
            &[
                "{\"ImportId\":\"recordedDate\",\"timeZone\":\"Pacific/Auckland\"}",
                "{\"ImportId\":\"QID1\"}",
                "{\"ImportId\":\"QID1_NPS_GROUP\"}",
                "{'ImportId': 'QID2_TEXT'}",
            ],
        ]);
        let below = find(&table, 1, None).unwrap();
        let cells: Vec<_> = table.iter().map(|row| row.cells.clone()).collect();
        let made = header(cleaned(&cells[0]), below, &cells[1..], None);
        assert_eq!(made.names, ["RecordedDate", "How likely?", "Q1_NPS_GROUP", "Why?"]);
        assert_eq!((made.codes, made.zone.as_deref()), (cleaned(&cells[0]), Some("Pacific/Auckland")));
    }

    #[test]
    fn numbers_of_columns_stand_above_their_names_in_old_exports() {
        let table = rows(&[
            &["V1", "V2", "V3", "V4", "V5", "Q1"],
            &["ResponseID", "Name", "Status", "StartDate", "EndDate", "How likely?"],
            &["R_1", "Ann", "0", "2017-07-18", "2017-07-18", "9"],
        ]);
        let below = find(&table, 1, None).unwrap();
        assert_eq!(below.role, BelowRole::Named);
        let made = header(cleaned(&table[0].cells), below, &[table[1].cells.clone()], None);
        assert_eq!((made.names[5].as_str(), made.codes[5].as_str()), ("How likely?", "Q1"));
    }
}
