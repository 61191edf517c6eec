//! What the record and the firm's files know together of every case on a day.
//!
//! The record alone is enough: without files there are no names, no account managers and no rhythm of the survey, and
//! what would follow from them is left out.

use chrono::NaiveDate;

use super::case_view::CaseView;
use super::due::{self, Due, DueKind};
use crate::casebook::{Case, Casebook, Event, EventKind};
use crate::config::Config;
use crate::history::History;
use crate::ingest::{Book, key};
use crate::model::WorkingDays;

/// Every case of the record on a day.
#[derive(Debug)]
pub struct Docket<'a> {
    pub(super) casebook: &'a Casebook,
    pub(super) config: &'a Config,
    pub(super) days: WorkingDays,
    pub(super) as_of: NaiveDate,
    /// The first days of the survey's waves, oldest first.
    pub(super) firsts: Vec<NaiveDate>,
    book: Option<&'a Book>,
}

/// What the firm's files know of the customer of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The name, where it is another thing than the id.
    pub(super) name: Option<String>,
    /// Who owns the relationship.
    pub(super) account_manager: Option<String>,
    /// The day of the newest answer.
    pub(super) answered: Option<NaiveDate>,
    /// The day of the newest answer, where it is better than the one before.
    pub(super) better: Option<NaiveDate>,
}

impl<'a> Docket<'a> {
    /// Puts them together; the record is as it was on the day.
    #[must_use]
    pub fn new(casebook: &'a Casebook, config: &'a Config, book: Option<&'a Book>, as_of: NaiveDate) -> Self {
        let waves = book.into_iter().flat_map(|book| &book.firm.waves.list);
        let firsts = waves.filter_map(|wave| wave.first).collect();
        Self { casebook, config, days: config.company.calendar(), as_of, firsts, book }
    }

    /// The day.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// What is due up to a day, the longest overdue first; of one account manager, where one is named.
    #[must_use]
    pub fn due(&self, until: NaiveDate, account_manager: Option<&str>) -> Vec<Due> {
        let cases = self.casebook.newest_cases().filter(|case| case.is_open());
        let all = cases.flat_map(|case| {
            let known = self.known(case);
            if is_of(&known, account_manager) { due::of_case(self, case, &known) } else { Vec::new() }
        });
        let mut due: Vec<Due> = all.filter(|due| due.day <= until).collect();
        due.sort_by(|one, other| {
            (one.day, one.kind, &one.customer).cmp(&(other.day, other.kind, &other.customer))
        });
        due
    }

    /// Where every case stands that is neither lost nor closed, and with `wants_all` those as well.
    #[must_use]
    pub fn cases(&self, account_manager: Option<&str>, wants_all: bool) -> Vec<CaseView> {
        let cases = self.casebook.newest_cases().filter(|case| wants_all || case.is_open());
        let known = cases.map(|case| (case, self.known(case)));
        let mut cases: Vec<CaseView> = known
            .filter(|(_, known)| is_of(known, account_manager))
            .map(|(case, known)| CaseView::of(self, case, known))
            .collect();
        cases.sort_by(|one, other| {
            (one.status, one.since, &one.customer).cmp(&(other.status, other.since, &other.customer))
        });
        cases
    }

    /// Where a case stands.
    pub(super) fn view(&self, case: &Case) -> CaseView {
        CaseView::of(self, case, self.known(case))
    }

    /// For how many days nothing has got better in a case, where it is time to decide what to do about that.
    pub(super) fn stands_still(&self, case: &Case) -> Option<i64> {
        let known = self.known(case);
        let due = due::of_case(self, case, &known).into_iter();
        let mut still = due.filter(|due| due.kind == DueKind::StandsStill && due.day <= self.as_of);
        still.next().map(|_| (self.as_of - Self::improved(case, &known)).num_days())
    }

    /// The case of a customer, by id or name.
    pub(super) fn case_of(&self, id: &str, name: Option<&str>) -> Option<&'a Case> {
        self.casebook.case_of(id, name)
    }

    /// Whether the files name this account manager.
    #[must_use]
    pub fn knows_manager(&self, account_manager: &str) -> bool {
        let people = |book: &Book| {
            (0..book.directory.len()).any(|customer| {
                let manager = book.directory.person(customer).account_manager;
                manager.is_some_and(|name| key(name) == key(account_manager))
            })
        };
        self.book.is_some_and(people)
    }

    /// What counts of what was recorded of a customer, in its order.
    pub(super) fn events(&self, customer: &str) -> impl Iterator<Item = &'a Event> {
        let wanted = key(customer);
        let casebook = self.casebook;
        casebook.events().filter(move |event| {
            key(&event.customer) == wanted
                && event.kind != EventKind::Undo
                && !casebook.is_taken_back(event)
                && !casebook.is_out_of_turn(event)
        })
    }

    /// The last day on which something got better.
    pub(super) fn improved(case: &Case, known: &Known) -> NaiveDate {
        let improved = case.improved();
        known.better.filter(|better| *better > improved).unwrap_or(improved)
    }

    pub(super) fn known(&self, case: &Case) -> Known {
        let Some(book) = self.book else { return Known::default() };
        let [customer] = book.directory.find(&case.customer)[..] else { return Known::default() };
        let person = book.directory.person(customer);
        let history = History::of(&book.firm, customer);
        Known {
            name: person.name.filter(|name| *name != case.customer).map(str::to_owned),
            account_manager: person.account_manager.map(str::to_owned),
            answered: history.newest,
            better: history.better_on(),
        }
    }
}

pub(super) fn is_of(known: &Known, account_manager: Option<&str>) -> bool {
    let manager = known.account_manager.as_deref();
    account_manager.is_none_or(|wanted| manager.is_some_and(|name| key(name) == key(wanted)))
}
