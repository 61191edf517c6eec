//! Turns what filled-in sheets say into events that may come now and are not on record yet, and into what is in the way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::lines::Line;
use super::meaning::{Said, is_of_the_firm, lacks_name};
use super::{Reading, Sheet};
use crate::casebook::{
    Case, Casebook, Draft, Event, EventKind, Occasion, Says, Status, Terms, Value, ValueKind,
};
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::ingest::key;
use crate::model::day_of;
use crate::program::{LINES, customer_signs, stands_for};

/// The customers that the signs on paper can stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Customers {
    /// By the signs, the ids under which they are recorded.
    known: BTreeMap<String, BTreeSet<String>>,
}

impl Customers {
    /// Adds a customer: the id that a sheet is made with, and the one it is recorded under.
    pub fn add(&mut self, id: &str, recorded: &str) {
        let of_signs = self.known.entry(customer_signs(id)).or_default();
        if !of_signs.iter().any(|known| key(known) == key(recorded)) {
            of_signs.insert(recorded.to_owned());
        }
    }

    /// Whether every customer of whom something is filled in is known.
    #[must_use]
    pub fn are_enough(&self, sheets: &[Sheet], reading: &Reading) -> bool {
        let mut filled = sheets.iter().flat_map(|sheet| sheet.said(reading));
        filled.all(|(line, said)| {
            said.is_ok_and(|said| said.is_empty())
                || is_of_the_firm(line)
                || self.known.contains_key(&line.code.customer)
        })
    }
}

/// The circumstances in which sheets are read.
#[derive(Clone, Copy)]
pub struct SheetOccasion<'a> {
    /// When something is recorded, and the firm's issues.
    pub occasion: Occasion<'a>,
    /// How days are read.
    pub reading: Reading,
    /// The day of whatever has none on the sheet.
    pub on: Option<NaiveDate>,
    /// Who did or reports whatever has no name on the sheet.
    pub by: Option<&'a str>,
    /// Whether lines that cannot be recorded are left out.
    pub skips: bool,
    /// The terms of a plan for a customer.
    pub terms: &'a dyn Fn(&str) -> Terms,
}

/// What is to be recorded.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The events, in the order in which they are taken in; the book holds them already.
    pub events: Vec<Event>,
    /// How much of what is filled in was recorded before.
    pub recorded_before: usize,
    /// What is in the way, and what is left out.
    pub problems: Problems,
}

/// Something that a sheet says of a customer.
struct Entry<'a> {
    sheet: &'a Sheet,
    line: &'a Line,
    customer: String,
    said: Said,
    at: NaiveDate,
}

/// Puts what the sheets say into the book, as far as it may come and is not there yet.
pub fn plan(
    sheets: &[Sheet],
    book: &mut Casebook,
    customers: &Customers,
    occasion: &SheetOccasion<'_>,
) -> Plan {
    let mut plan = Plan::default();
    let mut entries = Vec::new();
    for sheet in sheets {
        entries.extend(entries_of(sheet, customers, occasion, &mut plan.problems));
    }
    entries.sort_by_cached_key(Entry::order);
    let mut without_case = BTreeSet::new();
    let before: BTreeSet<String> = book.events().map(|event| event.id.clone()).collect();
    for entry in &entries {
        if entry.is_recorded(book, occasion) {
            plan.recorded_before += 1;
            continue;
        }
        let changed = book.events().find(|event| {
            before.contains(&event.id)
                && entry.is_of_line(event, book)
                && !entries.iter().any(|other| other.is_of_line(event, book) && other.is_as(event, occasion))
        });
        let proposed = match changed {
            Some(event) => Err(Box::new(
                Diagnostic::error(
                    "sheet-line-changed",
                    "this line was recorded before, and said something else",
                )
                .hint(format!(
                    "take back what it said, then read the sheet again: retain record --undo {}",
                    event.id
                )),
            )),
            None => book.propose(&entry.draft(occasion, book), &occasion.occasion),
        };
        match proposed {
            Ok(event) => {
                let event = event.with_code(&entry.mark());
                book.push(event.clone());
                plan.events.push(event);
            }
            Err(refusal) => {
                // One remedy opens the case for all lines of the customer.
                let is_said = refusal.code == "no-open-case" && !without_case.insert(entry.customer.clone());
                if !is_said {
                    plan.problems.add(occasion.weighed(refusal.at(entry.sheet.place(entry.line))));
                }
            }
        }
    }
    plan
}

impl SheetOccasion<'_> {
    /// A problem with a line stops the run, unless such lines are left out.
    fn weighed(&self, mut problem: Diagnostic) -> Diagnostic {
        if self.skips {
            problem.severity = Severity::Warning;
        }
        problem
    }
}

impl Sheet {
    fn place(&self, line: &Line) -> Place {
        Place::Line { file: self.name.clone(), line: line.number }
    }
}

/// What is filled in on a sheet; what cannot be understood becomes a problem.
fn entries_of<'a>(
    sheet: &'a Sheet,
    customers: &Customers,
    occasion: &SheetOccasion<'_>,
    problems: &mut Problems,
) -> Vec<Entry<'a>> {
    let (mut entries, mut strangers, mut are_known) = (Vec::new(), Vec::new(), false);
    for (line, read) in sheet.said(&occasion.reading) {
        let read =
            read.and_then(|said| match said.iter().filter(|_| occasion.by.is_none()).find_map(lacks_name) {
                Some(fault) => Err(fault),
                None => Ok(said),
            });
        let said = match read {
            Ok(said) if said.is_empty() => continue,
            Ok(said) => said,
            Err(fault) => {
                let problem =
                    Diagnostic::error(fault.code, fault.message).at(sheet.place(line)).hint(fault.hint);
                problems.add(occasion.weighed(problem));
                continue;
            }
        };
        if is_of_the_firm(line) {
            problems.add(
                Diagnostic::note("sheet-line-of-the-firm", "this is about no customer, and stays on paper")
                    .at(sheet.place(line)),
            );
            continue;
        }
        let known = customers.known.get(&line.code.customer);
        let mut ids = known.into_iter().flatten();
        match (ids.next(), ids.next()) {
            (Some(id), None) => {
                are_known = true;
                let entry = |said: Said| Entry {
                    sheet,
                    line,
                    customer: id.clone(),
                    at: said.day.or(occasion.on).unwrap_or(occasion.occasion.today),
                    said,
                };
                entries.extend(said.into_iter().map(entry));
            }
            (Some(_), Some(_)) => problems.add(
                occasion.weighed(
                    Diagnostic::error("sheet-customer-unclear", "two customers have the signs of this code")
                        .at(sheet.place(line))
                        .hint("record it by name: retain record CUSTOMER EVENT"),
                ),
            ),
            (None, _) => strangers.push(line),
        }
    }
    say_strangers(sheet, &strangers, are_known, occasion, problems);
    entries
}

/// Says of which lines nobody knows the customer; where that is so of the whole sheet, it is of another firm.
fn say_strangers(
    sheet: &Sheet,
    strangers: &[&Line],
    are_known: bool,
    occasion: &SheetOccasion<'_>,
    problems: &mut Problems,
) {
    if !strangers.is_empty() && !are_known {
        problems.add(occasion.weighed(
            Diagnostic::error("sheet-of-another-firm", "none of the customers filled in here is on record or in the firm's files")
                .at(Place::File { file: sheet.name.clone() })
                .hint("run it in the firm's folder, or name its settings with --config; a customer that no file has yet is made known by: retain record CUSTOMER flagged --new"),
        ));
    } else {
        for line in strangers {
            problems.add(
                occasion.weighed(
                    Diagnostic::error(
                        "sheet-customer-unknown",
                        "the customer of this code is neither on record nor in the firm's files",
                    )
                    .at(sheet.place(line))
                    .hint("mend the code, or make the customer known: retain record CUSTOMER flagged --new"),
                ),
            );
        }
    }
}

impl Entry<'_> {
    /// The order in which entries are taken in, whatever that of files and sections: by day, as the documents follow
    /// each other; what another sheet may have said already comes last.
    fn order(&self) -> (bool, NaiveDate, usize, usize, String, String, String) {
        let code = &self.line.code;
        let place = LINES.iter().position(|line| *line == (code.document, code.line)).unwrap_or(0);
        let is_last = self.said.is_repeated && self.said.kind != EventKind::PlanProposed;
        let kind = EventKind::name(self.said.kind);
        // A plan is proposed before it is accepted, and after they met.
        let rank = ["met", "plan-proposed", "accepted"].iter().position(|name| *name == kind).unwrap_or(0);
        (is_last, self.at, place, rank, key(&self.customer), self.mark(), self.said.words.clone())
    }

    /// What is kept with the event: the line, and which sheet it stood on.
    fn mark(&self) -> String {
        format!("{} {}", self.line.spelled, self.sheet.mark)
    }

    fn by(&self, occasion: &SheetOccasion<'_>) -> Option<String> {
        self.said.by.clone().or_else(|| occasion.by.map(str::to_owned))
    }

    /// The promise that a line of a checklist is about.
    fn promise(&self, book: &Casebook) -> Option<String> {
        let promises = &book.case(&self.customer)?.promises;
        let is_meant = |id: &str| stands_for(&self.line.spelled, "checklist", &format!("promise-{id}"));
        promises.iter().map(|promise| &promise.id).find(|id| is_meant(id)).cloned()
    }

    fn draft(&self, occasion: &SheetOccasion<'_>, book: &Casebook) -> Draft {
        let is_plan = self.said.kind == EventKind::PlanProposed;
        Draft {
            customer: self.customer.clone(),
            kind: self.said.kind,
            at: self.at,
            by: self.by(occasion),
            words: Some(self.said.words.clone()).filter(|words| !words.is_empty()).into_iter().collect(),
            terms: is_plan.then(|| (occasion.terms)(&self.customer)),
            note: self.said.note.clone(),
            source: Some(format!("{}:{}", self.sheet.name, self.line.number)),
            is_shareable: self.said.is_shareable,
            about: if self.said.kind == EventKind::Kept { self.promise(book) } else { None },
        }
    }

    /// Whether an event was recorded from this very line.
    fn is_of_line(&self, event: &Event, book: &Casebook) -> bool {
        event.kind == self.said.kind
            && event.code() == Some(self.mark().as_str())
            && key(&event.customer) == key(&self.customer)
            && !book.is_taken_back(event)
    }

    /// Whether an event says what the line says.
    fn is_as(&self, event: &Event, occasion: &SheetOccasion<'_>) -> bool {
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

    /// Whether it is on record: from this line, or, where another sheet asks for the same, from that one.
    fn is_recorded(&self, book: &Casebook, occasion: &SheetOccasion<'_>) -> bool {
        if book.events().any(|event| self.is_of_line(event, book) && self.is_as(event, occasion)) {
            return true;
        }
        if !self.said.is_repeated {
            return false;
        }
        let kind = self.said.kind;
        let status = book.case(&self.customer).map(Case::status);
        if kind == EventKind::PlanProposed && status == Some(Status::PlanProposed) {
            return true;
        }
        let since = day_of(&self.sheet.mark).unwrap_or(NaiveDate::MIN);
        book.events().any(|event| {
            event.kind == kind
                && key(&event.customer) == key(&self.customer)
                && !book.is_taken_back(event)
                && event.at >= since
                && (kind != EventKind::Called || event.value == Some(Value::Text("reached".to_owned())))
        })
    }
}
