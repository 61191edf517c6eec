//! Puts the record beside the answers: what was heard from customers, whose case is open since when, who is new on the
//! list and who left it.

use chrono::NaiveDate;

use super::brief::Brief;
use super::list::{Assessment, AtRiskList, Explanation};
use crate::casebook::{Case, Casebook, Event, EventKind, Status};
use crate::history::History;
use crate::ingest::{Book, key};
use crate::model::{Heard, HeardThreat, Label, Spot};

/// What the record knows of a customer on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Where the case stands.
    pub status: Status,
    /// The day since which it stands there.
    pub since: NaiveDate,
    /// The day on which somebody was told to act.
    pub flagged: NaiveDate,
    /// For how many days nothing has improved; `None` where nobody has to act any more.
    pub days_without_improvement: Option<i64>,
}

/// How the list differs from what was on record before the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Who is to be called and had no case, or one that was closed: by id.
    pub new: Vec<String>,
    /// Whose case is still worked on, and who is no longer to be called: by id, and name where that is another.
    pub left: Vec<(String, Option<String>)>,
}

/// Adds to the book what the staff heard.
pub fn hear(book: &mut Book, casebook: &Casebook, file: &str) {
    if casebook.is_empty() {
        return;
    }
    let file = book.files.add(file);
    let counts = |event: &&Event| !casebook.is_taken_back(event) && !casebook.is_out_of_turn(event);
    for case in casebook.newest_cases() {
        let [customer] = book.directory.find(&case.customer)[..] else { continue };
        let wanted = key(&case.customer);
        let mut heard = Heard {
            rude_reporters: u32::try_from(case.rude_reporters().len()).unwrap_or(u32::MAX),
            ..Heard::default()
        };
        for event in casebook.events().filter(counts).filter(|event| key(&event.customer) == wanted) {
            match event.kind {
                EventKind::ThreatensToLeave => {
                    let line = casebook.line_of(event).unwrap_or(0);
                    let spot = Spot::new(file, line);
                    heard.threats.push(HeardThreat { day: event.at, by: event.by.clone(), spot });
                }
                EventKind::Recovered => {
                    heard.threats.clear();
                    heard.recovered = Some(event.at);
                }
                _ => {}
            }
        }
        book.heard.insert(customer, heard);
    }
}

/// Adds to the list what the record knows: every customer's case, and who is new on the list and who left it.
pub fn add_record(list: &mut AtRiskList, casebook: &Casebook, book: &Book) {
    if casebook.newest_cases().next().is_none() {
        return;
    }
    let as_of = list.as_of;
    let parts = [&mut list.call, &mut list.beyond, &mut list.watch, &mut list.rest, &mut list.lost];
    for one in parts.into_iter().flatten() {
        add_case(one, casebook, book);
    }
    let to_call = || list.call.iter().chain(&list.beyond);
    let is_called = |case: &Case| {
        to_call().any(|one| case_of(casebook, one).is_some_and(|other| other.customer == case.customer))
    };
    let manager = list.account_manager.as_deref().map(key);
    let is_wanted = |case: &Case| match (&manager, &book.directory.find(&case.customer)[..]) {
        (None, _) => true,
        (Some(wanted), [customer]) => {
            let name = book.directory.person(*customer).account_manager;
            name.is_some_and(|name| key(name) == *wanted)
        }
        (Some(_), _) => false,
    };
    let was_called = |case: &&Case| case.is_worked_on() && case.flagged() < as_of;
    let left = casebook.newest_cases().filter(was_called);
    let left = left.filter(|case| !is_called(case) && is_wanted(case));
    list.changes = Some(Changes {
        new: to_call().filter(|one| is_new(one.recorded, as_of)).map(|one| one.customer.clone()).collect(),
        left: left.map(|case| (case.customer.clone(), name_of(book, case))).collect(),
    });
}

/// Adds to an assessment what the record knows of the customer.
fn add_case(one: &mut Assessment, casebook: &Casebook, book: &Book) {
    one.recorded = case_of(casebook, one).map(|case| Recorded::of(case, book, one.index));
    one.since = one.recorded.and_then(Recorded::worked_on_since).or(one.since);
}

impl Recorded {
    fn of(case: &Case, book: &Book, customer: usize) -> Self {
        let better = History::of(&book.firm, customer).better_on();
        let improved = better.map_or(case.improved(), |better| better.max(case.improved()));
        let days = || (book.firm.as_of - improved).num_days().max(0);
        Self {
            status: case.status(),
            since: case.since(),
            flagged: case.flagged(),
            days_without_improvement: case.is_worked_on().then(days),
        }
    }

    /// The day on which somebody was told to act, where somebody still has to.
    fn worked_on_since(self) -> Option<NaiveDate> {
        self.days_without_improvement.map(|_| self.flagged)
    }
}

impl Brief<'_> {
    /// Adds what the record knows of the customer.
    pub fn add_case(&mut self, casebook: &Casebook, book: &Book) {
        let case = casebook.case_of(self.customer, self.name);
        self.recorded = case.map(|case| Recorded::of(case, book, self.index));
        let since = &mut self.figures.since;
        *since = self.recorded.and_then(Recorded::worked_on_since).or(*since);
    }

    /// Whether it is a customer to call who was not to be called before, as far as the record knows.
    #[must_use]
    pub fn is_new_to_call(&self, as_of: NaiveDate) -> bool {
        matches!(self.figures.label, Label::Critical | Label::AtRisk) && is_new(self.recorded, as_of)
    }
}

/// Adds to a customer's page what is on record of the customer.
pub fn add_history(page: &mut Explanation, casebook: &Casebook, book: &Book) {
    add_case(&mut page.assessment, casebook, book);
    let Some(case) = case_of(casebook, &page.assessment) else { return };
    let wanted = key(&case.customer);
    let counts = |event: &&Event| {
        key(&event.customer) == wanted
            && event.kind != EventKind::Undo
            && !casebook.is_taken_back(event)
            && !casebook.is_out_of_turn(event)
    };
    page.recorded = casebook.events().filter(counts).cloned().collect();
}

impl AtRiskList {
    /// Leaves only those to call who are new on the list; without a record all of them are.
    pub fn keep_new(&mut self) {
        let as_of = self.as_of;
        self.call.retain(|one| is_new(one.recorded, as_of));
        for others in [&mut self.beyond, &mut self.watch, &mut self.rest, &mut self.lost] {
            others.clear();
        }
        self.is_of_new = true;
    }
}

/// Whether a customer to call was not to be called before, as far as the record knows.
fn is_new(recorded: Option<Recorded>, as_of: NaiveDate) -> bool {
    recorded.is_none_or(|recorded| match recorded.status {
        Status::Open | Status::PlanProposed | Status::FinalChance | Status::Released => {
            recorded.flagged >= as_of
        }
        Status::Closed => true,
        Status::Recovered | Status::Advocate | Status::Lost => false,
    })
}

fn name_of(book: &Book, case: &Case) -> Option<String> {
    let [customer] = book.directory.find(&case.customer)[..] else { return None };
    book.directory.person(customer).name.map(str::to_owned)
}

fn case_of<'a>(casebook: &'a Casebook, one: &Assessment) -> Option<&'a Case> {
    casebook.case_of(&one.customer, one.name.as_deref())
}
