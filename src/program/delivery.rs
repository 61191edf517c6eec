//! Turns the firm's own incidents into what it may promise: how long it took at worst, in the middle, and how often a
//! promise would have been kept.

use crate::assessment::Stage;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::history::median;
use crate::ingest::Book;
use crate::model::{Incident, figure};

use super::dossier::{Dossier, YEAR_DAYS};
use super::evidence::statement;
use super::promise::{Promise, due, told};
use super::wording::{counted, hours, some_names};

/// A promise is within what was delivered when so many of the last year's incidents would have kept it.
const KEPT_SHARE: f64 = 0.9;
/// A time above this is no promise that anybody would sign.
const LONGEST_PROMISE: f64 = 72.0;

/// How long the firm's incidents of the last year took, held against both promises that a plan can make.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Delivery {
    /// Against the hours of `[service-levels]`.
    flat: Record,
    /// Against the same, or what was promised for the incident where that is less: the promise to a customer who was
    /// promised less before.
    with_shorter: Record,
    /// The shortest promise in whole hours that is not tighter than what was delivered, where that of
    /// `[service-levels]` is.
    within_reach: Option<f64>,
}

/// Incidents held against a promise.
#[derive(Debug, Clone, Default, PartialEq)]
struct Record {
    /// The hours of those that tell something, from the quickest.
    hours: Vec<f64>,
    /// How many of them kept the promise.
    kept: usize,
}

impl Record {
    fn of(book: &Book, due: impl Fn(&Incident) -> Option<f64>) -> Self {
        let as_of = book.firm.as_of;
        let (mut hours, mut kept) = (Vec::new(), 0);
        for incident in of_last_year(book) {
            let due = due(incident);
            if let Some(taken) = told(incident, due, as_of) {
                hours.push(taken);
                kept += usize::from(due.is_some_and(|due| taken <= due));
            }
        }
        hours.sort_by(f64::total_cmp);
        Self { hours, kept }
    }

    /// Whether the promise is tighter than what was delivered.
    fn is_beyond(&self) -> bool {
        (self.kept as f64) < KEPT_SHARE * self.hours.len() as f64
    }

    fn figures(&self) -> Option<String> {
        let middle = median(&mut self.hours.clone())?;
        Some(format!(
            "of {} of the last year {} would have kept it; half took {} or less, the worst {}",
            counted(self.hours.len(), "incident", "incidents"),
            self.kept,
            hours(middle),
            hours(*self.hours.last()?)
        ))
    }
}

/// The incidents of all customers that were opened or resolved in the last year, or are still open.
fn of_last_year(book: &Book) -> impl Iterator<Item = &Incident> {
    let as_of = book.firm.as_of;
    book.incidents.iter().flatten().filter(move |incident| incident.is_of_last(YEAR_DAYS, as_of))
}

/// The shortest promise in whole hours that is not tighter than what was delivered. What is still open counts against
/// a promise until it is as long as that has taken: so each is tried, and the longer one is kept at least as often.
fn within_reach(book: &Book) -> Option<f64> {
    let taken = of_last_year(book).filter_map(|incident| incident.hours(book.firm.as_of));
    let mut promises: Vec<f64> = taken.map(f64::ceil).collect();
    promises.sort_by(f64::total_cmp);
    promises.dedup();
    let first = promises.partition_point(|promise| Record::of(book, |_| Some(*promise)).is_beyond());
    promises.get(first).copied()
}

impl Delivery {
    /// Looks at the incidents of all customers that were opened or resolved in the last year, or are still open.
    pub(super) fn of(book: &Book, resolution_hours: Option<f64>) -> Self {
        let flat = Record::of(book, |_| resolution_hours);
        Self {
            with_shorter: Record::of(book, |incident| Some(due(resolution_hours?, incident))),
            within_reach: flat.is_beyond().then(|| within_reach(book)).flatten(),
            flat,
        }
    }

    /// What a promise is held against.
    fn record(&self, promise: &Promise) -> &Record {
        if promise.shorter.is_empty() { &self.flat } else { &self.with_shorter }
    }

    /// The longest it took.
    pub(super) fn worst(&self) -> Option<f64> {
        self.flat.hours.last().copied()
    }

    /// The promise of a customer's plan against the figures, a line each.
    pub(super) fn lines(&self, dossier: &Dossier<'_>) -> Vec<String> {
        let resolution = Promise::of(dossier).map(|promise| {
            let shorter = promise.shorter_times();
            let shorter = shorter.map(|times| format!(", or within what was promised before ({times})"));
            let within = format!("Put right within {}{}", hours(promise.hours), shorter.unwrap_or_default());
            // What was delivered is held against what is set: a plan of other terms was so when it was given.
            if dossier.levels.resolution_hours != dossier.config.service_levels.resolution_hours {
                return format!("{within}: as it was when the plan was given to them");
            }
            let figures = self.record(&promise).figures().unwrap_or_else(|| {
                "not checked, because no incident on file says how long it took".to_owned()
            });
            format!("{within}: {figures}")
        });
        let response = dossier.levels.response_hours.map(|promise| {
            format!(
                "Answered within {}: not checked, because no file says how soon somebody answered",
                hours(promise)
            )
        });
        let mut lines: Vec<String> = response.into_iter().chain(resolution).collect();
        if lines.is_empty() {
            lines.push(
                "No service level is set in [service-levels], so the plan leaves room to agree on them"
                    .to_owned(),
            );
        } else {
            lines.push("All hours are counted by the clock, day and night, as their copy says".to_owned());
        }
        let open = dossier.incidents.iter().filter(|incident| incident.is_open());
        let first = |incident| {
            format!("Open now, to be put right first, and no miss: {}", statement(dossier, incident))
        };
        lines.extend(open.map(first));
        lines
    }

    /// Whether what a customer's plan guarantees is tighter than what was delivered.
    pub(super) fn is_beyond(&self, dossier: &Dossier<'_>) -> bool {
        Promise::of(dossier).is_some_and(|promise| self.record(&promise).is_beyond())
    }

    /// What to do in place of promising too much. A time that took weeks is not proposed.
    fn instead(&self) -> String {
        let Some(within_reach) = self.within_reach else { return String::new() };
        if within_reach <= LONGEST_PROMISE {
            return format!(
                "promise what 9 of 10 incidents kept: resolution-hours = {}; or",
                figure(within_reach, 0)
            );
        }
        format!(
            "9 of 10 incidents took up to {}: leave resolution-hours out, and the plan leaves room for a time that you \
             can keep; or",
            hours(within_reach)
        )
    }

    /// Refuses promises that are tighter than what was delivered, unless somebody signed them off: that of
    /// `[service-levels]`, and the shorter ones that stand for some of these customers.
    pub(super) fn guard(&self, config: &Config, dossiers: &[Dossier<'_>]) -> Result<(), Box<Diagnostic>> {
        let (Some(promise), None) = (Promise::of_anybody(config), &config.service_levels.signed_off) else {
            return Ok(());
        };
        // What was given to them already is not refused any more.
        let is_given =
            |dossier: &Dossier<'_>| dossier.on_record.as_ref().is_some_and(|on| on.terms().is_some());
        let is_open = |dossier: &Dossier<'_>| {
            matches!(dossier.page.assessment.stage, Stage::WinBack | Stage::LetGo) && !is_given(dossier)
        };
        if !dossiers.is_empty() && !dossiers.iter().any(is_open) {
            return Ok(());
        }
        let within = hours(promise.hours);
        let refusal = |message: String, hint: &str| {
            let hint = format!(
                "{hint} have somebody answer for it: signed-off = \"Jo Example, 2026-09-30\" in [service-levels]"
            );
            Err(Box::new(Diagnostic::error("promise-beyond-delivery", message).hint(hint)))
        };
        if self.flat.is_beyond() {
            let figures = self.flat.figures().unwrap_or_default();
            return refusal(
                format!("to put things right within {within} promises more than was delivered: {figures}"),
                &self.instead(),
            );
        }
        let is_beyond = |dossier: &&Dossier<'_>| is_open(dossier) && self.is_beyond(dossier);
        let beyond: Vec<String> = dossiers.iter().filter(is_beyond).map(Dossier::name).collect();
        if beyond.is_empty() {
            return Ok(());
        }
        let figures = self.with_shorter.figures().unwrap_or_default();
        refusal(
            format!(
                "shorter times than {within} were promised to {} and still stand, and to keep them promises more than was \
                 delivered: {figures}",
                some_names(&beyond)
            ),
            "a plan does not make longer what was promised;",
        )
    }
}
