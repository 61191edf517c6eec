//! Turns the firm's own incidents into what it may promise: how long it took at worst, in the middle, and how often a
//! promise would have been kept.

use crate::config::{Config, ServiceLevels};
use crate::diagnostic::Diagnostic;
use crate::history::median;
use crate::ingest::Book;
use crate::model::{Incident, figure, is_in_last};

use super::dossier::YEAR_DAYS;
use super::wording::{counted, hours};

/// A promise is within what was delivered when so many of the last year's incidents would have kept it.
const KEPT_SHARE: f64 = 0.9;

/// How long the firm's incidents of the last year took.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Delivery {
    /// The hours of those resolved, and of those still open so far, from the quickest.
    hours: Vec<f64>,
}

impl Delivery {
    /// Looks at the incidents of all customers that were opened or resolved in the last year, or are still open.
    pub(super) fn of(book: &Book, resolution_hours: Option<f64>) -> Self {
        let as_of = book.firm.as_of;
        let is_lately = |incident: &&Incident| {
            incident.is_open()
                || is_in_last(incident.opened, YEAR_DAYS, as_of)
                || incident.resolved.is_some_and(|day| is_in_last(day, YEAR_DAYS, as_of))
        };
        // One still open tells nothing yet until it has taken longer than the promise.
        let tells = |incident: &&Incident| {
            let so_far = incident.hours(as_of).unwrap_or(0.0);
            !incident.is_open() || resolution_hours.is_some_and(|promise| so_far > promise)
        };
        let incidents = book.incidents.iter().flatten().filter(is_lately).filter(tells);
        let mut hours: Vec<f64> = incidents.filter_map(|incident| incident.hours(as_of)).collect();
        hours.sort_by(f64::total_cmp);
        Self { hours }
    }

    fn kept(&self, promise: f64) -> usize {
        self.hours.iter().filter(|hours| **hours <= promise).count()
    }

    /// Whether a promise is tighter than what was delivered.
    fn is_beyond(&self, promise: f64) -> bool {
        (self.kept(promise) as f64) < KEPT_SHARE * self.hours.len() as f64
    }

    /// The hours within which the share that counts was put right.
    fn usual(&self) -> Option<f64> {
        let needed = (KEPT_SHARE * self.hours.len() as f64).ceil() as usize;
        self.hours.get(needed.checked_sub(1)?).copied()
    }

    /// The longest it took.
    pub(super) fn worst(&self) -> Option<f64> {
        self.hours.last().copied()
    }

    fn figures(&self, promise: f64) -> Option<String> {
        let middle = median(&mut self.hours.clone())?;
        let incidents = counted(self.hours.len(), "incident", "incidents");
        Some(format!(
            "of {incidents} of the last year {} would have kept it; half took {} or less, the worst {}",
            self.kept(promise),
            hours(middle),
            hours(self.worst()?)
        ))
    }

    /// The promise against the figures, a line each.
    pub(super) fn lines(&self, levels: &ServiceLevels) -> Vec<String> {
        let resolution = levels.resolution_hours.map(|promise| match self.figures(promise) {
            Some(figures) => format!("Put right within {}: {figures}", hours(promise)),
            None => format!(
                "Put right within {}: not checked, because no incident on file says how long it took",
                hours(promise)
            ),
        });
        let response = levels.response_hours.map(|promise| {
            format!(
                "Answered within {}: not checked, because no file says how soon somebody answered",
                hours(promise)
            )
        });
        let lines: Vec<String> = response.into_iter().chain(resolution).collect();
        if lines.is_empty() {
            vec![
                "No service level is set in [service-levels], so the plan leaves room to agree on them"
                    .to_owned(),
            ]
        } else {
            lines
        }
    }

    /// Whether what is guaranteed is tighter than what was delivered.
    pub(super) fn is_beyond_any(&self, levels: &ServiceLevels) -> bool {
        levels.resolution_hours.is_some_and(|promise| self.is_beyond(promise))
    }

    /// Refuses a promise that is tighter than what was delivered, unless somebody signed it off.
    pub(super) fn guard(&self, config: &Config) -> Result<(), Box<Diagnostic>> {
        let levels = &config.service_levels;
        let beyond = levels.resolution_hours.filter(|promise| self.is_beyond(*promise));
        let (Some(promise), None) = (beyond, &levels.signed_off) else { return Ok(()) };
        let figures = self.figures(promise).unwrap_or_default();
        let message = format!(
            "to put things right within {} promises more than was delivered: {figures}",
            hours(promise)
        );
        let usual = self.usual().map(|usual| figure(usual.ceil(), 0)).unwrap_or_default();
        let hint = format!(
            "promise what 9 of 10 incidents kept: resolution-hours = {usual}; or have somebody answer for it: signed-off \
             = \"Jo Example, 2026-09-30\" in [service-levels]"
        );
        Err(Box::new(Diagnostic::error("promise-beyond-delivery", message).hint(hint)))
    }
}
