//! Turns what filled-in sheets say into events that may come now and are not on record yet, and into what is in the way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::entry::Entry;
use super::lines::Line;
use super::meaning::{Said, is_of_the_firm, lacks_name};
use super::{Reading, Sheet, contradictions, printed, promises, signing, strays, taken_away};
use crate::casebook::{Casebook, Event, EventKind, Occasion, Refusal, Terms};
use crate::diagnostic::{Diagnostic, Place, Problems, Severity};
use crate::ingest::key;
use crate::model::nearest;
use crate::program::customer_signs;

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

    /// The only customer that the signs on paper can stand for.
    pub(super) fn only(&self, signs: &str) -> Option<&str> {
        let of_signs = self.known.get(signs).filter(|known| known.len() == 1)?;
        of_signs.first().map(String::as_str)
    }

    /// Whether every customer of whom something is filled in is known.
    #[must_use]
    pub fn are_enough(&self, sheets: &[Sheet], reading: &Reading) -> bool {
        let mut filled = sheets.iter().flat_map(|sheet| sheet.said(reading));
        filled.all(|(line, said)| {
            said.map_or_else(|fault| fault.severity < Severity::Error, |said| said.is_empty())
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
    /// The terms of a plan for a customer, where what they rest on can be read.
    pub terms: &'a dyn Fn(&str) -> Result<Terms, Refusal>,
}

/// What is to be recorded.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The events, in the order in which they are taken in; the book holds them already.
    pub events: Vec<Event>,
    /// How many lines of those filled in were recorded before.
    pub recorded_before: usize,
    /// The lines that count though their boxes are not ticked.
    pub without_tick: Vec<String>,
    /// What is in the way, and what is left out.
    pub problems: Problems,
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
        sheet.remarks.iter().for_each(|remark| plan.problems.add(remark.clone()));
        strays::say(sheet, occasion, &mut plan.problems);
        entries.extend(entries_of(sheet, customers, occasion, &mut plan.problems));
    }
    taken_away::say(sheets, &entries, book, occasion, &mut plan.problems);
    promises::settle(sheets, &mut entries, (book, customers), occasion, &mut plan.problems);
    contradictions::settle(&mut entries, book, occasion, &mut plan.problems);
    signing::settle(&mut entries, book, &mut plan.problems);
    leave_one_note(&mut entries);
    entries.sort_by_cached_key(Entry::order);
    let before: BTreeSet<String> = book.events().map(|event| event.id.clone()).collect();
    let (mut old, mut new, mut without_case) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for entry in &entries {
        let beside = entry.recorded(book, occasion).and_then(|event| entry.beside(event, book));
        let entry = beside.as_ref().unwrap_or(entry);
        if let Some(event) = entry.recorded(book, occasion) {
            if before.contains(&event.id) {
                old.insert(entry.spot());
            }
            continue;
        }
        let changed = book.events().find(|event| {
            before.contains(&event.id)
                && entry.is_about(event, book)
                && !entries.iter().any(|other| other.is_of_line(event, book) && other.is_as(event, occasion))
        });
        let proposed = match changed {
            Some(event) => Err(otherwise(event)),
            None => entry.draft(occasion, book).and_then(|draft| book.propose(&draft, &occasion.occasion)),
        };
        match proposed {
            // Another sheet said it: a promise is answered for once.
            Ok(event) if event.kind == EventKind::Kept && book.twin(&event).is_some() => {
                old.insert(entry.spot());
            }
            Ok(event) => {
                plan.take(entry, event, book);
                new.insert(entry.spot());
            }
            Err(refusal) => {
                // One remedy opens the case for all lines of the customer.
                let is_said = refusal.code == "no-open-case" && !without_case.insert(entry.customer.clone());
                if !is_said {
                    plan.problems.add(occasion.weighed(refusal.at(entry.place())));
                }
            }
        }
    }
    plan.recorded_before = old.difference(&new).count();
    plan
}

impl Plan {
    /// Takes in an event of a line.
    fn take(&mut self, entry: &Entry<'_>, event: Event, book: &mut Casebook) {
        let event = event.with_code(&entry.mark());
        book.push(event.clone());
        self.events.push(event);
        if entry.said.is_without_tick {
            self.without_tick.push(format!("{}:{}", entry.sheet.name, entry.line.number));
        }
    }
}

/// A box that is ticked and a line that says when and where: a meeting that was agreed is noted once.
fn leave_one_note(entries: &mut Vec<Entry<'_>>) {
    let answered = entries.iter().filter(|entry| entry.is_on("script", "meeting"));
    let answered: BTreeSet<(String, String)> = answered.map(Entry::of_sheet).collect();
    entries.retain(|entry| {
        let says_no_more = entry.is_on("script", "agreed") && printed::words(entry.line).is_empty();
        !(says_no_more && answered.contains(&entry.of_sheet()))
    });
}

/// Of what was recorded before, and is not what stands there now.
fn otherwise(event: &Event) -> Box<Diagnostic> {
    let message =
        format!("this was recorded before, and said something else: `{}` on {}", event.kind, event.at);
    let hint =
        format!("take back what it said, then read the sheet again: retain record --undo {}", event.id);
    Box::new(Diagnostic::error("sheet-line-changed", message).hint(hint))
}

impl SheetOccasion<'_> {
    /// A problem with a line stops the run, unless such lines are left out.
    pub(super) fn weighed(&self, mut problem: Diagnostic) -> Diagnostic {
        if self.skips {
            problem.severity = problem.severity.min(Severity::Warning);
        }
        problem
    }
}

impl Sheet {
    /// What is kept with an event of a line: the line, and which sheet it stood on.
    pub(super) fn mark_of(&self, line: &Line) -> String {
        format!("{} {}", line.spelled, self.mark)
    }

    pub(super) fn place(&self, line: &Line) -> Place {
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
    let days = days_of(sheet, occasion);
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
                problems.add(occasion.weighed(fault.problem().at(sheet.place(line))));
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
                let of_sheet = days.get(&(line.code.customer.as_str(), line.code.document)).copied();
                let at =
                    |said: &Said| said.day.or(occasion.on).or(of_sheet).unwrap_or(occasion.occasion.today);
                let entry = |said: Said| Entry { sheet, line, customer: id.clone(), at: at(&said), said };
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
    say_strangers(sheet, &strangers, are_known, (customers, occasion), problems);
    entries
}

/// The day on which a sheet says that the call was made, or that the plan was signed, by customer and document: what
/// else stands on it is of that day. Of two signatures the later one counts.
fn days_of<'a>(
    sheet: &'a Sheet,
    occasion: &SheetOccasion<'_>,
) -> BTreeMap<(&'a str, &'static str), NaiveDate> {
    let tells =
        [("script", "called"), ("plan-customer", "signed-by-us"), ("plan-customer", "signed-by-them")];
    let mut days = BTreeMap::new();
    for (line, said) in sheet.said(&occasion.reading) {
        if !tells.contains(&(line.code.document, line.code.line)) {
            continue;
        }
        let said = said.unwrap_or_default();
        for day in said.iter().filter_map(|said| said.day).filter(|day| *day <= occasion.occasion.today) {
            let known = days.entry((line.code.customer.as_str(), line.code.document)).or_insert(day);
            *known = day.max(*known);
        }
    }
    days
}

/// Says of which lines nobody knows the customer; where that is so of the whole sheet, it is of another firm.
fn say_strangers(
    sheet: &Sheet,
    strangers: &[&Line],
    are_known: bool,
    (customers, occasion): (&Customers, &SheetOccasion<'_>),
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
            let signs = sheet.lines.iter().map(|other| other.code.customer.as_str());
            let known: BTreeSet<&str> = signs.filter(|signs| customers.known.contains_key(*signs)).collect();
            let near = nearest(&line.code.customer, known.iter().map(|signs| ((*signs).to_owned(), *signs)));
            let rest = line.spelled.get(line.code.customer.len()..).unwrap_or_default();
            let mend = near.first().map_or_else(
                || "mend the code".to_owned(),
                |signs| format!("did you mean ({signs}{rest})?\nelse mend the code"),
            );
            let what = "the customer of this code is neither on record nor in the firm's files";
            let hint = format!("{mend}, or make the customer known: retain record CUSTOMER flagged --new");
            let problem = Diagnostic::error("sheet-customer-unknown", what).at(sheet.place(line)).hint(hint);
            problems.add(occasion.weighed(problem));
        }
    }
}
