//! Turns what is due into a table for the terminal and a document: the longest overdue first.

use chrono::NaiveDate;

use super::document::Document;
use super::screen::Screen;
use super::table::{Column, Grid};
use super::tone::Tone;
use super::words::counted;
use super::{DueList, Look};
use crate::program::Due;

/// How wide names may be.
const NAME_AT_MOST: usize = 22;
/// How what is done is taken off the list.
const DONE: &str =
    "What is done leaves this list when it is recorded, as in: retain record CUSTOMER called reached";

/// Writes the table.
pub(super) fn table(list: &DueList<'_>, look: Look) -> String {
    let mut screen = Screen::new(look);
    screen.heading(&title(list));
    if list.due.is_empty() {
        screen.paragraph(&nothing(list));
        return screen.finish();
    }
    let column = |header: &str, lines: &dyn Fn(&Due) -> Vec<String>| {
        Column::new(header, NAME_AT_MOST, list.due.iter().map(lines).collect())
    };
    let grid = Grid {
        columns: vec![
            column("Due", &|due| {
                let late = overdue(due, list.as_of);
                std::iter::once(due.day.to_string()).chain(late).collect()
            }),
            column("Customer", &|due| {
                vec![due.name.clone().unwrap_or_else(|| due.customer.clone()), due.status.to_string()]
            }),
            column("What", &what),
            column("Who", &|due| vec![due.owner.clone().unwrap_or_default()]),
        ],
        wide: 2,
        tones: list.due.iter().map(|due| tone(due, list.as_of)).collect(),
        toned: 1,
        is_ruled: true,
    };
    screen.table(&grid);
    screen.paragraph(&counts(list));
    screen.line(DONE);
    screen.finish()
}

/// Writes the document.
pub(super) fn markdown(list: &DueList<'_>) -> String {
    let mut document = Document::default();
    document.heading(1, &title(list));
    if list.due.is_empty() {
        document.paragraph(&nothing(list));
        return document.finish();
    }
    let row = |due: &Due| {
        vec![
            due.day.to_string(),
            overdue(due, list.as_of).unwrap_or_default(),
            due.name.clone().unwrap_or_else(|| due.customer.clone()),
            due.owner.clone().unwrap_or_default(),
            what(due).join(" "),
        ]
    };
    let rows: Vec<_> = list.due.iter().map(row).collect();
    document.table(&["Due", "Late", "Customer", "Who", "What"], &rows);
    document.paragraph(&counts(list));
    document.finish()
}

fn title(list: &DueList<'_>) -> String {
    let until = if list.until > list.as_of { format!(", up to {}", list.until) } else { String::new() };
    let manager = list.account_manager.map(|name| format!(", account manager {name}")).unwrap_or_default();
    format!("Due on {}{until}{manager}", list.as_of)
}

fn nothing(list: &DueList<'_>) -> String {
    if list.has_cases {
        format!("Nothing is due up to {}.", list.until)
    } else {
        "Nothing is due: there is no case on record. To open one for everybody at risk: retain record --flagged"
            .to_owned()
    }
}

fn what(due: &Due) -> Vec<String> {
    let about = due.about.as_ref().map(|id| format!("(promise {id})"));
    std::iter::once(due.what.clone()).chain(about).collect()
}

fn overdue(due: &Due, as_of: NaiveDate) -> Option<String> {
    let days = u64::try_from(due.days_overdue(as_of)).unwrap_or(0);
    match (days, due.day == as_of) {
        (0, true) => Some("today".to_owned()),
        (0, false) => None,
        (days, _) => Some(format!("{} late", counted(days, "day", "days"))),
    }
}

fn counts(list: &DueList<'_>) -> String {
    let late = list.due.iter().filter(|due| due.is_overdue(list.as_of)).count();
    let rest = list.due.len() - late;
    format!("{late} overdue, {rest} due up to {}.", list.until)
}

fn tone(due: &Due, as_of: NaiveDate) -> Tone {
    match (due.is_overdue(as_of), due.day == as_of) {
        (true, _) => Tone::Critical,
        (_, true) => Tone::AtRisk,
        (false, false) => Tone::Plain,
    }
}
