//! What a meeting ends with: who is thanked, and what is to be learned.

use std::collections::BTreeMap;

use super::dossier::Dossier;
use super::wording::{capital, counted, issue_name};
use crate::config::Config;
use crate::ingest::{Book, key};
use crate::model::{Incident, RECENT_DAYS, is_in_last};

/// What went wrong so often is to be learned from.
const OFTEN: usize = 2;
/// How many people are thanked by name, and how many issues are taken up.
const NAMED: usize = 5;

/// The incidents that were opened lately at the customers that are meant.
fn lately<'b>(book: &'b Book, is_meant: &dyn Fn(usize) -> bool) -> impl Iterator<Item = &'b Incident> {
    let as_of = book.firm.as_of;
    let incidents = book.incidents.iter().enumerate().filter(|(customer, _)| is_meant(*customer));
    let incidents = incidents.flat_map(|(_, incidents)| incidents);
    incidents.filter(move |incident| is_in_last(incident.opened, RECENT_DAYS, as_of))
}

/// Who kept promises lately, the most often first: to customers who are content, and have nothing to say against it.
pub(super) fn recognition(book: &Book, unhappy: &[Dossier<'_>]) -> Vec<String> {
    let as_of = book.firm.as_of;
    let is_kept = |incident: &&Incident| {
        let promised = incident.promised_hours.is_some() && incident.actual_hours.is_some();
        let is_unhappy = incident.is_complaint || incident.is_public || incident.threatens_to_leave;
        !incident.is_open() && promised && incident.overrun_hours(as_of).is_none() && !is_unhappy
    };
    let is_content = |customer: usize| !unhappy.iter().any(|dossier| dossier.customer == customer);
    let mut kept: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for incident in lately(book, &is_content).filter(is_kept) {
        let names: BTreeMap<String, &str> =
            incident.handled_by.iter().map(|name| (key(name), name.as_str())).collect();
        for (key, name) in names {
            let (spelt, count) = kept.entry(key).or_insert((name, 0));
            *spelt = name.min(spelt);
            *count += 1;
        }
    }
    let mut kept: Vec<_> = kept.into_values().collect();
    kept.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let line = |(name, count): (&str, usize)| {
        format!(
            "{name} kept what was promised {} in the last {RECENT_DAYS} days",
            counted(count, "time", "times")
        )
    };
    kept.into_iter().take(NAMED).map(line).collect()
}

/// What went wrong more than once lately, with the training that is set for it.
pub(super) fn training(book: &Book, config: &Config) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for issue in lately(book, &|_| true).filter_map(|incident| incident.issue.as_deref()) {
        *counts.entry(issue).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count >= OFTEN).collect();
    counts.sort_by_key(|(issue, count)| (std::cmp::Reverse(*count), *issue));
    let line = |(id, count): (&str, usize)| {
        let issue = config.issues.iter().find(|issue| issue.id == id);
        let name = capital(&issue_name(config, id));
        let training = issue.and_then(|issue| issue.training.as_deref());
        let training = training.unwrap_or("nothing is set against it in [[issue]] yet");
        format!("{name}, {} in the last {RECENT_DAYS} days: {training}", counted(count, "time", "times"))
    };
    counts.into_iter().take(NAMED).map(line).collect()
}
