//! Why a row of a survey did not become an answer: what is wrong, where, and what to do about it.

use std::io;

use super::dates::DateFault;
use super::fold::FoldFile;
use super::records::Records;
use super::table::{FAILED, UNNAMED};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::model::{RawScore, Scale, figure};
use crate::text::argument;

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum Interrupt {
    /// The file could not be read.
    Io(io::Error),
    /// A cell that is kept is not UTF-8: the file has another encoding.
    NotUtf8,
}

impl From<io::Error> for Interrupt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<std::str::Utf8Error> for Interrupt {
    fn from(_: std::str::Utf8Error) -> Self {
        Self::NotUtf8
    }
}

/// What is wrong with a row: the column, and the problem to word.
pub(super) type Wrong = (Option<usize>, CellFault);

/// Why a row did not become an answer.
#[derive(Debug)]
pub(super) enum RowError {
    /// Something in it is wrong.
    Wrong(Wrong),
    /// The whole reading has to stop.
    Interrupt(Interrupt),
}

impl From<std::str::Utf8Error> for RowError {
    fn from(_: std::str::Utf8Error) -> Self {
        Self::Interrupt(Interrupt::NotUtf8)
    }
}

impl From<Wrong> for RowError {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

/// The code of a row that sums up others.
pub(super) const TOTAL_ROW: &str = "total-row";

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CellFault {
    Total,
    NoCustomer,
    /// A name beside it is there all the same.
    NoId,
    FailedCustomer,
    NoDate,
    Date(DateFault),
    OutOfScale(RawScore, Scale),
    NoNumber,
    Damaged,
    OtherDigits,
    NoScale,
    OtherMark,
}

/// Says what is wrong with a row, where, and what to do about it; gives the code of it.
pub(super) fn report(
    file: &FoldFile<'_>,
    column: Option<usize>,
    fault: CellFault,
    line: u64,
    records: &Records<'_>,
    problems: &mut Problems,
) -> &'static str {
    let field = column.map(|column| records.field(column).to_owned()).unwrap_or_default();
    let (code, message, hint) = words(fault, &field);
    problems.add_with(code, Severity::Warning, || {
        Diagnostic::warning(code, message).at(file.name.field(line, field)).hint(hint)
    });
    code
}

/// A code, what is wrong, and what to do about it.
type FaultWords = (&'static str, String, String);

fn words(fault: CellFault, field: &str) -> FaultWords {
    match fault {
        CellFault::Total => {
            let hint = "delete the line, or remove the subtotals of the sheet; if it is a customer, list it in accounts.csv";
            (TOTAL_ROW, "this looks like a total, not like a customer".to_owned(), hint.to_owned())
        }
        CellFault::NoCustomer => no_customer(UNNAMED),
        CellFault::NoId => no_customer((
            "the row has a name and no id, and customers are told apart by their ids here",
            "fill the id in, or name the column of the names as the customer: --customer COLUMN",
        )),
        CellFault::FailedCustomer => no_customer(FAILED),
        CellFault::NoDate => (
            "no-date",
            "the row has no date".to_owned(),
            "fill the cell in, or delete the line if it is no answer; a row without a date belongs to no wave".to_owned(),
        ),
        CellFault::Date(fault) => date_words(fault),
        CellFault::OutOfScale(score, scale) => out_of_scale(score, scale, field),
        CellFault::Damaged => {
            let message = "a spreadsheet made a date or an error of it".to_owned();
            ("damaged-score", message, "export again, and open the file as text".to_owned())
        }
        CellFault::NoNumber => {
            let hint =
                "write a number, or leave the cell empty where the question was not answered".to_owned();
            ("not-a-score", "not a number".to_owned(), hint)
        }
        CellFault::NoScale => (
            "no-scale",
            "nothing says on which scale this row is answered".to_owned(),
            "add what stands here to scale-by, with its scale: nps = \"0-10\"".to_owned(),
        ),
        CellFault::OtherMark => (
            "other-decimal-mark",
            "a number with the other mark before its decimals than [source.read] says".to_owned(),
            "several answers in one cell are no score; else set decimal to the mark of this file".to_owned(),
        ),
        CellFault::OtherDigits => (
            "other-digits",
            "digits of another script".to_owned(),
            "write the number with the digits 0 to 9".to_owned(),
        ),
    }
}

fn out_of_scale(score: RawScore, scale: Scale, field: &str) -> FaultWords {
    let message = format!("{} is outside {} to {}", figure(score.points(), 4), scale.low(), scale.high());
    let is_code = f64::from(scale.low()) > score.points();
    let hint = if is_code {
        let code = figure(score.points(), 4);
        format!(
            "if it stands for \"not answered\", say so in retain.toml, where [[source.score]] names this column: missing = [\"{code}\"]"
        )
    } else if let Some(wider) = wider(scale, score) {
        format!(
            "mend it; if this question has another scale, set it: --scale {}, or scale = \"{wider}\" where [[source.score]] names this column",
            argument(&format!("{field}={wider}"))
        )
    } else {
        "mend it, or leave the cell empty".to_owned()
    };
    ("score-out-of-scale", message, hint)
}

/// The next of the usual scales that holds a score and all of another scale, with its good end on the same side.
fn wider(scale: Scale, score: RawScore) -> Option<Scale> {
    let usual = if scale.is_mirrored() { ["6-1", "10-1", "10-0"] } else { ["0-10", "0-20", "0-100"] };
    let holds =
        |wider: &Scale| wider.low() <= scale.low() && wider.high() >= scale.high() && wider.contains(score);
    usual.iter().filter_map(|scale| scale.parse().ok()).find(holds)
}

fn no_customer((message, hint): (&str, &str)) -> FaultWords {
    ("no-customer", message.to_owned(), hint.to_owned())
}

fn date_words(fault: DateFault) -> FaultWords {
    match fault {
        DateFault::NotADate => ("not-a-date", "not a date".to_owned(), "write it as 2026-10-05".to_owned()),
        DateFault::NoSuchDay => {
            ("no-such-day", "no calendar has this day".to_owned(), "write it as 2026-10-05".to_owned())
        }
        DateFault::OutOfTime => (
            "date-out-of-time",
            "the year is before 2000 or after 2199".to_owned(),
            "mend the year".to_owned(),
        ),
        DateFault::OtherOrder => {
            let message =
                "a date only if day and month stand the other way round than in this column".to_owned();
            (
                "date-other-order",
                message,
                "make the column one format, or say which with --date-order".to_owned(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_scale_holds_the_answer_and_the_whole_scale() {
        for (scale, score, expected) in [
            ("1-5", 7, Some("0-10")),
            ("0-10", 15, Some("0-20")),
            ("1-100", 0, Some("0-100")),
            ("5-1", 6, Some("6-1")),
            ("5-0", 6, Some("10-0")),
            ("0-10", 150, None),
        ] {
            let wider = wider(scale.parse().unwrap(), RawScore::of(score)).map(|scale| scale.to_string());
            assert_eq!(wider.as_deref(), expected, "{score} on {scale}");
        }
    }

    #[test]
    fn the_option_to_paste_is_quoted_for_a_shell() {
        let fault = CellFault::OutOfScale(RawScore::of(7), Scale::ONE_TO_FIVE);
        let (_, _, hint) = words(fault, "Rate \"speed\" in $");
        assert!(hint.contains("--scale 'Rate \"speed\" in $=0-10',"), "{hint}");
    }
}
