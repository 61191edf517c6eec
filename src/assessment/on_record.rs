//! Puts the record beside the answers: what was heard from customers, whose case is open since when, who is new on the
//! list and who left it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::brief::Brief;
use super::list::{Assessment, AtRiskList, Explanation};
use super::stage::Stage;
use crate::casebook::{Case, Casebook, EventKind, Status};
use crate::history::History;
use crate::ingest::Book;
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
    for case in casebook.newest_cases() {
        let [customer] = book.directory.find(&case.customer)[..] else { continue };
        let mut heard = Heard {
            rude_reporters: u32::try_from(case.rude_reporters().len()).unwrap_or(u32::MAX),
            decided: case.decided().filter(|_| case.is_worked_on()).cloned(),
            case: Some((case.status(), case.since())),
            ..Heard::default()
        };
        for event in casebook.counted(&case.customer) {
            let spot = || Spot::new(file, casebook.line_of(event).unwrap_or(0));
            match event.kind {
                EventKind::ThreatensToLeave => {
                    heard.threats.push(HeardThreat { day: event.at, by: event.by.clone(), spot: spot() });
                }
                EventKind::Recovered => {
                    heard.threats.clear();
                    heard.recovered = Some(event.at);
                }
                EventKind::Returned => heard.returned = Some(event.at),
                EventKind::Lost => {
                    heard.lost = case.loss.as_ref().map(|loss| loss.departure(event.at, spot()))
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
    let parts = [&mut list.call, &mut list.beyond, &mut list.under_way, &mut list.settled];
    let others = [&mut list.watch, &mut list.rest, &mut list.lost];
    for one in parts.into_iter().chain(others).flatten() {
        add_case(one, casebook, book);
    }
    let to_call = || list.call.iter().chain(&list.beyond);
    let of = |one: &Assessment| case_of(casebook, one).map(|case| case.customer.as_str());
    let listed: BTreeSet<&str> = list.at_risk().filter_map(of).collect();
    let lost: BTreeSet<&str> = list.lost.iter().filter_map(of).collect();
    let manager = list.account_manager.as_deref();
    let is_wanted = |case: &Case| match (manager, &book.directory.find(&case.customer)[..]) {
        (None, _) => true,
        (Some(wanted), [customer]) => book.directory.person(*customer).is_of(wanted),
        (Some(_), _) => false,
    };
    // Whom a person flagged today was not on the list before, unless the customer has left since.
    let was_listed = |case: &&Case| {
        case.is_worked_on() && (case.flagged() < as_of || lost.contains(case.customer.as_str()))
    };
    let left = casebook.newest_cases().filter(was_listed);
    let left = left.filter(|case| !listed.contains(case.customer.as_str()) && is_wanted(case));
    list.changes = Some(Changes {
        new: to_call()
            .filter(|one| is_new(one.stage, one.recorded, as_of))
            .map(|one| one.customer.clone())
            .collect(),
        left: left.map(|case| (case.customer.clone(), name_of(book, case))).collect(),
    });
}

/// Those for whom there are papers though nobody has to call them, by index: on the list, and then by their cases.
#[must_use]
pub fn cases_under_way(list: &AtRiskList, casebook: &Casebook, book: &Book) -> Vec<usize> {
    let mut known: Vec<usize> = list.under_way.iter().map(|one| one.index).collect();
    let called: BTreeSet<usize> = list.call.iter().chain(&list.beyond).map(|one| one.index).collect();
    let with_papers = [Status::FinalChance, Status::Released, Status::Recovered];
    for case in casebook.newest_cases().filter(|case| with_papers.contains(&case.status())) {
        let [customer] = book.directory.find(&case.customer)[..] else { continue };
        let person = book.directory.person(customer);
        let is_wanted = list.account_manager.as_deref().is_none_or(|wanted| person.is_of(wanted));
        if is_wanted && !called.contains(&customer) && !known.contains(&customer) {
            known.push(customer);
        }
    }
    known
}

/// Adds to an assessment what the record knows of the customer.
pub fn add_case(one: &mut Assessment, casebook: &Casebook, book: &Book) {
    one.recorded = case_of(casebook, one).map(|case| Recorded::of(case, book, one.index));
    if one.lost.is_none() {
        one.since = one.recorded.and_then(Recorded::worked_on_since).or(one.since);
    }
}

impl Recorded {
    fn of(case: &Case, book: &Book, customer: usize) -> Self {
        let improved = case.improved(History::of(&book.firm, customer).better_on());
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
        if self.figures.label != Label::Gone {
            let since = &mut self.figures.since;
            *since = self.recorded.and_then(Recorded::worked_on_since).or(*since);
        }
    }

    /// Whether it is a customer to call who was not to be called before, as far as the record knows.
    #[must_use]
    pub fn is_new_to_call(&self, as_of: NaiveDate) -> bool {
        matches!(self.figures.label, Label::Critical | Label::AtRisk)
            && is_new(self.figures.stage, self.recorded, as_of)
    }
}

/// Adds to a customer's page what is on record of the customer.
pub fn add_history(page: &mut Explanation, casebook: &Casebook, book: &Book) {
    add_case(&mut page.assessment, casebook, book);
    let Some(case) = case_of(casebook, &page.assessment) else { return };
    page.recorded = casebook.counted(&case.customer).cloned().collect();
}

impl AtRiskList {
    /// Leaves only those to call who are new on the list; without a record all of them are.
    pub fn keep_new(&mut self) {
        let as_of = self.as_of;
        self.call.retain(|one| is_new(one.stage, one.recorded, as_of));
        let others = [&mut self.beyond, &mut self.under_way, &mut self.settled];
        let others = others.into_iter().chain([&mut self.watch, &mut self.rest, &mut self.lost]);
        others.for_each(Vec::clear);
        self.is_of_new = true;
    }
}

/// Whether a customer to call was not to be called before, as far as the record knows.
fn is_new(stage: Stage, recorded: Option<Recorded>, as_of: NaiveDate) -> bool {
    let was_known = |recorded: Recorded| recorded.status.is_worked_on() && recorded.flagged < as_of;
    stage == Stage::WinBack && !recorded.is_some_and(was_known)
}

fn name_of(book: &Book, case: &Case) -> Option<String> {
    let [customer] = book.directory.find(&case.customer)[..] else { return None };
    book.directory.person(customer).name.map(str::to_owned)
}

fn case_of<'a>(casebook: &'a Casebook, one: &Assessment) -> Option<&'a Case> {
    casebook.case_of(&one.customer, one.name.as_deref())
}
