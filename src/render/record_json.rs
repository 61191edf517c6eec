//! Turns what is on record, what is due and where cases stand into JSON for other programs.

use serde_json::{Value, json};

use super::json::{day, text};
use super::{DueList, StatusList};
use crate::casebook::{self, Casebook, Event};
use crate::program::{CaseView, Due};

/// Writes events of the record as `retain.record/1`.
pub(super) fn record(book: &Casebook, events: &[&Event]) -> String {
    text(&json!({ "schema": "retain.record/1", "events": of_events(book, events) }))
}

/// Writes what is due as `retain.due/1`.
pub(super) fn due(list: &DueList<'_>) -> String {
    let of_due = |due: &Due| {
        json!({
            "due": due.day.to_string(),
            "days_overdue": due.days_overdue(list.as_of),
            "kind": due.kind.id(),
            "customer": due.customer,
            "name": due.name,
            "account_manager": due.account_manager,
            "status": due.status.id(),
            "what": due.what,
            "owner": due.owner,
            "done_by": due.kind.done_by().name(),
            "about": due.about,
        })
    };
    text(&json!({
        "schema": "retain.due/1",
        "as_of": list.as_of.to_string(),
        "until": list.until.to_string(),
        "overdue": list.due.iter().filter(|due| due.is_overdue(list.as_of)).count(),
        "due": list.due.iter().map(of_due).collect::<Vec<_>>(),
    }))
}

/// Writes where cases stand as `retain.status/1`; of one customer with the events on record.
pub(super) fn status(list: &StatusList<'_>, record: Option<(&Casebook, &[&Event])>) -> String {
    let of_case = |one: &CaseView| {
        json!({
            "customer": one.customer,
            "name": one.name,
            "account_manager": one.account_manager,
            "status": one.status.id(),
            "since": one.since.to_string(),
            "days": one.days,
            "flagged": one.flagged.to_string(),
            "days_without_improvement": one.days_without_improvement,
            "last_event": one.last.map(|(event, _)| event),
            "last_day": day(one.last.map(|(_, day)| day)),
            "next": one.next,
            "next_day": day(one.next_day),
            "red_carpets_used": one.carpets.used,
            "red_carpets_left": one.carpets.left,
            "positives": one.experiences.good,
            "negatives": one.experiences.bad,
            "positives_wanted": one.experiences.wanted,
            "next_by": one.next_by,
        })
    };
    let mut status = json!({
        "schema": "retain.status/1",
        "as_of": list.as_of.to_string(),
        "cases": list.cases.iter().map(of_case).collect::<Vec<_>>(),
    });
    if let (Value::Object(status), Some((book, events))) = (&mut status, record) {
        status.insert("events".to_owned(), of_events(book, events));
    }
    text(&status)
}

fn of_events(book: &Casebook, events: &[&Event]) -> Value {
    let with_standing = |event: &&Event| {
        let mut fields = of_event(event);
        if let Value::Object(fields) = &mut fields {
            fields.insert("taken_back".to_owned(), book.is_taken_back(event).into());
            fields.insert("out_of_turn".to_owned(), book.is_out_of_turn(event).into());
        }
        fields
    };
    events.iter().map(with_standing).collect()
}

/// An event of the record, as it was written.
pub(super) fn of_event(event: &Event) -> Value {
    json!({
        "id": event.id,
        "n": event.number,
        "at": event.at.to_string(),
        "recorded": event.recorded,
        "customer": event.customer,
        "event": event.kind.name(),
        "by": event.by,
        "value": event.value.as_ref().map(casebook::Value::json),
        "note": event.note,
        "source": event.source,
        "shareable": event.is_shareable,
        "about": event.about,
    })
}
