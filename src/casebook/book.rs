//! The record as a whole: what its lines say, and what is wrong with them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::case::Case;
use super::event::Event;
use super::folding::{Folded, fold};
use super::line::{LineFault, print, sum_of};
use super::proposing::{Draft, Occasion, words_of};
use super::rules::{EventKind, Leads};
use super::value::Value;
use crate::ingest::key;

/// The record of what was decided and done.
#[derive(Debug, Clone, Default)]
pub struct Casebook {
    /// By number and id, which is their order.
    pub(super) entries: BTreeMap<(u64, String), Entry>,
    pub(super) folded: Folded,
    pub(super) file: FileState,
}

/// An event with its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) event: Event,
    pub(super) line: String,
    /// Where it stands in the file, from 1; `None` until it does.
    pub(super) number: Option<u64>,
}

/// What is to be known of the file before anything is added to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FileState {
    /// Its name, for messages.
    pub(super) name: String,
    /// Lines that cannot be read, and why.
    pub(super) damaged: Vec<(u64, LineFault)>,
    /// Where an unfinished last line begins.
    pub(super) torn_at: Option<usize>,
    /// Whether the last line is whole and lacks its line end.
    pub(super) lacks_line_end: bool,
    /// Why the file is less than it was, where it is.
    pub(super) shortage: Option<String>,
    /// Whether lines come from a newer version.
    pub(super) is_newer: bool,
    /// The checksum of the last line.
    pub(super) last_sum: String,
}

impl Casebook {
    /// All events, in their order, those that were taken back included.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.entries.values().map(|entry| &entry.event)
    }

    /// The event with this id, or with the only id that begins so.
    #[must_use]
    pub fn event(&self, id: &str) -> Option<&Event> {
        let mut beginning = self.events().filter(|event| !id.is_empty() && event.id.starts_with(id));
        let exact = self.events().find(|event| event.id == id);
        exact.or_else(|| beginning.next().filter(|_| beginning.next().is_none()))
    }

    /// Whether an event was taken back.
    #[must_use]
    pub fn is_taken_back(&self, event: &Event) -> bool {
        self.folded.taken_back.contains(&event.id)
    }

    /// Whether an event could not come where it stands, and counts for nothing.
    #[must_use]
    pub fn is_out_of_turn(&self, event: &Event) -> bool {
        self.folded.out_of_turn.contains(&event.id)
    }

    /// What counts of what was recorded of a customer, in its order.
    pub fn counted(&self, customer: &str) -> impl Iterator<Item = &Event> {
        let counted = self.folded.counted.get(&key(customer));
        counted.into_iter().flatten().filter_map(|at| self.entries.get(at)).map(|entry| &entry.event)
    }

    /// The event that says the same as one that leads nowhere else: of this customer, this day and these words. Whether
    /// a promise was kept is said once, on whatever day.
    #[must_use]
    pub fn twin(&self, event: &Event) -> Option<&Event> {
        let is_answer = event.kind == EventKind::Kept;
        let is_same = |known: &&Event| {
            known.kind == event.kind
                && (&known.value, &known.about) == (&event.value, &event.about)
                && (is_answer
                    || (known.at, &known.by, &known.note) == (event.at, &event.by, &event.note)
                        && known.is_shareable == event.is_shareable)
        };
        let leads_on = matches!(event.kind.rule().leads, Leads::To(_));
        self.counted(&event.customer).filter(|_| !leads_on).find(is_same)
    }

    /// The event that says exactly what a draft says: it is not said twice, wherever the case stands since.
    #[must_use]
    pub fn told_before(&self, draft: &Draft, occasion: &Occasion<'_>) -> Option<&Event> {
        let says = draft.kind.rule().says;
        let value = Value::read(says, &draft.words, draft.terms.as_ref(), occasion.issues).ok()?;
        let (by, note) = (words_of(draft.by.as_deref()), words_of(draft.note.as_deref()));
        self.counted(draft.customer.trim()).find(|known| {
            known.kind == draft.kind
                && known.value == value
                && (known.at, known.by.as_deref(), known.note.as_deref()) == (draft.at, by, note)
        })
    }

    /// The line of the file on which an event stands.
    #[must_use]
    pub fn line_of(&self, event: &Event) -> Option<u64> {
        self.entries.get(&(event.number, event.id.clone())).and_then(|entry| entry.number)
    }

    /// The newest case of a customer, whatever the case and spacing of its id.
    #[must_use]
    pub fn case(&self, customer: &str) -> Option<&Case> {
        // A list may be long, and most firms have none on record.
        if self.folded.cases.is_empty() {
            return None;
        }
        self.folded.cases.get(&key(customer))?.last()
    }

    /// The newest case of a customer that is known by this id, or by this name where no file had an id for it yet.
    #[must_use]
    pub fn case_of(&self, id: &str, name: Option<&str>) -> Option<&Case> {
        [Some(id), name].into_iter().flatten().find_map(|known| self.case(known))
    }

    /// The newest case of every customer, by customer.
    pub fn newest_cases(&self) -> impl Iterator<Item = &Case> {
        self.folded.cases.values().filter_map(|cases| cases.last())
    }

    /// All cases, by customer, the newest of each last.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.folded.cases.values().flatten()
    }

    /// The spelling under which a customer is on record.
    #[must_use]
    pub fn spelling(&self, customer: &str) -> Option<&str> {
        let wanted = key(customer);
        self.events().map(|event| event.customer.as_str()).find(|known| key(known) == wanted)
    }

    /// The record as it was on a day: without what happened later.
    #[must_use]
    pub fn up_to(&self, as_of: NaiveDate) -> Self {
        let mut book = self.clone();
        book.entries.retain(|_, entry| entry.event.at <= as_of);
        book.refold();
        book
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an event that was proposed, so that the next one can be proposed.
    pub fn push(&mut self, event: Event) {
        let line = print(&event);
        self.file.last_sum = sum_of(&line).to_owned();
        self.entries.insert((event.number, event.id.clone()), Entry { event, line, number: None });
        self.refold();
    }

    pub(super) fn refold(&mut self) {
        self.folded = fold(&self.events().collect::<Vec<_>>());
    }

    /// The text that is added to the file for the events that were pushed, in their order.
    #[must_use]
    pub fn added_text(&self) -> String {
        let added = self.entries.values().filter(|entry| entry.number.is_none());
        let lines: String = added.map(|entry| format!("{}\n", entry.line)).collect();
        if self.file.lacks_line_end && !lines.is_empty() { format!("\n{lines}") } else { lines }
    }

    /// The text of the whole file with nothing but what could be read, byte for byte as it was.
    #[must_use]
    pub fn repaired_text(&self) -> String {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by_key(|entry| entry.number.unwrap_or(u64::MAX));
        entries.iter().map(|entry| format!("{}\n", entry.line)).collect()
    }

    /// What the small file beside the record remembers: how many events there are, and the checksum of the last line.
    #[must_use]
    pub fn count_text(&self) -> String {
        let sum = if self.is_empty() { "-" } else { &self.file.last_sum };
        format!("{} {sum}\n", self.len())
    }

    /// Where an unfinished last line begins, which has to be cut off before anything is added.
    #[must_use]
    pub fn torn_at(&self) -> Option<usize> {
        self.file.torn_at
    }

    /// Whether anything keeps the record from being added to that a repair would put right.
    #[must_use]
    pub fn needs_repair(&self) -> bool {
        !self.file.damaged.is_empty() || self.file.shortage.is_some()
    }

    /// The lines that cannot be read, from 1.
    pub fn damaged_lines(&self) -> impl Iterator<Item = u64> {
        self.file.damaged.iter().map(|(line, _)| *line)
    }

    /// Whether lines come from a newer version of the program, which alone may add to them.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        self.file.is_newer
    }
}
