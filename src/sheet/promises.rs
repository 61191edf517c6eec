//! Turns what stands behind a promise on a checklist into what was added to it: only the record knows what was printed.

use super::entry::Entry;
use super::lines::{Change, Line, Tick};
use super::meaning::NO_TICK;
use super::recording::{Customers, SheetOccasion};
use super::words::{one_space, written};
use super::{Sheet, printed};
use crate::casebook::{Casebook, EventKind, Promise};
use crate::diagnostic::Problems;
use crate::program::stands_for;

/// What is printed before the words of a promise.
const KEPT: &str = "kept our promise: ";

/// Keeps what was added to a promise that was kept, and names one that is not ticked and has something added.
pub(super) fn settle(
    sheets: &[Sheet],
    entries: &mut [Entry<'_>],
    (book, customers): (&Casebook, &Customers),
    occasion: &SheetOccasion<'_>,
    problems: &mut Problems,
) {
    for entry in entries.iter_mut().filter(|entry| entry.said.kind == EventKind::Kept) {
        let added = of_line(book, &entry.customer, entry.line).and_then(|promise| added(promise, entry.line));
        entry.said.note =
            added.or_else(|| Some(printed::words(entry.line)).filter(|words| !words.is_empty()));
    }
    for sheet in sheets {
        let open = sheet.lines.iter().filter(|line| line.code.line == "promise-" && line.tick == Tick::Empty);
        for line in open.filter(|line| line.change == Change::Untold) {
            let Some(customer) = customers.only(&line.code.customer) else { continue };
            let promise = of_line(book, customer, line);
            let added = promise.and_then(|promise| added(promise, line));
            if added.is_some_and(|added| !printed::says_no(&added)) {
                problems.add(occasion.weighed(NO_TICK.problem().at(sheet.place(line))));
            }
        }
    }
}

/// The promise that a line of a checklist is about.
pub(super) fn of_line<'b>(book: &'b Casebook, customer: &str, line: &Line) -> Option<&'b Promise> {
    let is_meant = |id: &str| stands_for(&line.spelled, "checklist", &format!("promise-{id}"));
    book.case(customer)?.promises.iter().find(|promise| is_meant(&promise.id))
}

/// What stands behind the words of a promise; nothing where these were changed.
fn added(promise: &Promise, line: &Line) -> Option<String> {
    let (_, behind) = line.text.split_once(KEPT)?;
    let behind = one_space(&written(behind));
    let words = promise.what.as_deref().map(one_space)?;
    // Quotation marks and the like are printed in other ways than they are kept.
    let mut wanted = words.chars().filter(|c| c.is_alphanumeric()).peekable();
    let mut end = 0;
    for (at, c) in behind.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        match wanted.next() {
            Some(expected) if expected == c => end = at + c.len_utf8(),
            Some(_) => return None,
            None => break,
        }
    }
    let added = written(behind.get(end..)?.trim_start_matches(|c: char| !c.is_alphanumeric()));
    (!added.is_empty()).then_some(added)
}
