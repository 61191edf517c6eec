//! Turns events of the record into a table for the terminal.

use crate::casebook::{Casebook, Event, EventKind, Value};

use super::Look;
use super::list_table::WIDE;
use super::screen::Screen;
use super::table::{Column, Grid};

/// How wide names may be.
const NAME_AT_MOST: usize = 20;

/// Writes events, in their order.
pub(super) fn list(book: &Casebook, events: &[&Event], look: Look) -> String {
    let mut screen = Screen::new(look);
    if events.is_empty() {
        screen.line("Nothing is on record yet.");
        return screen.finish();
    }
    let column = |header: &str, lines: &dyn Fn(&Event) -> Vec<String>| {
        Column::new(header, NAME_AT_MOST, events.iter().map(|event| lines(event)).collect())
    };
    let id = |event: &Event| vec![event.id.clone()];
    let day = |event: &Event| vec![event.at.to_string()];
    let customer = |event: &Event| vec![event.customer.clone()];
    let happened = |event: &Event| {
        let by = event.by.as_ref().map(|by| format!("by {by}"));
        [Some(event.kind.name().to_owned()), by].into_iter().flatten().collect()
    };
    let said = column("What", &|event| what(book, event));
    let columns = if look.width >= WIDE {
        vec![
            column("Id", &id),
            column("Day", &day),
            column("Customer", &customer),
            column("Event", &happened),
            said,
        ]
    } else {
        let when = column("Day, id", &|event| [day(event), id(event)].concat());
        let who = column("Customer, event", &|event| [customer(event), happened(event)].concat());
        vec![when, who, said]
    };
    let wide = columns.len() - 1;
    let is_ruled = look.width < WIDE;
    let grid = Grid { columns, wide, is_ruled, ..Grid::default() };
    screen.table(&grid);
    screen.finish()
}

/// What an event says, a line each.
pub(super) fn what(book: &Casebook, event: &Event) -> Vec<String> {
    let about = event.about.as_ref().map(|id| match event.kind {
        EventKind::Undo => format!("takes back {id}"),
        _ => format!("about {id}"),
    });
    let lines = [
        event.value.as_ref().map(Value::words),
        event.note.clone(),
        event.is_shareable.then(|| "may be told".to_owned()),
        about,
        event.source.as_ref().map(|source| format!("from {source}")),
        book.is_taken_back(event).then(|| "(taken back)".to_owned()),
        book.is_out_of_turn(event).then(|| "(counts for nothing: it could not come here)".to_owned()),
    ];
    lines.into_iter().flatten().collect()
}
