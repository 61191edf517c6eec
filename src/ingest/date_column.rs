//! Decides which column of a survey holds the dates, and whether the day or the month stands first in them.

use super::column_evidence::Evidence;
use super::headers::{self, Role};
use super::mapping::Mapping;
use crate::config::DateOrder;
use crate::diagnostic::{Diagnostic, Problems};

/// Finds the dates where no header names them, and the order of day and month from the cells where nobody said it.
pub(super) fn settle(evidence: &Evidence<'_>, mapping: &mut Mapping, problems: &mut Problems) {
    if mapping.date.is_none() {
        let used = mapping.used();
        let dated: Vec<usize> = (0..evidence.header.len())
            .filter(|index| !used.contains(index) && !evidence.recognised.asides.contains(index))
            .filter(|index| {
                evidence
                    .column(*index)
                    .is_some_and(|column| column.filled > 0 && column.is_nearly_all_dates())
            })
            .collect();
        if let [index] = dated.as_slice() {
            mapping.date = Some(*index);
            mapping.remarks.push(format!("`{}` holds the dates", evidence.header(*index)));
        }
    }
    let Some(index) = mapping.date else { return };
    let Some(column) = evidence.column(index) else { return };
    let stated = evidence
        .options
        .date_order
        .or_else(|| evidence.settings.and_then(|settings| settings.read.date_order));
    mapping.order = stated.or(match (column.day_first, column.month_first) {
        (Some(_), None) => Some(DateOrder::Dmy),
        (None, Some(_)) => Some(DateOrder::Mdy),
        _ => None,
    });
    if column.short_years {
        mapping.remarks.push(format!("years of two digits in `{}` are read as 20..", evidence.header(index)));
    }
    if stated.is_some() {
        return;
    }
    match (column.day_first, column.month_first) {
        (Some(day), Some(month)) => problems.add(mixed_order(evidence, index, day, month)),
        (None, None) if column.either > 0 => problems.add(undecided_order(evidence, index, column.either)),
        (None, None) if column.either_with_points > 0 => {
            mapping.order = Some(DateOrder::Dmy);
            mapping
                .remarks
                .push(format!("dates with points in `{}` have the day first", evidence.header(index)));
        }
        (Some(_), None) => {
            mapping.remarks.push(format!("dates in `{}` have the day first", evidence.header(index)))
        }
        (None, Some(_)) => {
            mapping.remarks.push(format!("dates in `{}` have the month first", evidence.header(index)))
        }
        (None, None) => {}
    }
}

/// Whether a day that a header names may be that on which a contract ends: `End date` beside `Start date`, without a
/// time, in a file of no tool that is known.
pub(super) fn may_be_of_a_contract(evidence: &Evidence<'_>, index: usize) -> bool {
    let is = |index: usize, name: &str| headers::folded(evidence.header(index)) == name;
    let is_named = evidence.settings.is_some_and(|settings| settings.columns.get(Role::Date.key()).is_some());
    !is_named
        && evidence.recognised.tool.is_none()
        && is(index, "enddate")
        && (0..evidence.header.len()).any(|other| is(other, "startdate"))
        && evidence.column(index).is_some_and(|column| !column.has_times())
}

fn order_hint(evidence: &Evidence<'_>) -> String {
    format!(
        "say which: --date-order dmy, --date-order mdy or --date-order ymd\nor {}",
        evidence.setting("[source.read]\ndate-order = \"dmy\"")
    )
}

fn mixed_order(evidence: &Evidence<'_>, index: usize, day: u64, month: u64) -> Diagnostic {
    let field = evidence.header(index).to_owned();
    let message = format!("some dates have the day first (line {day}), others the month (line {month})");
    Diagnostic::error("date-order-mixed", message).at(evidence.file.field(day.max(month), field)).hint(
        format!(
            "make the column one format (in a spreadsheet: format it as 2026-10-05), or {}",
            order_hint(evidence)
        ),
    )
}

fn undecided_order(evidence: &Evidence<'_>, index: usize, either: u64) -> Diagnostic {
    let field = evidence.header(index).to_owned();
    let message = format!(
        "day or month first? {} can be read both ways, and no date decides it",
        if either == 1 { "1 date".to_owned() } else { format!("{either} dates") }
    );
    Diagnostic::error("date-order-undecided", message)
        .at(evidence.file.field(evidence.header_line, field))
        .hint(order_hint(evidence))
}

#[cfg(test)]
mod tests {
    use super::super::mapping::tests::{codes, mapped, mapped_with};
    use super::super::survey_options::SurveyOptions;
    use crate::config::DateOrder;

    fn survey(days: &[&str]) -> String {
        let rows: String = days.iter().map(|day| format!("Acme,{day},9\n")).collect();
        format!("Customer,Date,Overall\n{rows}")
    }

    #[test]
    fn one_date_that_reads_one_way_decides_the_order_of_all() {
        for (days, order, expected) in [
            (&["03/04/2026", "28/04/2026"][..], Some(DateOrder::Dmy), &[][..]),
            (&["03/04/2026", "04/28/2026"], Some(DateOrder::Mdy), &[]),
            (&["3.4.2026", "5.4.2026"], Some(DateOrder::Dmy), &[]),
            (&["2026-09-28", "2026-09-29"], None, &[]),
            (&["03/04/2026", "05/04/2026"], None, &["date-order-undecided"]),
            (&["28/04/2026", "04/28/2026"], None, &["date-order-mixed"]),
        ] {
            let (mapping, problems) = mapped(&survey(days));
            assert_eq!((codes(&problems), mapping.order), (expected.to_vec(), order), "{days:?}");
        }
    }

    #[test]
    fn an_order_that_is_said_is_not_questioned() {
        let options = SurveyOptions { date_order: Some(DateOrder::Mdy), ..SurveyOptions::default() };
        for days in [["03/04/2026", "05/04/2026"], ["28/04/2026", "04/28/2026"]] {
            let (mapping, problems) = mapped_with(&survey(&days), "", &options);
            assert_eq!((codes(&problems), mapping.order), (vec![], Some(DateOrder::Mdy)), "{days:?}");
        }
    }

    #[test]
    fn dates_under_an_unknown_header_are_taken_where_there_is_one_such_column() {
        let (mapping, _) = mapped("Customer,Wann,Overall\nAcme,2026-09-28,9\nGlobex,2026-09-29,8\n");
        assert_eq!(mapping.date, Some(1));
        let (mapping, _) = mapped(
            "Customer,Von,Bis,Overall\nAcme,2026-09-27,2026-09-28,9\nGlobex,2026-09-28,2026-09-29,8\n",
        );
        assert_eq!(mapping.date, None);
    }
}
