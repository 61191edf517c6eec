//! Turns what a line says of a customer into the event it comes to, and finds that event where it is on record already.

use chrono::NaiveDate;

use super::lines::Line;
use super::meaning::{Said, said};
use super::{Sheet, SheetOccasion, promises};
use crate::casebook::{Case, Casebook, Draft, Event, EventKind, Refusal, Says, Status, Value, ValueKind};
use crate::diagnostic::Place;
use crate::ingest::key;
use crate::model::day_of;
use crate::program::LINES;

/// Something that a sheet says of a customer.
pub(super) struct Entry<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) line: &'a Line,
    pub(super) customer: String,
    pub(super) said: Said,
    pub(super) at: NaiveDate,
}

impl<'a> Entry<'a> {
    /// The order in which entries are taken in, whatever that of files and sections: by day, as the documents follow
    /// each other; what another sheet may have said already comes last.
    pub(super) fn order(&self) -> (bool, NaiveDate, usize, EventKind, String, String) {
        let code = &self.line.code;
        let place = LINES.iter().position(|line| *line == (code.document, code.line)).unwrap_or(0);
        let is_of_plan = matches!(self.said.kind, EventKind::PlanProposed | EventKind::Accepted);
        let is_last = self.said.is_repeated && !is_of_plan;
        (is_last, self.at, place, self.said.kind, key(&self.customer), self.mark())
    }

    /// What is kept with the event: the line, and which sheet it stood on.
    pub(super) fn mark(&self) -> String {
        self.sheet.mark_of(self.line)
    }

    /// The sheet and the line.
    pub(super) fn spot(&self) -> (&'a str, u64) {
        (self.sheet.name.as_str(), self.line.number)
    }

    /// The customer, and the sheet.
    pub(super) fn of_sheet(&self) -> (String, String) {
        (key(&self.customer), self.sheet.name.clone())
    }

    pub(super) fn place(&self) -> Place {
        self.sheet.place(self.line)
    }

    /// Whether it stands on this line of this document.
    pub(super) fn is_on(&self, document: &str, line: &str) -> bool {
        (self.line.code.document, self.line.code.line) == (document, line)
    }

    fn by(&self, occasion: &SheetOccasion<'_>) -> Option<String> {
        self.said.by.clone().or_else(|| occasion.by.map(str::to_owned))
    }

    pub(super) fn draft(&self, occasion: &SheetOccasion<'_>, book: &Casebook) -> Result<Draft, Refusal> {
        let is_plan = self.said.kind == EventKind::PlanProposed;
        let is_kept = self.said.kind == EventKind::Kept;
        let promise = promises::of_line(book, &self.customer, self.line).filter(|_| is_kept);
        Ok(Draft {
            customer: self.customer.clone(),
            kind: self.said.kind,
            at: self.at,
            by: self.by(occasion),
            words: Some(self.said.words.clone()).filter(|words| !words.is_empty()).into_iter().collect(),
            terms: is_plan.then(|| (occasion.terms)(&self.customer)).transpose()?,
            note: self.said.note.clone(),
            source: Some(format!("{}:{}", self.sheet.name, self.line.number)),
            is_shareable: self.said.is_shareable,
            about: promise.map(|promise| promise.id.clone()),
        })
    }

    /// Whether an event counts and is of this kind and customer.
    fn is_alike(&self, event: &Event, book: &Casebook) -> bool {
        event.kind == self.said.kind
            && key(&event.customer) == key(&self.customer)
            && !book.is_taken_back(event)
    }

    /// Whether an event was recorded from this very line.
    pub(super) fn is_of_line(&self, event: &Event, book: &Casebook) -> bool {
        event.code() == Some(self.mark().as_str()) && self.is_alike(event, book)
    }

    /// Whether an event says what the line says.
    pub(super) fn is_as(&self, event: &Event, occasion: &SheetOccasion<'_>) -> bool {
        let said = &self.said;
        let says = said.kind.rule().says;
        let is_value = says == Says::Always(ValueKind::Terms)
            || Value::read(says, std::slice::from_ref(&said.words), None, occasion.occasion.issues)
                .is_ok_and(|value| value == event.value);
        is_value
            && said.note == event.note
            && said.is_shareable == event.is_shareable
            && said.day.is_none_or(|day| day == event.at)
            && (said.by.is_none() || said.by == event.by)
    }

    /// The event by which it is on record: of this line, or, where another sheet asks for the same, of that one.
    pub(super) fn recorded<'b>(&self, book: &'b Casebook, occasion: &SheetOccasion<'_>) -> Option<&'b Event> {
        let mut of_line = book.events().filter(|event| self.is_of_line(event, book)).peekable();
        if of_line.peek().is_some() {
            return of_line.find(|event| self.is_as(event, occasion));
        }
        self.repeated(book)
    }

    /// The event of another line that says the same, where another one asks for it: it happened once, unless the days
    /// differ.
    pub(super) fn repeated<'b>(&self, book: &'b Casebook) -> Option<&'b Event> {
        let alike = || book.events().filter(|event| self.said.is_repeated && self.is_alike(event, book));
        let is_proposed = || book.case(&self.customer).map(Case::status) == Some(Status::PlanProposed);
        if self.said.kind == EventKind::PlanProposed && is_proposed() {
            return alike().last();
        }
        let is_any_day = self.said.kind == EventKind::PlanProposed;
        alike().find(|event| {
            event.at >= self.since()
                && (is_any_day || self.said.day.is_none_or(|day| day == event.at))
                && (event.kind != EventKind::Called || event.value == Some(Value::Text("reached".to_owned())))
        })
    }

    /// What this line says beside an event of another one that says the same: a note.
    pub(super) fn beside(&self, event: &Event, book: &Casebook) -> Option<Self> {
        let note = self.said.note.as_ref().filter(|note| event.note.as_ref() != Some(note))?;
        let Said { day, ref by, is_without_tick, .. } = self.said;
        let words = format!("{}: {note}", event.kind);
        let said = Said { day, by: by.clone(), words, is_without_tick, ..said(EventKind::Note) };
        let customer = self.customer.clone();
        // Who signed is worked out from both signatures.
        let is_other = !self.is_of_line(event, book) && event.kind != EventKind::Accepted;
        is_other.then_some(Self { customer, said, ..*self })
    }

    /// The day of the sheet.
    pub(super) fn since(&self) -> NaiveDate {
        day_of(&self.sheet.mark).unwrap_or(NaiveDate::MIN)
    }

    /// Whether an event is what was recorded of this before: from this line, or by whom a plan was signed.
    pub(super) fn is_about(&self, event: &Event, book: &Casebook) -> bool {
        let is_signed = self.said.kind == EventKind::Accepted && event.at >= self.since();
        self.is_of_line(event, book) || is_signed && self.is_alike(event, book)
    }
}
