//! Turns the signatures under a plan into what they make of it: it holds from the day on which both have signed.

use chrono::NaiveDate;

use super::entry::Entry;
use super::meaning::{Said, said};
use crate::casebook::{Casebook, Event, EventKind};
use crate::diagnostic::{Diagnostic, Problems};
use crate::ingest::key;
use crate::program::stands_for;

const DOCUMENT: &str = "plan-customer";
const OURS: &str = "signed-by-us";
const THEIRS: &str = "signed-by-them";

/// Who signed, and when.
struct Signer {
    name: String,
    at: NaiveDate,
}

/// Puts both signatures of a plan together. With one of them it is recorded who has signed, and said who has not.
pub(super) fn settle(entries: &mut [Entry<'_>], book: &Casebook, problems: &mut Problems) {
    let ours: Vec<(String, Signer)> = entries
        .iter()
        .filter(|entry| entry.is_on(DOCUMENT, OURS))
        .map(|entry| (key(&entry.customer), signature(entry)))
        .collect();
    let theirs: Vec<String> = entries
        .iter()
        .filter(|entry| entry.is_on(DOCUMENT, THEIRS))
        .map(|entry| key(&entry.customer))
        .collect();
    for entry in entries {
        let customer = key(&entry.customer);
        if entry.is_on(DOCUMENT, OURS) {
            if !theirs.contains(&customer) && !has_accepted(entry, book) {
                problems.add(missing("our").at(entry.place()));
            }
            settle_ours(entry, book);
        } else if entry.said.kind == EventKind::Accepted {
            let on_sheet = ours.iter().find(|(of, _)| *of == customer).map(|(_, signature)| signature);
            let on_record = of_line(book, &customer, OURS).map(recorded);
            match on_sheet.or(on_record.as_ref()) {
                Some(ours) => settle_both(entry, ours),
                None => {
                    problems.add(missing("their").at(entry.place()));
                    let words = format!("{} signed the plan; we have not yet", signature(entry).name);
                    entry.said = Said { day: entry.said.day, words, ..said(EventKind::Note) };
                }
            }
        }
    }
}

/// Ours goes with the plan that we hand over. Where that is on record without it, it is a note.
fn settle_ours(entry: &mut Entry<'_>, book: &Casebook) {
    let is_of_line = book.events().any(|event| entry.is_of_line(event, book));
    if !is_of_line && entry.repeated(book).is_some() {
        let Said { day, by, .. } = entry.said.clone();
        entry.said = Said { day, by, words: "we signed the plan".to_owned(), ..said(EventKind::Note) };
    }
}

/// With both it holds from the later day.
fn settle_both(entry: &mut Entry<'_>, ours: &Signer) {
    let theirs = signature(entry);
    entry.at = ours.at.max(theirs.at);
    let note = format!("signed by {} on {} and by {} on {}", ours.name, ours.at, theirs.name, theirs.at);
    entry.said = Said { note: Some(note), day: Some(entry.at), by: None, ..entry.said.clone() };
}

fn signature(entry: &Entry<'_>) -> Signer {
    Signer { name: entry.said.by.clone().unwrap_or_default(), at: entry.at }
}

fn recorded(event: &Event) -> Signer {
    Signer { name: event.by.clone().unwrap_or_default(), at: event.at }
}

/// The last event that counts and was recorded from this line of a plan of the customer.
fn of_line<'b>(book: &'b Casebook, customer: &str, line: &str) -> Option<&'b Event> {
    let events = book.events().filter(|event| key(&event.customer) == customer && !book.is_taken_back(event));
    let is_of = |event: &&Event| event.line_code().is_some_and(|code| stands_for(code, DOCUMENT, line));
    events.filter(is_of).last()
}

/// Whether it is on record that they signed what this sheet is about.
fn has_accepted(entry: &Entry<'_>, book: &Casebook) -> bool {
    let mut accepted = book.events().filter(|event| event.kind == EventKind::Accepted);
    accepted.any(|event| {
        key(&event.customer) == key(&entry.customer)
            && event.at >= entry.since()
            && !book.is_taken_back(event)
    })
}

fn missing(whose: &str) -> Diagnostic {
    let message =
        format!("only {whose} signature stands here: the plan holds from the day on which both have signed");
    Diagnostic::note("sheet-signature-missing", message).hint(
        "read it again when the other one is there; two copies with one signature each: read them together",
    )
}
