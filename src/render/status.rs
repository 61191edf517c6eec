//! Turns where cases stand into a table for the terminal and a document, and one of them with its whole history.

use super::document::Document;
use super::screen::Screen;
use super::table::{Column, Grid};
use super::words::counted;
use super::{Look, StatusList, record};
use crate::casebook::{Casebook, Event};
use crate::program::{CaseView, Experiences};

/// How wide names may be.
const NAME_AT_MOST: usize = 20;
/// How wide statuses may be.
const STATUS_AT_MOST: usize = 15;

/// Writes the table.
pub(super) fn table(list: &StatusList<'_>, look: Look) -> String {
    let mut screen = Screen::new(look);
    screen.heading(&title(list));
    if list.cases.is_empty() {
        screen.paragraph(NOTHING);
        return screen.finish();
    }
    let column = |header: &str, at_most: usize, lines: &dyn Fn(&CaseView) -> Vec<String>| {
        Column::new(header, at_most, list.cases.iter().map(lines).collect())
    };
    let grid = Grid {
        columns: vec![
            column("Customer", NAME_AT_MOST, &|one| {
                [Some(name(one)), one.account_manager.clone()].into_iter().flatten().collect()
            }),
            column("Status", STATUS_AT_MOST, &|one| {
                let last = one.last.map(|(event, day)| [format!("last: {event}"), day.to_string()]);
                [one.status.to_string(), days(one.days)]
                    .into_iter()
                    .chain(last.into_iter().flatten())
                    .collect()
            }),
            column("Next step", 0, &|one| {
                std::iter::once(one.next.clone()).chain(by_whom_and_when(one)).collect()
            }),
            column("Left to give", STATUS_AT_MOST, &|one| {
                vec![counted(u64::from(one.carpets.left), "red carpet", "red carpets"), counts(one)]
            }),
        ],
        wide: 2,
        is_ruled: true,
        ..Grid::default()
    };
    screen.table(&grid);
    screen.line(&legend(list));
    screen.finish()
}

/// Writes the document.
pub(super) fn markdown(list: &StatusList<'_>) -> String {
    let mut document = Document::default();
    document.heading(1, &title(list));
    if list.cases.is_empty() {
        document.paragraph(NOTHING);
        return document.finish();
    }
    let row = |one: &CaseView| {
        vec![
            name(one),
            one.account_manager.clone().unwrap_or_default(),
            one.status.to_string(),
            days(one.days),
            one.last.map(|(event, day)| format!("{event} on {day}")).unwrap_or_default(),
            carpets(one),
            balance(one),
            next(one),
        ]
    };
    let headers =
        ["Customer", "Account manager", "Status", "For", "Last step", "Red carpets", "Balance", "Next step"];
    document.table(&headers, &list.cases.iter().map(row).collect::<Vec<_>>());
    document.paragraph(&legend(list));
    document.finish()
}

/// Writes one case with everything on record of the customer, for the terminal.
pub(super) fn history(list: &StatusList<'_>, (book, events): (&Casebook, &[&Event]), look: Look) -> String {
    let mut screen = Screen::new(look);
    for one in list.cases {
        screen.heading(&name(one));
        facts(one, list).iter().for_each(|fact| screen.line(fact));
    }
    screen.paragraph("On record:");
    screen.finish() + &record::list(book, events, look)
}

/// The same as a document.
pub(super) fn history_markdown(list: &StatusList<'_>, (book, events): (&Casebook, &[&Event])) -> String {
    let mut document = Document::default();
    for one in list.cases {
        document.heading(1, &name(one));
        document.points(&facts(one, list));
    }
    document.heading(2, "On record");
    let row = |event: &&Event| {
        let by = event.by.clone().unwrap_or_default();
        vec![event.at.to_string(), event.kind.to_string(), by, record::what(book, event).join("; ")]
    };
    document.table(&["Day", "Event", "By", "What"], &events.iter().map(row).collect::<Vec<_>>());
    document.finish()
}

const NOTHING: &str = "No case is open. To open one for everybody at risk: retain record --flagged";

fn title(list: &StatusList<'_>) -> String {
    format!("Open cases on {}", list.as_of)
}

fn facts(one: &CaseView, list: &StatusList<'_>) -> Vec<String> {
    let still = one.days_without_improvement.map(|still| format!("Without improvement for {}", days(still)));
    let lines = [
        Some(format!(
            "{} since {} ({}); {} {}",
            one.status,
            one.since,
            days(one.days),
            one.flagged_words,
            one.flagged
        )),
        one.account_manager.as_ref().map(|name| format!("Account manager: {name}")),
        Some(format!("Next: {}", next(one))),
        still,
        one.owed.as_ref().map(|owed| format!("Owed to them: {owed}; nobody has recorded that it was paid")),
        Some(format!("{}; {}", carpets(one), balance(one))),
        one.experiences.bad.is_some_and(|bad| bad > 0).then(|| legend(list)),
    ];
    lines.into_iter().flatten().collect()
}

fn legend(list: &StatusList<'_>) -> String {
    format!("{} good experiences are wanted for each bad one.", list.positives_per_negative)
}

fn name(one: &CaseView) -> String {
    one.name.clone().unwrap_or_else(|| one.customer.clone())
}

fn days(days: i64) -> String {
    counted(u64::try_from(days).unwrap_or(0), "day", "days")
}

fn next(one: &CaseView) -> String {
    by_whom_and_when(one).map_or_else(|| one.next.clone(), |by| format!("{} ({by})", one.next))
}

fn by_whom_and_when(one: &CaseView) -> Option<String> {
    let who = one.next_by.as_ref().map(|who| format!(", {who}")).unwrap_or_default();
    one.next_day.map(|day| format!("by {day}{who}"))
}

fn carpets(one: &CaseView) -> String {
    let left = u64::from(one.carpets.left);
    format!("{} left", counted(left, "red carpet", "red carpets"))
}

fn balance(one: &CaseView) -> String {
    let missing = one.experiences.missing().filter(|missing| *missing > 0);
    format!(
        "{}{}",
        counts(one),
        missing.map(|missing| format!(" ({missing} more good wanted)")).unwrap_or_default()
    )
}

fn counts(one: &CaseView) -> String {
    let Experiences { good, bad, .. } = one.experiences;
    let bad = bad.map_or_else(|| "bad not known".to_owned(), |bad| format!("{bad} bad"));
    format!("{good} good, {bad}")
}
