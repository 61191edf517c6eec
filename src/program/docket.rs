//! What the record and the firm's files know together of every case on a day.
//!
//! The record alone is enough: without files there are no names, no account managers and no rhythm of the survey, and
//! what would follow from them is left out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::case_view::CaseView;
use super::code::stands_for;
use super::due::{self, Due, DueKind};
use super::experiences::Experiences;
use super::follow_up::FollowUp;
use super::missed::{self, Miss};
use crate::casebook::{Case, Casebook, EventKind};
use crate::config::Config;
use crate::history::History;
use crate::ingest::{Book, key};
use crate::model::WorkingDays;
use crate::signal::has_current_incident;

/// The lines of "What changes" of a plan.
const CHANGES: [&str; 3] = ["change-1", "change-2", "change-3"];

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
    /// Whether the book holds all of the firm's files; else nobody knows what went wrong by them.
    is_whole: bool,
    people: Callers,
}

/// Who calls whom, and in which order: from the list and the papers of the day, by the customer's index.
#[derive(Debug, Clone, Default)]
pub struct Callers {
    /// Who calls; `None` where nobody is known who could.
    pub(super) names: BTreeMap<usize, Option<String>>,
    /// The place on the list of whom to call.
    pub(super) ranks: BTreeMap<usize, usize>,
}

/// What the firm's files know of the customer of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The name, where it is another thing than the id.
    pub(super) name: Option<String>,
    /// Who owns the relationship.
    pub(super) account_manager: Option<String>,
    /// Who calls and carries on, where that is known.
    pub(super) owner: Option<String>,
    /// The place on the list of whom to call; behind all others where the customer has none.
    pub(super) rank: usize,
    /// The day of the newest answer.
    pub(super) answered: Option<NaiveDate>,
    /// The day of the newest answer, where it is better than the one before.
    pub(super) better: Option<NaiveDate>,
    /// The day on which the customer left by the firm's files, and where that stands.
    pub(super) left: Option<(NaiveDate, String)>,
    /// Whether a mistake of ours is open or was mended lately.
    pub(super) has_recent_mistake: bool,
    /// What missed the times of a signed plan and is not on record, the oldest first.
    pub(super) misses: Vec<Miss>,
    /// Good and bad experiences.
    pub(super) experiences: Experiences,
}

impl<'a> Docket<'a> {
    /// Puts them together; the record is as it was on the day.
    #[must_use]
    pub fn new(casebook: &'a Casebook, config: &'a Config, book: Option<&'a Book>, as_of: NaiveDate) -> Self {
        let waves = book.into_iter().flat_map(|book| &book.firm.waves.list);
        let firsts = waves.filter_map(|wave| wave.first).collect();
        Self {
            casebook,
            config,
            days: config.company.calendar(),
            as_of,
            firsts,
            book,
            is_whole: true,
            people: Callers::default(),
        }
    }

    /// The same where it is known who calls whom.
    #[must_use]
    pub fn with_callers(self, people: Callers) -> Self {
        Self { people, ..self }
    }

    /// The same where some of the firm's files cannot be read.
    #[must_use]
    pub fn without_files(self) -> Self {
        Self { is_whole: false, ..self }
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
        due.sort_by(|one, other| one.rank().cmp(&other.rank()));
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

    /// For how many days nothing has got better in a case, where it is time to decide what to do about that.
    pub(super) fn stands_still(&self, case: &Case, known: &Known) -> Option<i64> {
        let due = due::of_case(self, case, known).into_iter();
        let mut still = due.filter(|due| due.kind == DueKind::StandsStill && due.day <= self.as_of);
        still.next().map(|_| (self.as_of - case.improved(known.better)).num_days())
    }

    /// What is to be done about whoever is released, for a calendar.
    pub(super) fn release(&self, case: &Case) -> Vec<FollowUp> {
        let due = due::of_case(self, case, &self.known(case)).into_iter();
        due.filter(|due| due.kind == DueKind::Release).map(|due| due.follow_up()).collect()
    }

    /// The promises of a case that stood under "What changes" of a plan, by id.
    pub(super) fn changes(&self, case: &Case) -> BTreeSet<String> {
        let is_change = |code: &str| CHANGES.iter().any(|line| stands_for(code, "plan-customer", line));
        let events = self.casebook.counted(&case.customer).filter(|event| event.kind == EventKind::Promise);
        events
            .filter(|event| event.line_code().is_some_and(is_change))
            .map(|event| event.id.clone())
            .collect()
    }

    /// The case of a customer, by id or name.
    pub(super) fn case_of(&self, id: &str, name: Option<&str>) -> Option<&'a Case> {
        self.casebook.case_of(id, name)
    }

    /// Whether the files name this account manager.
    #[must_use]
    pub fn knows_manager(&self, account_manager: &str) -> bool {
        self.book.is_some_and(|book| {
            (0..book.directory.len()).any(|customer| book.directory.person(customer).is_of(account_manager))
        })
    }

    pub(super) fn known(&self, case: &Case) -> Known {
        let known = self.known_by_files(case);
        if self.is_whole {
            return known;
        }
        Known { experiences: known.experiences.without_files(), ..known }
    }

    fn known_by_files(&self, case: &Case) -> Known {
        let found = self.book.map(|book| (book, book.directory.find(&case.customer)));
        let (book, customer) = match &found {
            Some((book, customers)) if customers.len() == 1 => {
                (*book, customers.first().copied().unwrap_or(0))
            }
            _ => return Known::of_record(case, self),
        };
        let person = book.directory.person(customer);
        let history = History::of(&book.firm, customer);
        let incidents = book.incidents_of(customer);
        let account_manager = person.account_manager.map(str::to_owned);
        let returned = case.former.as_ref().map(|former| former.returned.at);
        let left = book.behaviour.left(customer, None, history.newest.max(returned));
        Known {
            name: person.name.filter(|name| *name != case.customer).map(str::to_owned),
            owner: self.people.names.get(&customer).cloned().unwrap_or_else(|| account_manager.clone()),
            account_manager,
            rank: self.people.ranks.get(&customer).copied().unwrap_or(usize::MAX),
            answered: history.newest,
            better: history.better_on(),
            left: left.map(|left| (left.day, book.files.show(left.spot))),
            has_recent_mistake: has_current_incident(incidents, self.as_of),
            misses: missed::unrecorded(case, incidents, self.as_of, |one| book.files.show(one.spot)),
            experiences: Experiences::of(Some(case), incidents, self.config, self.as_of),
        }
    }
}

impl Known {
    /// What is known of a customer whom no file names.
    fn of_record(case: &Case, docket: &Docket<'_>) -> Self {
        Self {
            name: None,
            account_manager: None,
            owner: None,
            rank: usize::MAX,
            answered: None,
            better: None,
            left: None,
            has_recent_mistake: false,
            misses: Vec::new(),
            experiences: Experiences::of(Some(case), &[], docket.config, docket.as_of),
        }
    }
}

pub(super) fn is_of(known: &Known, account_manager: Option<&str>) -> bool {
    let manager = known.account_manager.as_deref();
    account_manager.is_none_or(|wanted| manager.is_some_and(|name| key(name) == key(wanted)))
}
