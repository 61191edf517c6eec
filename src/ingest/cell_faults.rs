//! Says what is wrong with a row of a survey: where, why, and what to do about it.

use super::dates::DateFault;
use super::fold::FoldFile;
use super::records::Records;
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::model::{RawScore, Scale, figure};

/// What can be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CellFault {
    NoCustomer,
    NoDate,
    Date(DateFault),
    OutOfScale(RawScore, Scale),
    NoNumber,
    OtherDigits,
}

/// Says what is wrong with a row, where, and what to do about it.
pub(super) fn report(
    file: &FoldFile<'_>,
    column: Option<usize>,
    fault: CellFault,
    line: u64,
    records: &Records<'_>,
    problems: &mut Problems,
) {
    let field = column.and_then(|column| records.shape().header.get(column)).cloned().unwrap_or_default();
    let (code, message, hint) = match fault {
        CellFault::NoCustomer => {
            ("no-customer", "the row names no customer".to_owned(), "fill the cell in".to_owned())
        }
        CellFault::NoDate => (
            "no-date",
            "the row has no date".to_owned(),
            "fill the cell in; a row without a date belongs to no wave".to_owned(),
        ),
        CellFault::Date(DateFault::NotADate) => {
            ("not-a-date", "not a date".to_owned(), "write it as 2026-10-05".to_owned())
        }
        CellFault::Date(DateFault::NoSuchDay) => {
            ("no-such-day", "no calendar has this day".to_owned(), "write it as 2026-10-05".to_owned())
        }
        CellFault::Date(DateFault::OutOfTime) => (
            "date-out-of-time",
            "the year is before 2000 or after 2199".to_owned(),
            "mend the year".to_owned(),
        ),
        CellFault::Date(DateFault::OtherOrder) => {
            let message =
                "a date only if day and month stand the other way round than in this column".to_owned();
            (
                "date-other-order",
                message,
                "make the column one format, or say which with --date-order".to_owned(),
            )
        }
        CellFault::OutOfScale(score, scale) => {
            let message =
                format!("{} is outside {} to {}", figure(score.points(), 4), scale.low(), scale.high());
            let hint = format!(
                "if this question has another scale, set it: --scale \"{field}=1-20\", or [[source.score]] column = \"{field}\", scale = \"1-20\""
            );
            ("score-out-of-scale", message, hint)
        }
        CellFault::NoNumber => {
            let hint =
                "write a number, or leave the cell empty where the question was not answered".to_owned();
            ("not-a-score", "not a number".to_owned(), hint)
        }
        CellFault::OtherDigits => (
            "other-digits",
            "digits of another script".to_owned(),
            "write the number with the digits 0 to 9".to_owned(),
        ),
    };
    problems.add_with(code, Severity::Warning, || {
        Diagnostic::warning(code, message)
            .at(Place::Field { file: file.name.to_owned(), line, field })
            .hint(hint)
    });
}
