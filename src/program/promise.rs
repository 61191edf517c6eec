//! Turns what the firm guarantees, and what it promised a customer before, into the promise of that customer's plan.

use chrono::NaiveDate;

use super::dossier::{Dossier, YEAR_DAYS};
use super::wording::hours;
use crate::config::Config;
use crate::model::{Incident, figure};

/// How soon things are put right under a plan. What a customer was promised before is never made longer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Promise {
    /// `resolution-hours` of `[service-levels]`.
    pub(super) hours: f64,
    /// The shorter times of the last year, each once, the shortest first: they stand.
    pub(super) shorter: Vec<f64>,
}

impl Promise {
    /// The promise of a customer's plan; `None` where no `resolution-hours` are set.
    pub(super) fn of(dossier: &Dossier<'_>) -> Option<Self> {
        let hours = dossier.levels.resolution_hours?;
        let promised = dossier.incidents_of(YEAR_DAYS).into_iter();
        let promised = promised.filter_map(|incident| incident.promised_hours);
        let mut shorter: Vec<f64> = promised.filter(|promised| *promised < hours).collect();
        shorter.sort_by(f64::total_cmp);
        shorter.dedup();
        Some(Self { hours, shorter })
    }

    /// What anybody is promised to whom nothing shorter was promised before.
    pub(super) fn of_anybody(config: &Config) -> Option<Self> {
        config.service_levels.resolution_hours.map(|hours| Self { hours, shorter: Vec::new() })
    }

    /// The shorter times as they are said: `4 hours or 8 hours`.
    pub(super) fn shorter_times(&self) -> Option<String> {
        let (last, before) = self.shorter.split_last()?;
        let before: Vec<String> = before.iter().map(|hours| figure(*hours, 2)).collect();
        let last = hours(*last);
        Some(if before.is_empty() { last } else { format!("{} or {last}", before.join(", ")) })
    }
}

/// The hours within which an incident would have had to be put right: those promised for it, where they are fewer.
pub(super) fn due(resolution_hours: f64, incident: &Incident) -> f64 {
    incident.promised_hours.map_or(resolution_hours, |promised| promised.min(resolution_hours))
}

/// The hours that an incident took, as far as they tell whether a promise was kept: one still open tells nothing until
/// it has taken longer than the promise, and one of which nobody noted the hours tells nothing at all.
pub(super) fn told(incident: &Incident, due: Option<f64>, as_of: NaiveDate) -> Option<f64> {
    let hours = incident.hours(as_of)?;
    let is_over = due.is_some_and(|due| hours > due);
    (!incident.is_open() || is_over).then_some(hours)
}

/// What is guaranteed, in sentences.
pub(super) fn guarantees(dossier: &Dossier<'_>) -> Vec<String> {
    let levels = &dossier.levels;
    let response = levels.response_hours.map(|promise| {
        format!("When you call or write to us, somebody who can help answers within {}.", hours(promise))
    });
    let resolution = Promise::of(dossier).into_iter().flat_map(|promise| {
        let within = hours(promise.hours);
        match promise.shorter_times() {
            Some(shorter) => vec![
                format!("Where we have promised you {shorter}, that time still stands."),
                format!("Everything else that you report is put right within {within}."),
            ],
            None => vec![format!("What you report is put right within {within}.")],
        }
    });
    response.into_iter().chain(resolution).collect()
}
